import Delivery
import Glossary
import Plans

/// The first workspace for a partner: a source, a current, tests, and events to try them on.
///
/// Written from what the partner requires, so that it has no findings whoever the partner is.
struct StarterWorkspace {
    /// A file of it.
    struct File {
        /// The path below the workspace.
        var path: String
        /// What it holds.
        var text: String
    }

    /// Where the made-up events stand in time: 2026-01-01.
    private static let time: Int64 = 1_767_225_600
    /// How many events are made up.
    private static let eventCount = 5

    let partner: PartnerRequirements
    /// The current's name.
    let name: String

    /// The environment variables that the credentials of the current stand in, in the order of its spec.
    var variables: [String] { partner.credentials.filter(\.isRequired).map { variable(of: $0) } }

    /// The source and the current: what plans are made of.
    var specFiles: [File] {
        [File(path: "specs/source.yaml", text: source), File(path: "specs/\(name).yaml", text: current)]
    }

    /// The events, one JSON line each.
    var events: File {
        File(path: "events.jsonl", text: sampleTypes.enumerated().map { sample($1, $0).json + "\n" }.joined())
    }

    /// Tests of the current, which say what a plan makes of the first event, and of one that is not selected.
    ///
    /// - Parameters:
    ///   - result: What the plan makes of the first event.
    ///   - plan: The plan.
    /// - Returns: The file.
    func tests(expecting result: EventPreview.Result?, of plan: Plan) -> File {
        var documents = ["# Run these with: currentsctl test specs\n"]
        if let type = sampleTypes.first, let result, let expectation = expectation(of: result) {
            let words = result.outcome == .record ? "becomes-a-record" : "is-left-out"
            documents.append(test("\(name.prefix(40))-\(words)", of: sample(type, 0).tree, expectation))
        }
        let others = Glossary.builtIn.eventTypes.filter { type in
            type.isInHTTP && !plan.events.contains { $0.type == type.name }
        }
        // The one with the least to write.
        if let other = others.min(by: {
            $0.fields.count(where: \.isRequired) < $1.fields.count(where: \.isRequired)
        }) {
            let expectation = "    outcome: filtered\n    reason: not_selected\n"
            documents.append(test("\(name.prefix(40))-leaves-others", of: sample(other, 0).tree, expectation))
        }
        return File(
            path: "specs/tests.yaml",
            text: documents.first.map { $0 + documents.dropFirst().joined(separator: "---\n") } ?? ""
        )
    }
}

extension StarterWorkspace {
    /// Types to make events of: a family everybody knows when the partner takes it, else the first it takes.
    private var sampleTypes: [EventType] {
        let mail = mailTypes
        let types = mail.isEmpty ? takenTypes : mail
        return Array(types.prefix(Self.eventCount))
    }

    private var takenTypes: [EventType] { partner.takenEvents.filter { $0.status == .current } }

    /// The ones that people know best in front.
    private var mailTypes: [EventType] {
        let known = ["Send", "Delivery", "Open", "Click", "Bounce"]
        let types = takenTypes.filter { $0.name.hasPrefix("users.messages.email.") }
        return known.compactMap { action in types.first { $0.action == action } }
            + types.filter { !known.contains($0.action) }
    }

    private func sample(_ type: EventType, _ number: Int) -> SampleEvent {
        SampleEvent(type: type, id: "sample-\(number + 1)", time: Self.time, extent: .short)
    }

    private var source: String {
        """
        # Where events come from: a file of JSON lines, one event each. 'path' is relative to this file.
        apiVersion: currents/v1
        kind: Source
        metadata:
          name: events
        spec:
          schema: braze
          file:
            path: ../events.jsonl
            # follow: true        # wait for more at the end of the file

        """
    }

    private var current: String {
        var lines = [
            "# \(partner.title): \(partner.summary)",
            "# 'currentsctl partners \(partner.partner)' says what it requires.",
            "apiVersion: currents/v1", "kind: Current", "metadata:", "  name: \(name)",
            "  # owner: you@example.com   # who hears about an expiring key", "spec:", "  source: events",
            "  partner: \(partner.partner)",
        ]
        if let region = partner.regions.first {
            let others = partner.regions.dropFirst().prefix(6).map(\.name)
            let more = partner.regions.count > 7 ? " …" : ""
            let comment = others.isEmpty ? "" : "   # or \(others.joined(separator: ", "))\(more)"
            lines.append("  region: \(region.name)\(comment)")
        }
        lines += credentialLines + eventLines + endpointLines + settingLines
        return lines.joined(separator: "\n") + "\n"
    }

    private var credentialLines: [String] {
        guard !partner.credentials.isEmpty else { return [] }
        let needed = partner.credentials.filter(\.isRequired)
        var lines = ["  # References, never the secrets themselves."]
        lines.append(needed.isEmpty ? "  # credentials:" : "  credentials:")
        for credential in partner.credentials {
            lines.append("    # \(credential.summary)")
            let mark = credential.isRequired ? "" : "# "
            lines.append("    \(mark)\(credential.name): { env: \(variable(of: credential)) }")
        }
        return lines
    }

    private func variable(of credential: PartnerRequirements.Credential) -> String {
        var words = ""
        for character in "\(partner.partner)_\(credential.name)" {
            if character.isUppercase { words += "_" }
            words += character.isLetter || character.isNumber ? character.uppercased() : "_"
        }
        return words
    }

    private var eventLines: [String] {
        guard mailTypes.isEmpty else {
            return [
                "  # Event types, globs and groups; 'currentsctl events' lists all of them.",
                "  events:", "    - users.messages.email.*",
            ]
        }
        return [
            "  # 'currentsctl events --partner \(partner.partner)' lists what can stand here.", "  events:",
        ]
            + sampleTypes.map { "    - \($0.name)" }
    }

    private var endpointLines: [String] {
        guard case .givenBySpec = partner.address else { return [] }
        return ["  endpoint:", "    url: https://events.example.com/in   # replace it with your receiver's"]
    }

    private var settingLines: [String] {
        let chosen = chosenSettings
        let optional = partner.settings.filter { setting in !chosen.contains { $0.name == setting.name } }
        guard !partner.settings.isEmpty else { return [] }
        var lines = [chosen.isEmpty ? "  # settings:" : "  settings:"]
        for setting in chosen {
            lines.append("    # \(setting.summary) Takes \(setting.kind.words).")
            lines.append("    \(setting.name): \(placeholder(for: setting))")
        }
        for setting in optional where setting.kind != .eventNames {
            lines.append("    # \(setting.name): \(placeholder(for: setting))   # \(setting.summary)")
        }
        return lines
    }

    /// The settings every spec needs: of alternatives the one that asks for the fewest others.
    private var chosenSettings: [PartnerRequirements.Setting] {
        var names = Set(partner.settings.filter(\.isRequired).map(\.name))
        for group in partner.alternatives {
            let cheapest = group.min { companions(of: $0).count < companions(of: $1).count }
            if let cheapest { names.formUnion([cheapest] + companions(of: cheapest)) }
        }
        return partner.settings.filter { names.contains($0.name) }
    }

    private func companions(of name: String) -> [String] {
        partner.settings.filter { $0.need == .with(name) }.map(\.name)
    }

    private func placeholder(for setting: PartnerRequirements.Setting) -> String {
        if case .text(let text)? = setting.fallback { return "\"\(text)\"" }
        switch setting.kind {
        case .text(nil): return "\"example-\(setting.name.lowercased())\""
        case .text(let form?): return "\"\(Self.examples.first { form.isMet(by: $0) } ?? "example")\""
        case .integer(let bounds): return String(bounds.lowerBound)
        case .boolean: return "false"
        case .choice(let choices): return choices.first ?? "\"\""
        case .eventNames: return "{}"
        }
    }

    /// Texts of the forms that partners ask for; the first that fits is taken.
    private static let examples = [
        "example", "123456789012", "arn:aws:iam::123456789012:role/currents", "example.com", "1234567",
        "https://example.com", "00000000-0000-4000-8000-000000000000",
    ]

    private func expectation(of result: EventPreview.Result) -> String? {
        guard result.outcome == .record else {
            let reason = result.reason.map { "    reason: \($0)\n" } ?? ""
            return "    outcome: \(result.outcome.rawValue)\n\(reason)"
        }
        guard let bytes = result.record, let record = try? JSONTree(reading: bytes) else { return nil }
        return "    record:\n      \(record.laidOut(at: 6))\n"
    }

    private func test(_ name: String, of event: JSONTree, _ expectation: String) -> String {
        """
        apiVersion: currents/v1
        kind: Test
        metadata:
          name: \(name)
        spec:
          current: \(self.name)
          input:
            \(event.laidOut(at: 4))
          expect:
        \(expectation)
        """
    }
}

extension PartnerRequirements.Setting.TextForm {
    /// Whether a text is of this form.
    fileprivate func isMet(by text: String) -> Bool {
        guard let form = try? Regex(pattern) else { return false }
        return text.wholeMatch(of: form) != nil
    }
}

extension JSONTree {
    /// The value as JSON over several lines, which YAML reads alike; a text that holds an object becomes one.
    fileprivate func laidOut(at indent: Int) -> String {
        let inner = String(repeating: " ", count: indent + 2)
        let end = String(repeating: " ", count: indent)
        switch self {
        case .object(let members) where !members.isEmpty:
            let lines = members.map {
                "\(inner)\(JSONTree.text($0.key).json): \($0.value.laidOut(at: indent + 2))"
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(end)}"
        case .text(let text):
            guard let inside = try? JSONTree(reading: Array(text.utf8)), case .object(let members) = inside,
                !members.isEmpty
            else { return json }
            return inside.laidOut(at: indent)
        default:
            return json
        }
    }
}
