import Glossary
import Plans
import Specs

// What the partner decides.
extension SchemaComposer {
    /// A part that depends on the partner, for every partner together; `current(of:)` says it for one.
    mutating func anyPartner(_ part: Language.PartnerPart) -> Schema {
        switch part {
        case .name: ["enum": Self.texts(partners.map(\.partner))]
        case .region: ["type": .text("string")]
        case .credentials:
            [
                "type": .text("object"),
                "additionalProperties": .object(reference(to: Language.Definition.credentialReference)),
            ]
        case .settings: ["type": .text("object")]
        case .services:
            ["type": .text("object"), "additionalProperties": .object(Self.text(.url))]
        }
    }

    /// What the spec of a current must hold besides, when it names this partner.
    mutating func current(of partner: PartnerRequirements) -> Schema {
        var required: [String] = []
        if !partner.regions.isEmpty { required.append("region") }
        if partner.credentials.contains(where: \.isRequired) { required.append("credentials") }
        if !partner.alternatives.isEmpty || partner.settings.contains(where: \.isRequired) {
            required.append("settings")
        }
        if partner.address == .givenBySpec { required.append("endpoint") }
        return [
            "title": .text(partner.title),
            "description": .text(partner.summary),
            "required": Self.texts(required),
            "properties": .object([
                "region": Self.region(of: partner),
                "credentials": credentials(of: partner),
                "settings": settings(of: partner),
                "endpoint": Self.endpoint(of: partner),
            ]),
        ]
    }

    private static func region(of partner: PartnerRequirements) -> CanonicalJSON {
        guard !partner.regions.isEmpty else {
            return .object(["description": .text("\(partner.title) has no regions."), "not": .object([:])])
        }
        return .object([
            "description": .text("Where \(partner.title) keeps the data; there is no default."),
            "enum": texts(partner.regions.map(\.name)),
        ])
    }

    private mutating func credentials(of partner: PartnerRequirements) -> CanonicalJSON {
        var properties: Schema = [:]
        for credential in partner.credentials {
            var schema = reference(to: Language.Definition.credentialReference)
            schema["description"] = .text(credential.summary)
            properties[credential.name] = .object(schema)
        }
        return .object([
            "description": .text(
                "The credentials of \(partner.title), each as a reference to where it is found."
            ),
            "type": .text("object"),
            "properties": .object(properties),
            "required": Self.texts(partner.credentials.filter(\.isRequired).map(\.name)),
            "additionalProperties": .boolean(false),
        ])
    }

    private mutating func settings(of partner: PartnerRequirements) -> CanonicalJSON {
        var properties: Schema = [:]
        var companions: Schema = [:]
        for setting in partner.settings {
            properties[setting.name] = .object(self.setting(setting))
            guard case .with(let other) = setting.need else { continue }
            let before = if case .array(let names) = companions[other] { names } else { [CanonicalJSON]() }
            companions[other] = .array(before + [.text(setting.name)])
        }
        var schema: Schema = [
            "description": .text("What only \(partner.title) asks for."),
            "type": .text("object"),
            "properties": .object(properties),
            "required": Self.texts(partner.settings.filter(\.isRequired).map(\.name)),
            "dependentRequired": .object(companions),
            "additionalProperties": .boolean(false),
        ]
        let choices = partner.alternatives.map { names -> CanonicalJSON in
            .object(["oneOf": .array(names.map { .object(["required": Self.texts([$0])]) })])
        }
        if !choices.isEmpty { schema["allOf"] = .array(choices) }
        return .object(schema)
    }

    private mutating func setting(_ setting: PartnerRequirements.Setting) -> Schema {
        var schema: Schema
        var words = setting.summary
        switch setting.kind {
        case .text(nil): schema = Self.text(.any)
        case .text(let form?):
            schema = Self.text(matching: form.pattern)
            words += " Takes \(form.words)."
        case .integer(let bounds):
            schema = [
                "type": .text("integer"), "minimum": .integer(bounds.lowerBound),
                "maximum": .integer(bounds.upperBound),
            ]
        case .boolean: schema = ["type": .text("boolean")]
        case .choice(let choices): schema = ["enum": Self.texts(choices)]
        case .eventNames:
            schema = [
                "type": .text("object"), "propertyNames": .object(eventType()),
                "additionalProperties": .object(Self.text(.any)),
            ]
        }
        schema["description"] = .text(words)
        if let fallback = setting.fallback { schema["default"] = CanonicalJSON(fallback) }
        return schema
    }

    private static func endpoint(of partner: PartnerRequirements) -> CanonicalJSON {
        let services = partner.services.map { "'\($0.name)': \($0.summary)" }.joined(separator: " ")
        var schema: Schema = [
            "properties": .object([
                "services": .object([
                    "description": .text(
                        services.isEmpty ? "\(partner.title) has no further services." : services
                    ),
                    "propertyNames": .object(["enum": texts(partner.services.map(\.name))]),
                ])
            ])
        ]
        if partner.address == .givenBySpec { schema["required"] = texts(["url"]) }
        return .object(schema)
    }
}

extension CanonicalJSON {
    /// The JSON value of a setting.
    fileprivate init(_ value: SettingValue) {
        switch value {
        case .text(let text): self = .text(text)
        case .integer(let number): self = .integer(number)
        case .boolean(let flag): self = .boolean(flag)
        }
    }
}
