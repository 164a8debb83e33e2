import Synchronization

#if canImport(Glibc)
    // Its 'environ' is a plain variable of C; nothing in this process writes it.
    @preconcurrency import Glibc
#elseif canImport(Musl)
    @preconcurrency import Musl
#elseif canImport(Darwin)
    @preconcurrency import Darwin
#endif

/// One run of a program whose standard output is a secret.
///
/// The program is started directly, never through a shell. It reads nothing, its standard error goes nowhere (some
/// programs write secrets there), and it leads a process group of its own, which is killed when it takes too long or
/// prints too much.
struct SecretCommand {
    private let words: [String]
    private let maximumBytes: Int

    /// Names a program and its arguments.
    init(_ words: [String], maximumBytes: Int) {
        self.words = words
        self.maximumBytes = maximumBytes
    }

    /// Where the secret comes from, without arguments.
    var place: SecretPlace { .command(words.first ?? "") }

    /// How often the end of a program is looked for that has not ended its output.
    private static let interval: Int32 = 20

    /// Runs the program to its end.
    ///
    /// - Parameter deadline: How long it may take.
    /// - Returns: What it printed; one byte more than the maximum when that is too much.
    /// - Throws: `SecretFailure` when it cannot be started, fails, or takes too long.
    func run(within deadline: Duration) throws(SecretFailure) -> [UInt8] {
        guard let program = words.first, !program.isEmpty, !words.contains(where: { $0.utf8.contains(0) })
        else {
            throw .missing(place)
        }
        let end = SystemClock().monotonic().advanced(by: deadline)
        let child = try start()
        defer { close(child.output) }
        var printed: [UInt8] = []
        switch read(child, until: end, into: &printed) {
        case .ended:
            break
        case .tooMuch:
            kill(-child.id, SIGKILL)
            _ = reap(child.id)
            return printed
        case .late:
            kill(-child.id, SIGKILL)
            _ = reap(child.id)
            throw .timedOut(place, after: deadline)
        }
        guard let status = reap(child.id) else { throw failure(ECHILD) }
        // The lower seven bits are the signal that ended it; 0 when it ended by itself.
        let signal = status & 0x7F
        guard signal == 0 else { throw .killed(place, signal: Int(signal)) }
        let code = (status >> 8) & 0xFF
        guard code == 0 else { throw .exited(place, status: Int(code)) }
        return printed
    }

    private func failure(_ code: Int32) -> SecretFailure {
        code == ENOENT
            ? .missing(place)
            : .unreadable(place, DiskFailure(operation: .run, path: words.first ?? "", code: code))
    }
}

// MARK: - Reading and waiting

extension SecretCommand {
    private struct Child {
        var id: pid_t
        /// The end of the pipe that we read.
        var output: Int32
    }

    private enum Reading { case ended, tooMuch, late }

    /// Reads until the program has ended, whoever else may still hold its output open.
    private func read(_ child: Child, until end: MonotonicInstant, into printed: inout [UInt8]) -> Reading {
        var buffer = [UInt8](repeating: 0, count: 4096)
        var isOpen = true
        while true {
            let hasEnded = hasEnded(child.id)
            while isOpen {
                let count = systemRead(child.output, &buffer)
                if count > 0 {
                    printed += buffer.prefix(count)
                    guard printed.count <= maximumBytes else {
                        printed.removeLast(printed.count - maximumBytes - 1)
                        return .tooMuch
                    }
                } else if count < 0, errno == EINTR {
                    continue
                } else if count < 0, errno == EAGAIN {
                    break
                } else {
                    isOpen = false
                }
            }
            // Looked at before the last reading, so that nothing printed before the end is missed.
            if hasEnded { return .ended }
            guard SystemClock().monotonic() < end else { return .late }
            wait(for: isOpen ? child.output : nil)
        }
    }

    private func wait(for output: Int32?) {
        var entry = pollfd(fd: output ?? -1, events: Int16(POLLIN), revents: 0)
        // Once the output has ended only the end is left to come, and that is soon.
        _ = poll(&entry, 1, output == nil ? 1 : Self.interval)
    }

    private func systemRead(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Int {
        buffer.withUnsafeMutableBytes { bytes in
            #if canImport(Glibc)
                Glibc.read(descriptor, bytes.baseAddress, bytes.count)
            #elseif canImport(Musl)
                Musl.read(descriptor, bytes.baseAddress, bytes.count)
            #else
                Darwin.read(descriptor, bytes.baseAddress, bytes.count)
            #endif
        }
    }

    /// Whether it has ended; it stays there to be reaped, so that its number names nobody else yet.
    private func hasEnded(_ id: pid_t) -> Bool {
        var info = siginfo_t()
        let result = waitid(P_PID, id_t(id), &info, WEXITED | WNOHANG | WNOWAIT)
        return result != 0 ? errno != EINTR : info.si_signo == SIGCHLD
    }

    /// The status of a program that has ended or was killed; nil when somebody else has taken it.
    private func reap(_ id: pid_t) -> Int32? {
        Running.forget(id)
        var status: Int32 = 0
        while true {
            let result = waitpid(id, &status, 0)
            if result == id { return status }
            if result < 0, errno != EINTR { return nil }
        }
    }
}

// MARK: - Starting

extension SecretCommand {
    /// Held while a program is started.
    private static let spawning = Mutex(())

    private func start() throws(SecretFailure) -> Child {
        let (outcome, code) = Self.spawning.withLock { _ in spawn() }
        guard let outcome else { throw failure(code) }
        return outcome
    }

    /// Under the lock: between making a pipe and marking it, another program that is started would inherit it.
    private func spawn() -> (child: Child?, code: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return (nil, errno) }
        defer { close(ends[1]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        var id: pid_t = 0
        let code = withSpawnSettings(output: ends[1]) { actions, attributes in
            withArguments { arguments in
                posix_spawnp(&id, words.first ?? "", actions, attributes, arguments, Self.variables)
            }
        }
        guard code == 0 else {
            close(ends[0])
            return (nil, code)
        }
        Running.remember(id)
        return (Child(id: id, output: ends[0]), 0)
    }

    private func withArguments(_ body: ([UnsafeMutablePointer<CChar>?]) -> Int32) -> Int32 {
        let arguments = words.map { word -> UnsafeMutablePointer<CChar>? in strdup(word) }
        defer { for argument in arguments { free(argument) } }
        guard !arguments.contains(nil) else { return ENOMEM }
        return body(arguments + [nil])
    }

    /// The environment of this process, as it is.
    private static var variables: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> {
        #if canImport(Darwin)
            _NSGetEnviron().pointee
        #else
            environ
        #endif
    }

    #if canImport(Darwin)
        private typealias Actions = posix_spawn_file_actions_t?
        private typealias Attributes = posix_spawnattr_t?
        private static let flags =
            POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
            | POSIX_SPAWN_CLOEXEC_DEFAULT
    #else
        private typealias Actions = posix_spawn_file_actions_t
        private typealias Attributes = posix_spawnattr_t
        private static let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    #endif

    /// A group of its own, no descriptor of ours, and signals as a program expects them: what this process ignores
    /// would be ignored there, too.
    private func withSpawnSettings(
        output: Int32,
        _ body: (UnsafePointer<Actions>, UnsafePointer<Attributes>) -> Int32
    ) -> Int32 {
        #if canImport(Darwin)
            var actions: Actions = nil
            var attributes: Attributes = nil
        #else
            var actions = Actions()
            var attributes = Attributes()
        #endif
        var code = posix_spawn_file_actions_init(&actions)
        guard code == 0 else { return code }
        defer { posix_spawn_file_actions_destroy(&actions) }
        code = posix_spawnattr_init(&attributes)
        guard code == 0 else { return code }
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(Self.flags))
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        for descriptor in Self.openDescriptors() {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        return body(&actions, &attributes)
    }

    /// Descriptors that a program would inherit by mistake: those of other people's code that are not marked.
    private static func openDescriptors() -> [Int32] {
        guard let folder = opendir("/proc/self/fd") else { return [] }
        defer { closedir(folder) }
        var found: [Int32] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard let descriptor = Int32(name), descriptor > 2 else { continue }
            let flags = fcntl(descriptor, F_GETFD)
            if flags >= 0, flags & FD_CLOEXEC == 0 { found.append(descriptor) }
        }
        return found
    }
}

/// The programs on their way: when this process ends first, they end with it.
private enum Running {
    private static let ids = Mutex<Set<pid_t>>([])
    private static let isWatched: Bool = atexit { Running.end() } == 0

    static func remember(_ id: pid_t) {
        _ = isWatched
        ids.withLock { _ = $0.insert(id) }
    }

    /// Before it is reaped: after that its number may be somebody else's.
    static func forget(_ id: pid_t) { ids.withLock { _ = $0.remove(id) } }

    private static func end() {
        ids.withLock { ids in for id in ids { kill(-id, SIGKILL) } }
    }
}
