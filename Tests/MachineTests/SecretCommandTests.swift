import Machine
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("Secrets that programs print")
struct SecretCommandTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func secret(_ words: String..., within deadline: Duration = .seconds(60)) throws(SecretFailure)
        -> SecretValue
    {
        try SystemSecretStore(commandDeadline: deadline).secret(fromCommand: words)
    }

    private func shell(_ script: String, within deadline: Duration = .seconds(60)) throws(SecretFailure)
        -> SecretValue
    {
        try secret("/bin/sh", "-c", script, within: deadline)
    }

    private let place = SecretPlace.command("/bin/sh")

    /// Whether nothing is left of the program that wrote its number into `own`, not even its end to be taken note of.
    ///
    /// Other tests have children too, so this cannot be asked of all of them.
    private func isGone() throws -> Bool {
        let bytes = try SystemSecretStore().secret(fromFile: scratch("own")).withBytes {
            String(decoding: $0, as: UTF8.self)
        }
        return kill(try #require(pid_t(bytes)), 0) == -1
    }

    /// A script that tells its number first.
    private func own(_ script: String) -> String { "echo $$ > '\(scratch("own"))'; \(script)" }

    @Test func whatAProgramPrintsIsTheSecret() throws {
        #expect(try secret("printf", "%s", "a b") == SecretValue("a b"))
        #expect(try shell(own("echo key")) == SecretValue("key"))
        #expect(try isGone())
    }

    @Test func oneNewlineAtTheEndIsRemoved() throws {
        #expect(try shell("echo key") == SecretValue("key"))
    }

    @Test func noShellReadsTheWords() throws {
        #expect(try secret("printf", "%s", "$HOME; `id` *") == SecretValue("$HOME; `id` *"))
    }

    @Test func aPathWithASlashIsStartedAsItIs() throws {
        let path = try scratch.write(Array("#!/bin/sh\nprintf '%s' \"$1\"\n".utf8), to: "token")
        #expect(chmod(path, 0o700) == 0)
        #expect(try secret(path, "x") == SecretValue("x"))
    }

    @Test func aFileThatMayNotBeRunIsSaidSo() throws {
        let path = try scratch.write(Array("#!/bin/sh\n".utf8), to: "token")
        #expect {
            _ = try secret(path)
        } throws: { error in
            guard case .unreadable(.command(path), let failure)? = error as? SecretFailure else {
                return false
            }
            return failure.code == EACCES
        }
    }

    @Test func aTextThatIsNoProgramIsNotGivenToAShell() throws {
        let path = try scratch.write(Array("echo key\n".utf8), to: "token")
        #expect(chmod(path, 0o700) == 0)
        #expect {
            _ = try secret(path)
        } throws: { error in
            guard case .unreadable(.command(path), let failure)? = error as? SecretFailure else {
                return false
            }
            return failure.code == ENOEXEC
        }
    }

    @Test(arguments: ["machine-tests-no-such-program", "/no/such/program", ""])
    func aProgramThatIsNotThereIsMissing(program: String) {
        #expect(throws: SecretFailure.missing(.command(program))) { _ = try secret(program) }
    }

    @Test func noWordsAreNoProgram() {
        #expect(throws: SecretFailure.missing(.command(""))) {
            _ = try SystemSecretStore().secret(fromCommand: [])
        }
    }

    @Test func aWordWithAZeroByteIsRefused() {
        #expect(throws: SecretFailure.missing(.command("printf"))) { _ = try secret("printf", "a\u{0}b") }
    }

    @Test func aFailureTellsTheStatusAndNothingPrinted() throws {
        let failure = SecretFailure.exited(place, status: 3)
        #expect(throws: failure) {
            _ = try shell(own("echo hunter2; echo hunter2 >&2; exit 3"))
        }
        #expect(failure.description == "command '/bin/sh' ended with status 3")
        #expect(try isGone())
    }

    @Test func theEndBySignalIsTold() {
        #expect(throws: SecretFailure.killed(place, signal: 9)) { _ = try shell("kill -9 $$") }
    }

    @Test func aProgramThatTakesTooLongIsEndedWithItsChildren() throws {
        let pid = scratch("pid")
        #expect(throws: SecretFailure.timedOut(place, after: .milliseconds(300))) {
            _ = try shell(own("sleep 600 & echo $! > '\(pid)'; wait"), within: .milliseconds(300))
        }
        #expect(try isGone())
        let bytes = try SystemSecretStore().secret(fromFile: pid).withBytes {
            String(decoding: $0, as: UTF8.self)
        }
        let child = try #require(pid_t(bytes))
        // Whoever inherits it has to take note of its end, and may take a moment.
        while kill(child, 0) == 0, !isZombie(child) { sched_yield() }
    }

    private func isZombie(_ id: pid_t) -> Bool {
        let status = try? SystemDisk().open("/proc/\(id)/stat", .reading)
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = (try? bytes.withUnsafeMutableBytes { try status?.read(at: 0, into: $0) }) ?? 0
        return String(decoding: bytes.prefix(count), as: UTF8.self).contains(") Z")
    }

    @Test func aProgramThatClosesItsOutputAndGoesOnIsEnded() throws {
        #expect(throws: SecretFailure.timedOut(place, after: .milliseconds(200))) {
            _ = try shell(own("echo key; exec >&-; sleep 600"), within: .milliseconds(200))
        }
        #expect(try isGone())
    }

    @Test func whatStaysBehindIsNotWaitedFor() throws {
        let pid = scratch("pid")
        #expect(try shell("sleep 600 & echo $! > '\(pid)'; echo key") == SecretValue("key"))
        let bytes = try SystemSecretStore().secret(fromFile: pid).withBytes {
            String(decoding: $0, as: UTF8.self)
        }
        kill(try #require(pid_t(bytes)), SIGKILL)
    }

    @Test func tooMuchOutputIsRefusedAndEnded() throws {
        let maximum = SystemSecretStore.maximumBytes
        #expect(throws: SecretFailure.tooLarge(place, maximumBytes: maximum)) {
            _ = try shell(
                own("while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done")
            )
        }
        #expect(try isGone())
    }

    @Test func asMuchAsASecretMayBePasses() throws {
        let maximum = SystemSecretStore.maximumBytes
        #expect(try shell("head -c \(maximum) /dev/zero | tr '\\0' a").count == maximum)
    }

    @Test func nothingPrintedIsEmpty() {
        #expect(throws: SecretFailure.empty(place)) { _ = try shell("true") }
    }

    @Test func controlCharactersAreRefused() {
        #expect(throws: SecretFailure.controlCharacter(place, offset: 1)) { _ = try shell("printf 'a\\tb'") }
    }

    @Test func aProgramReadsNothingAndInheritsTheEnvironment() throws {
        let path = try #require(getenv("PATH").map { String(cString: $0) })
        #expect(try shell("cat; printf '%s' \"$PATH\"") == SecretValue(path))
    }

    @Test func noDescriptorOfOursIsOpenThere() throws {
        let inherited = open(scratch.path, O_RDONLY)
        defer { close(inherited) }
        #expect(fcntl(inherited, F_GETFD) & FD_CLOEXEC == 0)
        let here = "/proc/self/fd"
        // 'ls' itself opens the folder it lists.
        let list = try shell("ls \(here) | tr '\\n' ' '").withBytes { String(decoding: $0, as: UTF8.self) }
        #expect(list.split(separator: " ").allSatisfy { ["0", "1", "2", "3"].contains($0) }, "\(list)")
    }

    @Test func programsAtTheSameTimeDoNotMix() async throws {
        let told = await withTaskGroup(of: (wanted: String, words: [String]).self) { group in
            for number in 0..<60 {
                group.addTask {
                    let script = ["/bin/sh", "-c", "echo key-\(number) $$"]
                    let secret = try? SystemSecretStore().secret(fromCommand: script)
                    let text = secret?.withBytes { String(decoding: $0, as: UTF8.self) } ?? ""
                    return ("key-\(number)", text.split(separator: " ").map(String.init))
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(told.count == 60)
        for (wanted, words) in told {
            #expect(words.first == wanted)
            let id = try #require(words.last.flatMap { pid_t($0) })
            #expect(kill(id, 0) == -1)
        }
    }

    @Test func signalsAreAsAProgramExpectsThem() throws {
        // A shell cannot set a trap for a signal that was ignored when it began.
        #expect(try shell("trap 'echo key; exit 0' PIPE; kill -PIPE $$; echo ignored") == SecretValue("key"))
    }
}
