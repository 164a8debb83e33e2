import Plans

/// What a partner requires, for people.
struct PartnerPage {
    private let partner: PartnerRequirements

    init(_ partner: PartnerRequirements) { self.partner = partner }

    /// One fact on each line, in the order a spec is written; ends in a line feed.
    var text: String {
        let lines =
            ["\(partner.partner): \(partner.title)", partner.summary, ""]
            + partner.credentials.map {
                "credential \($0.name) (\($0.isRequired ? "required" : "optional")): \($0.summary)"
            }
            + partner.settings.map(setting)
            + partner.alternatives.map { "exactly one of the settings: \($0.joined(separator: ", "))" }
            + partner.composedNames.map(composedName)
            + partner.services.map(service)
            + partner.regions.map { "region \($0.name): \($0.url)" }
            + limits(partner.limits)
            + partner.variants.flatMap(variant)
            + naming
            + ["event types taken: \(partner.takenEvents.count)"]
        return lines.joined(separator: "\n") + "\n"
    }

    private func setting(_ setting: PartnerRequirements.Setting) -> String {
        var words =
            switch setting.need {
            case .always: "required"
            case .never: "optional"
            case .with(let other): "required with \(other)"
            }
        // A setting that is needed beside its companion says so already.
        if let companion = setting.companion, setting.need != .with(companion) {
            words += ", only with \(companion)"
        }
        if let fallback = setting.fallback { words += ", else \(fallback.words)" }
        return "setting \(setting.name) (\(words)): \(setting.summary) Takes \(setting.kind.words)."
    }

    private func composedName(_ name: PartnerRequirements.ComposedName) -> String {
        "name of the \(name.title): \(name.words), up to \(name.maximumLength.value) characters "
            + "(\(name.maximumLength.source))"
    }

    private func service(_ service: PartnerRequirements.Service) -> String {
        let when = service.companion.map { "with the setting \($0)" } ?? "always"
        return "service \(service.name) (\(when)): \(service.summary)"
    }

    private func limits(_ limits: PartnerRequirements.Limits) -> [String] {
        var facts: [(String, Sourced<Int>?)] = [
            ("events in a request", limits.eventsPerRequest), ("bytes in a request", limits.bytesPerRequest),
            ("bytes in a record", limits.bytesPerRecord),
        ]
        if let rate = limits.perIdentity {
            facts += [
                ("events of one user or device in a second", rate.eventsPerSecond),
                ("events of one user or device in 24 hours", rate.eventsPerDay),
            ]
        }
        return facts.compactMap { name, fact in fact.map { "\(name): \($0.value) (\($0.source))" } }
    }

    private func variant(_ variant: PartnerRequirements.Variant) -> [String] {
        let path = variant.path.map { ["path: \($0)"] } ?? []
        return ["when \(variant.condition.words):"] + (path + limits(variant.limits)).map { "  " + $0 }
    }

    private var naming: [String] {
        guard let naming = partner.naming else { return [] }
        var lines = ["names of its own: \(naming.names.count), behind '\(naming.prefix)'"]
        if let prefix = naming.customEventPrefix {
            lines.append("custom events: their own names behind '\(prefix)'")
        }
        let facts = [
            ("names in a project", naming.maximumNames), ("characters of a name", naming.maximumLength),
        ]
        return lines + facts.compactMap { name, fact in fact.map { "\(name): \($0.value) (\($0.source))" } }
    }
}

extension PartnerRequirements.Setting.Kind {
    /// What it takes, for people.
    var words: String {
        switch self {
        case .text(nil): "text"
        case .text(let form?): form.words
        case .integer(let bounds): "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
        case .boolean: "true or false"
        case .choice(let choices): "one of " + choices.joined(separator: ", ")
        case .eventNames: "a mapping from event types to names"
        }
    }

    /// The regular expression its text must match.
    var pattern: String? { if case .text(let form?) = self { form.pattern } else { nil } }

    /// The choices of a closed list.
    var choices: [String]? { if case .choice(let choices) = self { choices } else { nil } }
}

extension PartnerRequirements.Variant.Condition {
    /// The condition, for people.
    var words: String {
        switch self {
        case .given(let name): "\(name) is given"
        case .setting(let name, let value): "\(name) is \(value.words)"
        }
    }
}

extension PartnerRequirements.ComposedName {
    /// The pieces as people write them: `aws.partner/<partnerName>/<sourceName>`.
    var words: String { parts.map(\.words).joined() }
}

extension PartnerRequirements.ComposedName.Part {
    fileprivate var words: String {
        switch self {
        case .text(let text): text
        case .setting(let name, _): "<\(name)>"
        case .current: "<name of the current>"
        case .digest(let name, let digits): "<\(digits) digits of \(name)>"
        }
    }
}

extension SettingValue {
    /// The value as a spec writes it.
    fileprivate var words: String {
        switch self {
        case .text(let text): text
        case .integer(let number): String(number)
        case .boolean(let flag): String(flag)
        }
    }
}
