import Diagnostics
import Glossary
import Specs
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("The glossary's source")
struct GlossarySourceTests {
    /// The files of `specs/glossary`, in the order of their names.
    private func sourceFiles() throws -> [SourceFile] {
        let folder = specsFolder.appending(path: "glossary").path()
        return try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".yaml") }
            .sorted()
            .map {
                SourceFile(path: $0, bytes: Array(try Data(contentsOf: URL(filePath: "\(folder)/\($0)"))))
            }
    }

    @Test func isWhatTheProgramCarries() throws {
        let (glossary, findings) = GlossaryDecoder.decode(try sourceFiles())
        #expect(findings.isEmpty)
        #expect(try #require(glossary).text == Glossary.builtInText)
    }

    @Test func isTheSameInAnyOrderOfFiles() throws {
        let (glossary, _) = GlossaryDecoder.decode(try sourceFiles().reversed())
        #expect(glossary == Glossary.builtIn)
    }

    @Test func theSwiftFileIsFresh() throws {
        let file = specsFolder.deletingLastPathComponent()
            .appending(path: "Sources/Glossary/BuiltInRelease.swift")
        #expect(try String(contentsOf: file, encoding: .utf8) == GlossarySource.swiftFile(of: .builtIn))
    }
}

@Suite("CUR290 malformed-glossary")
struct GlossaryDecoderTests {
    private static let release = """
        apiVersion: glossary/v1
        kind: GlossaryRelease
        release: "1"
        samplesAsOf: "2026-01-01"
        sources: [a page]
        platformValues: [ios]
        aliases: [{ spelling: a_b, name: a.B, note: seen }]
        notExported: [a.Z]

        """
    private static let fields = """
        apiVersion: glossary/v1
        kind: FieldCatalogue
        fields:
          id: { type: string, placement: top, semantic: event_id }
          who: { type: string, placement: user, semantic: user_id, personal: source, unit: kg }

        """
    private static let family = """
        apiVersion: glossary/v1
        kind: EventFamily
        category: agent
        family: a
        eventTypes:
          - name: a.B
            since: "2"
            fields: [id, who]
            required: [id]
            httpOnly: [who]
            addedIn: { "3": [who] }

        """

    private func decode(_ texts: String...) -> (glossary: Glossary?, findings: [Diagnostic]) {
        GlossaryDecoder.decode(
            texts.enumerated().map { SourceFile(path: "\($0).yaml", bytes: Array($1.utf8)) }
        )
    }

    /// What is found when, in a sound source, the first `old` is replaced by `new`: message, and text underlined.
    private func findings(replacing old: String, with new: String) throws -> [String] {
        let whole = [Self.release, Self.fields, Self.family].joined(separator: "---\n")
        let text = whole.replacing(old, with: new, maxReplacements: 1)
        try #require(text != whole)
        let (glossary, findings) = decode(text)
        #expect(glossary == nil)
        #expect(findings.allSatisfy { $0.code == "CUR290" })
        let bytes = Array(text.utf8)
        return findings.map { finding in
            guard let range = finding.range else { return finding.message }
            let underlined = bytes[range.start.offset..<range.end.offset]
            return "\(finding.message) [\(String(decoding: underlined, as: UTF8.self))]"
        }
    }

    @Test func aSoundSourceHasNoFindings() throws {
        let (glossary, findings) = decode(Self.family, Self.fields, Self.release)
        #expect(findings.isEmpty)
        let type = try #require(glossary?["a.B"])
        #expect(type.aliases == ["a_b"])
        #expect(type.fields.map(\.since) == ["2", "3"])
        #expect(type.fields.map(\.isRequired) == [true, false])
        #expect(type.fields.map(\.isInStorage) == [true, false])
        #expect(type.fields.map(\.isPersonal) == [false, true])
    }

    @Test func anExceptionTakesFactsBackOrChangesThem() throws {
        let exceptions = "    exceptions: { who: { personal: none, unit: none, type: long } }\n"
        let (glossary, _) = decode(Self.release, Self.fields, Self.family + exceptions)
        let who = try #require(glossary?["a.B"]?.fields.last)
        #expect(!who.isPersonal && who.personalBasis == nil && who.unit == nil && who.type == .long)
    }

    @Test(
        arguments: [
            ("glossary/v1", "glossary/v2", "expected 'apiVersion: glossary/v1' [glossary/v2]"),
            ("GlossaryRelease", "Release", "'Release' is no kind [Release]"),
            ("required: [id]", "needed: [id]", "'needed' does not belong to this event type [needed]"),
            (
                "fields: [id, who]", "fields: [id, who, whom]",
                "field 'whom' is not in the field catalogue [whom]"
            ),
            ("fields: [id, who]", "fields: [id, who, id]", "field 'id' is listed twice [id]"),
            ("fields: [id, who]", "fields: { id: who }", "expected a list [{ id: who }]"),
            ("required: [id]", "required: [it]", "field 'it' is not among the fields of the event type [it]"),
            ("placement: top", "placement: head", "'head' is no placement [head]"),
            ("type: string", "type: text", "'text' is no type [text]"),
            ("personal: source", "personal: maybe", "'maybe' is no reason to count as personal [maybe]"),
            ("category: agent", "category: robot", "'robot' is no category [robot]"),
            ("name: a.B", "name: a.C", "'a.C' is no event type of the glossary [a.C]"),
            ("{ \"3\": [who] }", "[who]", "expected a mapping [[who]]"),
            ("release: \"1\"", "release: \"\"", "expected a text [\"\"]"),
        ]
    )
    func pointsAtTheMistake(old: String, new: String, finding: String) throws {
        #expect(try findings(replacing: old, with: new).contains(finding))
    }

    @Test func aMissingKeyIsNamed() throws {
        let found = try findings(replacing: "    required: [id]\n", with: "")
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("'required' is missing [name: a.B") == true)
    }

    @Test func anEventTypeOrFieldIsDescribedOnce() {
        let (twice, findings) = decode(Self.release, Self.fields, Self.family, Self.family)
        #expect(twice == nil)
        #expect(findings.map(\.message) == ["event type 'a.B' is described twice"])
        #expect(findings.first?.range?.file == "3.yaml")
        let (_, fields) = decode(Self.release, Self.fields, Self.fields, Self.family)
        #expect(fields.map(\.message) == ["field 'id' is described twice", "field 'who' is described twice"])
    }

    @Test func theReleaseIsStatedOnce() {
        #expect(decode(Self.fields, Self.family).findings.map(\.message).count == 1)
        #expect(decode().glossary == nil)
        #expect(decode(Self.release, Self.release, Self.fields, Self.family).glossary == nil)
    }

    @Test func whatTheCanonicalTextCannotHoldIsReported() throws {
        #expect(try findings(replacing: "note: seen", with: "note: a|b").count == 1)
    }

    @Test func aSuccessorMustExist() throws {
        let found = try findings(replacing: "    since: \"2\"\n", with: "    replacedBy: a.D\n")
        #expect(found == ["'a.D' is no event type of the glossary [a.D]"])
    }
}
