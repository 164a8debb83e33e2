import Diagnostics
import Testing

@testable import Specs

@Suite("The language, declared once") struct LanguageTests {
    /// What decoders may answer to a document that uses the language as it is declared: nothing, and in a version that
    /// cannot honour a word yet, that it cannot.
    static let tolerated: Set<String> = []

    static let kinds = Language.kinds.map(\.name)

    private func kind(_ name: String) throws -> Language.Kind {
        try #require(Language.kinds.first { $0.name == name })
    }

    private func findings(_ text: String) -> [Diagnostic] { Reading.read(text).findings }

    @Test(arguments: kinds) func everyKeyHasASummaryAndAnExample(kind name: String) throws {
        let kind = try kind(name)
        let objects = [kind.metadata, kind.spec].flatMap { Self.everything(in: $0) }
        #expect(kind.summary.hasSuffix("."))
        for object in objects {
            #expect(Set(object.known).count == object.known.count)
            #expect(Set(object.known).isDisjoint(with: object.reserved))
            for key in object.keys {
                #expect(key.summary.hasSuffix(".") && key.summary.first?.isUppercase == true, "\(key.name)")
                #expect(!key.example.isEmpty, "\(key.name)")
                #expect(key.fallback?.isEmpty != true, "\(key.name)")
                #expect(!key.isRequired || key.fallback == nil, "\(key.name) is required and has a default")
                for word in key.shape.words { #expect(word.summary.hasSuffix("."), "\(word.text)") }
            }
        }
    }

    @Test func everyDefinitionIsTold() {
        for definition in Language.Definition.allCases {
            #expect(!definition.title.isEmpty)
            #expect(definition.summary.hasSuffix("."))
            #expect((definition.shape == nil) == (definition == .eventPattern))
        }
    }

    @Test(arguments: kinds) func theExampleOfAKindDecodes(kind name: String) throws {
        let findings = findings(try kind(name).example)
        #expect(Set(findings.map(\.code)).isSubset(of: Self.tolerated), "\(findings.map(\.message))")
    }

    @Test(arguments: kinds) func everyDeclaredKeyFormAndWordDecodes(kind name: String) throws {
        let documents = try kind(name).exampleDocuments
        #expect(documents.count > 5)
        for document in documents {
            let findings = findings(document)
            let codes = Set(findings.map(\.code))
            #expect(codes.isSubset(of: Self.tolerated), "\(document)\(findings.map(\.message))")
        }
    }

    @Test(arguments: kinds) func decodersKnowTheDeclaredKeysAndNoOthers(kind name: String) throws {
        let documents = try kind(name).documents(with: "zzqx")
        #expect(documents.count > 2)
        for (document, known) in documents {
            let findings = findings(document)
            // A kind, or a part of it, that is not read yet says nothing about its keys.
            let isRead = !findings.contains { Self.tolerated.contains($0.code) }
            guard isRead else { continue }
            let unknown = try #require(findings.first { $0.code == "CUR204" }, "\(document)")
            #expect(findings.count == 1, "\(document)\(findings.map(\.message))")
            let told = (unknown.help ?? "").split(separator: "'").enumerated()
                .filter { $0.offset % 2 == 1 }.map { String($0.element) }
            #expect(Set(told) == Set(known), "\(document)\(unknown.help ?? "")")
        }
    }

    @Test func aKeyInTheWrongPlaceIsSentHome() {
        #expect(Language.homes(in: "Current")["inFlight"] == "spec.delivery")
        #expect(Language.homes(in: "Current")["exclude"] == "spec.events")
        #expect(Language.homes(in: "Current")["redact"] == "spec.mappings")
        #expect(Language.homes(in: "Current")["region"] == "spec", "and not where a store of secrets has one")
        #expect(
            Language.homes(in: "Current")["follow"] == nil,
            "what a current does not have has no home in it"
        )
        #expect(Language.homes(in: "Source")["follow"] == "spec.file")
        #expect(Language.homes(in: "Workspace")["budget"] == "spec.disk")
        #expect(Language.homes(in: "CustomEvent")["personal"] == "spec.properties.NAME")
        #expect(Language.homes(in: nil)["follow"] == "spec.file")
    }

    /// A mapping and all that it holds.
    private static func everything(in object: Language.Object) -> [Language.Object] {
        [object] + object.keys.flatMap { everything(in: $0.shape) }
    }

    private static func everything(in shape: Language.Shape) -> [Language.Object] {
        switch shape {
        case .list(let item, _, _): everything(in: item)
        case .mapping(_, let value): everything(in: value)
        case .object(let object): everything(in: object)
        case .forms(let forms): forms.flatMap { everything(in: $0.shape) }
        case .defined(let definition): definition.shape.map { everything(in: $0) } ?? []
        default: []
        }
    }
}
