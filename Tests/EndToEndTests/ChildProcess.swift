import Foundation
import Synchronization

/// A program to start, and what it gets.
struct Launch {
    /// Where a program reads from.
    enum Input {
        case nothing
        case file(URL)
        case pipe(Pipe)
    }

    var program: URL
    var arguments: [String] = []
    var environment = ProcessInfo.processInfo.environment
    var input = Input.nothing
}

/// A program that was started.
///
/// `Foundation.Process` is not used: to close files it lists those that are open, and with more than some thousand of
/// them, as many tests at once have, it reads past the end of its list.
final class ChildProcess: Sendable {
    /// A program that could not be started.
    struct NotStarted: Error {
        var program: String
        var code: Int32
    }

    /// What `waitpid` said; nil as long as it runs.
    private let ended = Mutex<Int32?>(nil)
    private let id: pid_t

    init(_ launch: Launch, in folder: String, output: String, errors: String) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        switch launch.input {
        case .nothing: posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        case .file(let url): posix_spawn_file_actions_addopen(&actions, 0, url.path, O_RDONLY, 0)
        case .pipe(let pipe):
            posix_spawn_file_actions_adddup2(&actions, pipe.fileHandleForReading.fileDescriptor, 0)
        }
        for (descriptor, path) in [(Int32(1), output), (2, errors)] {
            posix_spawn_file_actions_addopen(&actions, descriptor, path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        }
        // What other tests have open must not stay open in here: a port that is closed would still be taken.
        for descriptor in Self.inheritable { posix_spawn_file_actions_addclose(&actions, descriptor) }
        // The system's own way to start in another folder is not to be had from Swift.
        let words =
            ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder, launch.program.path] + launch.arguments
        let variables = launch.environment.map { "\($0.key)=\($0.value)" }
        var id: pid_t = 0
        let code = Self.withStrings(words) { words in
            Self.withStrings(variables) { variables in
                posix_spawn(&id, "/bin/sh", &actions, nil, words, variables)
            }
        }
        guard code == 0 else { throw NotStarted(program: launch.program.path, code: code) }
        self.id = id
    }

    deinit { kill(SIGKILL) }

    /// Its status as `waitpid` tells it; nil as long as it runs.
    private var status: Int32? {
        ended.withLock { ended in
            if let ended { return ended }
            var status: Int32 = 0
            guard waitpid(id, &status, WNOHANG) == id else { return nil }
            ended = status
            return status
        }
    }

    var isRunning: Bool { status == nil }

    /// Sends a signal, unless it has ended.
    func kill(_ signal: Int32) {
        guard isRunning else { return }
        Foundation.kill(id, signal)
        guard signal == SIGKILL else { return }
        // It cannot refuse, so it is gone soon, and nobody else will take note of its end.
        ended.withLock { ended in
            var status: Int32 = 0
            if ended == nil, waitpid(id, &status, 0) == id { ended = status }
        }
    }

    /// The exit status, or the number of the signal that ended it; 0 as long as it runs.
    var exitStatus: Int32 {
        let status = status ?? 0
        return wasKilled ? status & 0x7F : (status >> 8) & 0xFF
    }

    /// Whether a signal ended it.
    var wasKilled: Bool { (status ?? 0) & 0x7F != 0 }

    /// The open files that a program would get to see.
    private static var inheritable: [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.compactMap { Int32($0) }.filter { $0 > 2 && fcntl($0, F_GETFD) & FD_CLOEXEC == 0 }
    }

    private static func withStrings(
        _ texts: [String],
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
    ) -> Int32 {
        var pointers = texts.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map(body) ?? EINVAL
        }
    }
}
