import Glossary
import Plans

/// What a partner requires, as JSON.
struct PartnerJSON {
    private let partner: PartnerRequirements

    init(_ partner: PartnerRequirements) { self.partner = partner }

    /// Keys in the order people read them; what the partner does not have is an empty list or null.
    var object: JSONObject {
        JSONObject([
            ("partner", .text(partner.partner)), ("title", .text(partner.title)),
            ("summary", .text(partner.summary)), ("mappingVersion", .integer(Int64(partner.mappingVersion))),
            ("regions", .list(partner.regions.map(region))),
            ("credentials", .list(partner.credentials.map(credential))),
            ("settings", .list(partner.settings.map(setting))),
            ("alternatives", .list(partner.alternatives.map(Self.texts))),
            ("composedNames", .list(partner.composedNames.map(composedName))),
            ("services", .list(partner.services.map(service))),
            ("limits", limits(partner.limits)), ("variants", .list(partner.variants.map(variant))),
            ("naming", naming), ("events", Self.texts(partner.takenEvents.map(\.name))),
        ])
    }

    private func region(_ region: PartnerRequirements.Region) -> JSONValue {
        let services = region.services.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.text($0.value)) }
        return .object(
            JSONObject([
                ("name", .text(region.name)), ("url", .text(region.url)),
                ("services", .object(JSONObject(services))),
            ])
        )
    }

    private func credential(_ credential: PartnerRequirements.Credential) -> JSONValue {
        .object(
            JSONObject([
                ("name", .text(credential.name)), ("required", .boolean(credential.isRequired)),
                ("summary", .text(credential.summary)),
            ])
        )
    }

    private func setting(_ setting: PartnerRequirements.Setting) -> JSONValue {
        let neededWith: JSONValue = if case .with(let other) = setting.need { .text(other) } else { .null }
        return .object(
            JSONObject([
                ("name", .text(setting.name)), ("required", .boolean(setting.isRequired)),
                ("requiredWith", neededWith), ("companion", .optional(setting.companion)),
                ("summary", .text(setting.summary)), ("takes", .text(setting.kind.words)),
                ("pattern", .optional(setting.kind.pattern)),
                ("choices", setting.kind.choices.map(Self.texts) ?? .null),
                ("fallback", setting.fallback?.json ?? .null),
            ])
        )
    }

    private func composedName(_ name: PartnerRequirements.ComposedName) -> JSONValue {
        .object(
            JSONObject([
                ("of", .text(name.title)), ("form", .text(name.words)),
                ("pattern", .text(name.form.value.pattern)),
                ("maximumLength", .integer(Int64(name.maximumLength.value))),
            ])
        )
    }

    private func service(_ service: PartnerRequirements.Service) -> JSONValue {
        .object(
            JSONObject([
                ("name", .text(service.name)), ("summary", .text(service.summary)),
                ("companion", .optional(service.companion)),
            ])
        )
    }

    private func limits(_ limits: PartnerRequirements.Limits) -> JSONValue {
        .object(
            JSONObject([
                ("eventsPerRequest", .integer(Int64(limits.eventsPerRequest.value))),
                ("bytesPerRequest", number(limits.bytesPerRequest)),
                ("bytesPerRecord", number(limits.bytesPerRecord)),
                ("perIdentity", limits.perIdentity.map(rate) ?? .null),
            ])
        )
    }

    private func rate(_ rate: PartnerRequirements.IdentityRate) -> JSONValue {
        .object(
            JSONObject([
                ("eventsPerSecond", .integer(Int64(rate.eventsPerSecond.value))),
                ("eventsPerDay", number(rate.eventsPerDay)), ("rateSetting", .text(rate.rateSetting)),
                ("quotaSetting", .text(rate.quotaSetting)),
            ])
        )
    }

    private func variant(_ variant: PartnerRequirements.Variant) -> JSONValue {
        .object(
            JSONObject([
                ("when", .text(variant.condition.words)), ("path", .optional(variant.path)),
                ("limits", limits(variant.limits)),
            ])
        )
    }

    private var naming: JSONValue {
        guard let naming = partner.naming else { return .null }
        let names = partner.takenEvents.map { ($0.name, JSONValue.text(naming.name(of: $0.name))) }
        return .object(
            JSONObject([
                ("prefix", .text(naming.prefix)), ("customEventPrefix", .optional(naming.customEventPrefix)),
                ("count", .integer(Int64(naming.names.count))),
                ("maximumNames", number(naming.maximumNames)),
                ("maximumLength", number(naming.maximumLength)), ("names", .object(JSONObject(names))),
            ])
        )
    }

    private func number(_ fact: Sourced<Int>?) -> JSONValue {
        fact.map { .integer(Int64($0.value)) } ?? .null
    }

    private static func texts(_ texts: [String]) -> JSONValue { .list(texts.map { .text($0) }) }
}

extension PartnerRequirements {
    /// The event types the partner takes, sorted by name.
    var takenEvents: [EventType] { Glossary.builtIn.eventTypes.filter(takes) }
}

extension SettingValue {
    fileprivate var json: JSONValue {
        switch self {
        case .text(let text): .text(text)
        case .integer(let number): .integer(Int64(number))
        case .boolean(let flag): .boolean(flag)
        }
    }
}
