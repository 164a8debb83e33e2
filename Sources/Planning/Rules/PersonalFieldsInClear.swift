import Diagnostics
import Glossary
import Plans
import Specs

/// Reports currents that let personal fields leave as they came although a policy forbids it.
struct PersonalFieldsInClear: Rule {
    static let entry = CatalogueEntry(
        code: "CUR261",
        name: "personal-fields-in-clear",
        explanation: """
            A policy names fields that may not leave in clear, by path, or means every field that the event glossary \
            or a CustomEvent marks as personal. What counts is what leaves after the current's mappings: a field that \
            is hashed, redacted or removed is no longer in clear, and one that is renamed still is. 'event_type', \
            'id' and 'time' are not concerned, as no mapping can take them away. An object whose keys nobody declared \
            may hold anything; it is concerned when the policy names it or a field in it.
            """,
        example: ExampleWorkspace.policy("{ personalFields: [{ fields: [properties.email_address] }] }"),
        fix: ExampleWorkspace.policy(
            "{ personalFields: [{ fields: [properties.ip_pool], partners: [http] }] }"
        )
    )
    /// A mapping that could not be read would have taken the fields away.
    static let gap = Gap.inFile

    /// How many fields one finding names.
    private static let most = 5
    /// How many fields a line to copy may hold; with more of them, another way is likely to be better.
    private static let mostInHelp = 10

    /// Rules that the same fields of a current break, which is one mistake.
    private struct Breach {
        var fields: [ClearField]
        var rules: [(policy: Located<String>, rule: PolicySpec.PersonalFieldsRule)]
    }

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        guard workspace.policies.contains(where: { !$0.personalFields.isEmpty }) else { return [] }
        return context.judged(workspace) { current in
            guard let partner = context.requirements(of: current), let events = current.events,
                // What was meant by an unknown path may be what protects the field.
                MappingWalk(of: current, in: workspace, context)?.hasUnknownPath != true,
                let finder = ClearFields(of: current, in: workspace, context)
            else { return [] }
            var breaches: [Breach] = []
            for rule in workspace.personalFieldsRules(for: partner) {
                let fields = finder.fields(against: rule.rule)
                guard !fields.isEmpty else { continue }
                let paths = fields.map(\.field.path)
                if let same = breaches.firstIndex(where: { $0.fields.map(\.field.path) == paths }) {
                    breaches[same].rules.append(rule)
                } else {
                    breaches.append(Breach(fields: fields, rules: [rule]))
                }
            }
            return breaches.map { finding($0, events, partner, in: context) }
        }
    }

    private func finding(
        _ breach: Breach,
        _ events: EventsSpec,
        _ partner: PartnerRequirements,
        in context: RuleContext
    ) -> Diagnostic {
        let fields = breach.fields
        let more = fields.count > Self.most ? " and \(fields.count - Self.most) more" : ""
        let names = Hint.quoted(fields.prefix(Self.most).map(\.field.path)) + more
        return Self.entry.diagnostic(
            at: place(of: fields, in: events, context.glossary),
            "\(names) \(fields.count == 1 ? "goes" : "go") to \(partner.title) in clear",
            notes: breach.rules.map {
                DiagnosticNote("policy '\($0.policy.value)' forbids it", at: $0.rule.range)
            } + fields.prefix(Self.most).map { DiagnosticNote(origin(of: $0)) },
            help: help(fields.map(\.field)),
            source: context.glossarySource
        )
    }

    /// The selector that brings in every event with such fields, or the key when there are several.
    private func place(of fields: [ClearField], in events: EventsSpec, _ glossary: Glossary) -> SourceRange {
        let types = Set(fields.flatMap(\.types)).compactMap { glossary[$0] }
        let places = Set(types.map { events.selector(of: $0, in: glossary) })
        return places.count == 1 ? places.first ?? events.key : events.key
    }

    private func origin(of field: ClearField) -> String {
        let most = 2
        let shown = field.types.prefix(most).joined(separator: ", ")
        let more = field.types.count > most ? " and \(field.types.count - most) more" : ""
        let path = field.field.path
        let source = field.field.origin.flatMap { $0 == path ? nil : " (in the source event '\($0)')" } ?? ""
        return "'\(path)'\(source) leaves with \(shown)\(more)"
    }

    /// The entry of `mappings` that would put it right.
    private func help(_ fields: [OutgoingField]) -> String {
        guard fields.count <= Self.mostInHelp else {
            return "add to 'spec.mappings' what hashes, redacts or removes all \(fields.count), "
                + "or keeps only what is wanted: - { keep: [PATH] }"
        }
        let hashed = fields.filter { $0.type == .string }
        let removed = fields.filter { $0.type != .string }
        let parts = [("hash", hashed), ("remove", removed)].filter { !$0.1.isEmpty }.map { verb, fields in
            "\(verb): [\(Hint.list(fields.map(\.path).map(Self.quoted)))]"
        }
        let words = "add to 'spec.mappings': - { \(parts.joined(separator: ", ")) }"
        return words + (hashed.isEmpty ? "" : "; 'hash' needs 'spec.hashKey', 'redact' and 'remove' do not")
    }

    /// A path as it can stand in a list of YAML.
    private static func quoted(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        return isPlain ? path : "'\(path.replacing("'", with: "''"))'"
    }
}
