import Diagnostics
import Testing

@testable import Specs

@Suite("References to secrets")
struct CredentialTests {
    private func credentials(_ lines: String) -> [CredentialSpec] {
        let (workspace, findings) = Reading.read(Reading.current("  credentials: { a: \(lines) }"))
        #expect(findings.isEmpty, "\(findings.map(\.message))")
        return workspace.currents.first?.credentials ?? []
    }

    private func aws(_ lines: String) throws -> AWSReferenceSpec {
        guard case .aws(let reference)? = credentials(lines).first?.reference.value else {
            throw NotOfAWS()
        }
        return reference
    }

    private struct NotOfAWS: Error {}

    @Test func aCommandIsAListOfWords() {
        let words = credentials("{ command: [op, read, \"a b\", '', 7] }").first?.reference.value
        #expect(words == .command(["op", "read", "a b", "", "7"]))
    }

    @Test func aCommandInOneTextIsSplitAtItsSpaces() {
        #expect(
            credentials("{ command: op  read op://x/y }").first?.reference.value
                == .command(["op", "read", "op://x/y"])
        )
    }

    @Test func aPlainTextIsTheNameOfASecret() throws {
        let reference = try aws("{ awsSecretsManager: prod/amplitude }")
        #expect(reference.service == .secretsManager)
        #expect(reference.name.value == "prod/amplitude")
        #expect(reference.key == nil && reference.region == nil && reference.url == nil)
    }

    @Test func everyPartOfASecretIsRead() throws {
        let reference = try aws(
            "{ awsSecretsManager: { secretId: s, key: k, versionStage: v, region: r, "
                + "endpoint: { url: u, allow: [loopback] } } }"
        )
        #expect(reference.name.value == "s")
        #expect(reference.key?.value == "k")
        #expect(reference.versionStage?.value == "v")
        #expect(reference.region?.value == "r")
        #expect(reference.url?.value == "u")
        #expect(reference.allow.map(\.value) == ["loopback"])
    }

    @Test func aParameterIsRead() throws {
        let reference = try aws("{ awsParameterStore: { name: /a, region: r } }")
        #expect(reference.service == .parameterStore)
        #expect(reference.name.value == "/a")
        #expect(reference.region?.value == "r")
    }

    @Test func aReferenceAnywhereIsReadTheSameWay() throws {
        var nodes = NodeDecoder()
        let document = try #require(Reading.parse("hashKey: { command: [op, read] }").documents.first)
        let entry = try #require(document.root.entries?.first)
        let reference = CredentialsDecoder.reference(entry, named: "spec.hashKey", with: &nodes)
        #expect(reference?.value == .command(["op", "read"]))
        #expect(nodes.findings.isEmpty)
    }

    @Test func aSecretInPlaceOfAReferenceIsHidden() throws {
        var nodes = NodeDecoder()
        let document = try #require(Reading.parse("hashKey: s3cret").documents.first)
        let entry = try #require(document.root.entries?.first)
        let reference = CredentialsDecoder.reference(entry, named: "spec.hashKey", with: &nodes)
        #expect(reference?.value == .literal)
        #expect(nodes.secrets.contains(entry.value.range))
    }
}
