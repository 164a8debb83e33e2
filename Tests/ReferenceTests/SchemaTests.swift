import Connectors
import Foundation
import Glossary
import Plans
import Specs
import Testing

@testable import Reference

@Suite("The schema of the spec language") struct SchemaTests {
    private static let partners = ConnectorRegistry.requirements
    private static let writer = SchemaWriter(glossary: Glossary.builtIn, partners: partners)

    private static func object(_ bytes: [UInt8]) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    /// Everything in a schema, mappings only, with the path that leads there.
    private static func mappings(in value: Any, at path: String = "") -> [(String, [String: Any])] {
        if let items = value as? [Any] {
            return items.enumerated().flatMap { mappings(in: $0.element, at: "\(path)/\($0.offset)") }
        }
        guard let object = value as? [String: Any] else { return [] }
        return [(path, object)] + object.flatMap { mappings(in: $0.value, at: "\(path)/\($0.key)") }
    }

    private static func value(_ path: String..., in schema: [String: Any]) -> Any? {
        path.reduce(schema as Any?) { value, key in (value as? [String: Any])?[key] }
    }

    @Test func thereIsOneOfEachKindAndOneForAll() {
        #expect(
            Set(Self.writer.files().keys) == [
                "currents.schema.json", "current.schema.json", "source.schema.json",
                "custom-event.schema.json", "policy.schema.json", "workspace.schema.json", "test.schema.json",
            ]
        )
    }

    @Test func theSameDeclarationsGiveTheSameBytes() {
        let other = SchemaWriter(glossary: Glossary.builtIn, partners: Self.partners.reversed())
        #expect(other.files() == Self.writer.files())
    }

    @Test func everyReferenceLeadsSomewhereAndEveryDefinitionIsUsed() throws {
        for (name, bytes) in Self.writer.files() {
            let schema = try Self.object(bytes)
            let definitions = try #require(schema["$defs"] as? [String: Any])
            let references = Self.mappings(in: schema).compactMap { $0.1["$ref"] as? String }
            #expect(Set(references) == Set(definitions.keys.map { "#/$defs/\($0)" }), "\(name)")
        }
    }

    @Test func noMappingOfTheLanguageTakesAStranger() throws {
        let schema = try Self.object(Self.writer.schema())
        // Below 'if' and 'then' stand conditions on a mapping that is closed elsewhere.
        let open = Self.mappings(in: schema).filter { path, schema in
            schema["type"] as? String == "object" && schema["properties"] != nil
                && schema["additionalProperties"] == nil
        }
        #expect(open.map(\.0) == [])
    }

    @Test func everyKeyIsDescribed() throws {
        for (name, bytes) in Self.writer.files() {
            for (path, schema) in Self.mappings(in: try Self.object(bytes)) {
                guard let properties = schema["properties"] as? [String: [String: Any]] else { continue }
                for (key, property) in properties where !Self.isCondition(path, key, property) {
                    #expect(property["description"] is String, "\(name) \(path)/properties/\(key)")
                }
            }
        }
    }

    /// Whether a property says when something holds, or merely passes on to what is described elsewhere.
    private static func isCondition(_ path: String, _ key: String, _ property: [String: Any]) -> Bool {
        path.hasSuffix("/if") || property["$ref"] != nil || property["properties"] != nil
            || (path.isEmpty && ["metadata", "spec"].contains(key))
            || path.contains("eventPattern") || key == "group"
    }

    @Test(arguments: partners.map(\.partner)) func aPartnerIsToldByItsRequirements(partner name: String)
        throws
    {
        let partner = try #require(Self.partners.first { $0.partner == name })
        let schema = try Self.object(Self.writer.schema())
        let told = try #require(Self.value("$defs", "partner-\(name)", in: schema) as? [String: Any])
        let required = try #require(told["required"] as? [String])
        #expect(required.contains("region") == !partner.regions.isEmpty)
        #expect(required.contains("endpoint") == (partner.address == .givenBySpec))
        let regions = Self.value("properties", "region", "enum", in: told) as? [String]
        #expect((regions ?? []) == partner.regions.map(\.name))
        let credentials = Self.value("properties", "credentials", "properties", in: told) as? [String: Any]
        #expect(Set(credentials?.keys ?? [:].keys) == Set(partner.credentials.map(\.name)))
        let settings =
            Self.value("properties", "settings", "properties", in: told) as? [String: [String: Any]]
        #expect(Set(settings?.keys ?? [:].keys) == Set(partner.settings.map(\.name)))
        for setting in partner.settings {
            let description = try #require(settings?[setting.name]?["description"] as? String)
            #expect(description.contains(setting.summary))
        }
    }

    @Test func aSchemaOfOnePartnerKnowsNoOther() throws {
        let http = Self.partners.filter { $0.partner == "http" }
        let current = try #require(Language.kinds.first { $0.name == "Current" })
        let schema = try Self.object(
            SchemaWriter(glossary: Glossary.builtIn, partners: http).schema(of: current)
        )
        let names = Self.value("properties", "spec", "properties", "partner", "enum", in: schema) as? [String]
        #expect(names == ["http"])
        let definitions = try #require(schema["$defs"] as? [String: Any])
        #expect(definitions.keys.filter { $0.hasPrefix("partner-") } == ["partner-http"])
    }

    @Test func eventNamesCanBeCompleted() throws {
        let schema = try Self.object(Self.writer.schema())
        let names = Self.value("$defs", "deliverableEventType", "enum", in: schema) as? [String] ?? []
        #expect(names.contains("users.messages.email.Open"))
        #expect(!names.contains("users.UserOrphan"), "which only storage partners receive")
        let all = Self.value("$defs", "eventType", "enum", in: schema) as? [String] ?? []
        #expect(all == Glossary.builtIn.eventTypes.map(\.name))
    }

    @Test func aFilterKnowsTheFieldsOfEvents() throws {
        let schema = try Self.object(Self.writer.schema())
        let pattern = try #require(Self.value("$defs", "eventPattern", in: schema) as? [String: Any])
        let places = Self.value("properties", in: pattern) as? [String: Any] ?? [:]
        #expect(Set(places.keys).isSuperset(of: ["$or", "event_type", "id", "time", "user", "properties"]))
        let below =
            Self.value("$defs", "eventPattern.properties", "properties", in: schema) as? [String: Any] ?? [:]
        #expect(below["campaign_name"] != nil)
        #expect((below["custom_properties"] as? [String: String])?["$ref"] == "#/$defs/freeValue")
    }
}
