import Plans

/// What one partner adds to the spec of a current.
struct PartnerSection {
    private let partner: PartnerRequirements

    init(_ partner: PartnerRequirements) { self.partner = partner }

    func tell(in page: inout Page) {
        page.heading("\(Page.code(partner.partner)): \(partner.title)", level: 3)
        page.paragraph(partner.summary)
        page.paragraph(regions)
        page.table(
            ["`spec.credentials`", "what it is", "needed"],
            partner.credentials.map { [Page.code($0.name), $0.summary, $0.isRequired ? "always" : "no"] }
        )
        page.table(
            ["`spec.settings`", "what for", "takes", "needed", "default"],
            partner.settings.map { setting in
                [
                    Page.code(setting.name), setting.summary, Self.words(setting.kind), need(setting),
                    setting.fallback.map(Self.words) ?? "",
                ]
            }
        )
        page.list(partner.alternatives.map { "Exactly one of the settings \(Self.words($0))." })
        page.table(
            ["`spec.endpoint.services`", "what for", "used"],
            partner.services.map { service in
                [
                    Page.code(service.name), service.summary,
                    service.companion.map { "with \(Page.code($0))" } ?? "always",
                ]
            }
        )
        page.table(["limit", "value", "source"], limits(partner.limits, when: nil) + variants)
    }

    private var regions: String {
        guard !partner.regions.isEmpty else {
            return "No regions: `spec.endpoint.url` says where requests go."
        }
        return "Regions: \(Self.words(partner.regions.map(\.name)))."
    }

    private var variants: [[String]] {
        partner.variants.flatMap { limits($0.limits, when: Self.words($0.condition)) }
    }

    private func limits(_ limits: PartnerRequirements.Limits, when condition: String?) -> [[String]] {
        let rate = limits.perIdentity
        let facts: [(String, Sourced<Int>?)] = [
            ("events in a request", limits.eventsPerRequest), ("bytes in a request", limits.bytesPerRequest),
            ("bytes in a record", limits.bytesPerRecord),
            ("events of one user or device in a second", rate?.eventsPerSecond),
            ("events of one user or device in 24 hours", rate?.eventsPerDay),
        ]
        return facts.compactMap { name, fact in
            fact.map { [name + (condition.map { ", when \($0)" } ?? ""), String($0.value), $0.source] }
        }
    }

    private func need(_ setting: PartnerRequirements.Setting) -> String {
        switch setting.need {
        case .always: "always"
        case .with(let other): "with \(Page.code(other))"
        case .never: setting.companion.map { "no; only with \(Page.code($0))" } ?? "no"
        }
    }

    private static func words(_ kind: PartnerRequirements.Setting.Kind) -> String {
        switch kind {
        case .text(nil): "text"
        case .text(let form?): form.words
        case .integer(let bounds): "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
        case .boolean: "`true` or `false`"
        case .choice(let choices): "one of \(words(choices))"
        case .eventNames: "a mapping from event types to names"
        }
    }

    private static func words(_ condition: PartnerRequirements.Variant.Condition) -> String {
        switch condition {
        case .given(let name): "\(Page.code(name)) is given"
        case .setting(let name, let value): "\(Page.code(name)) is \(words(value))"
        }
    }

    private static func words(_ value: SettingValue) -> String {
        switch value {
        case .text(let text): Page.code(text)
        case .integer(let number): String(number)
        case .boolean(let flag): String(flag)
        }
    }

    private static func words(_ names: [String]) -> String { names.map(Page.code).joined(separator: ", ") }
}
