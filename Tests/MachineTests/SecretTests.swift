import Machine
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("Secrets")
struct SecretTests {
    let store = SystemSecretStore()
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func secret(of bytes: [UInt8]) throws(SecretFailure) -> SecretValue {
        guard let path = try? scratch.write(bytes, to: "secret") else { throw .missing(.file("secret")) }
        return try store.secret(fromFile: path)
    }

    private func failure(of bytes: [UInt8]) -> SecretFailure? {
        #expect(throws: SecretFailure.self) { _ = try secret(of: bytes) }
    }

    private var place: SecretPlace { .file(scratch("secret")) }

    @Test func neverPrintsItsValue() {
        let secret = SecretValue("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        dump(["key": secret], to: &dumped)
        let printed = "\(secret) \(String(reflecting: secret)) \([secret]) \(dumped)"
        #expect(!printed.contains("hunter2"))
        #expect("\(secret)" == "***")
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }

    @Test func isEqualByItsBytes() {
        #expect(SecretValue("abc") == SecretValue([97, 98, 99]))
        #expect(SecretValue("abc") != SecretValue("abd"))
        #expect(SecretValue("abc") != SecretValue("abcd"))
        // Two spellings of one character are two secrets.
        #expect(SecretValue("\u{E9}") != SecretValue("e\u{301}"))
    }

    @Test func removesOneNewlineAtTheEnd() throws {
        #expect(try secret(of: Array("key\n".utf8)) == SecretValue("key"))
        #expect(try secret(of: Array(" key ".utf8)) == SecretValue(" key "))
    }

    @Test(arguments: ["key\n\n", "key\r\n", "k\u{0}y", "k\ty", "k\u{7F}y", "k\u{85}y"])
    func refusesOtherControlCharacters(_ text: String) {
        let offset = text.hasPrefix("key") ? 3 : 1
        #expect(failure(of: Array(text.utf8)) == .controlCharacter(place, offset: offset))
    }

    @Test(arguments: ["", "\n"])
    func refusesAnEmptyFile(_ text: String) {
        #expect(failure(of: Array(text.utf8)) == .empty(place))
    }

    @Test func refusesAFileLargerThanASecret() throws {
        let most = [UInt8](repeating: 97, count: SystemSecretStore.maximumBytes)
        #expect(try secret(of: most).count == most.count)
        #expect(failure(of: most + [97]) == .tooLarge(place, maximumBytes: most.count))
    }

    @Test func refusesWhatIsNoFile() throws {
        #expect(throws: SecretFailure.notAFile(.file(scratch.path))) {
            _ = try store.secret(fromFile: scratch.path)
        }
        #expect(throws: SecretFailure.missing(.file(scratch("none")))) {
            _ = try store.secret(fromFile: scratch("none"))
        }
    }

    @Test func doesNotWaitForAPipe() throws {
        #expect(mkfifo(scratch("pipe"), 0o600) == 0)
        #expect(throws: SecretFailure.notAFile(.file(scratch("pipe")))) {
            _ = try store.secret(fromFile: scratch("pipe"))
        }
    }

    @Test func readsTheEnvironment() throws {
        // Setting a variable would race with tests that start processes; one that every process has will do.
        let path = try #require(getenv("PATH").map { String(cString: $0) })
        #expect(try store.secret(fromEnvironment: "PATH") == SecretValue(path))
        #expect(throws: SecretFailure.missing(.environment("MACHINE_TESTS_NONE"))) {
            _ = try store.secret(fromEnvironment: "MACHINE_TESTS_NONE")
        }
    }

    @Test func failuresNeverHoldTheValue() {
        let failure = failure(of: Array("hunter2\t".utf8))
        var dumped = ""
        dump(failure, to: &dumped)
        #expect(!dumped.contains("hunter2"))
        #expect(failure?.description == "file '\(scratch("secret"))' has a control character at byte 7")
    }

    @Test func lendsItsBytes() {
        #expect(SecretValue("ab").withBytes { $0 } == [97, 98])
    }
}
