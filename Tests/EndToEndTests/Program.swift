import Foundation
import Testing

/// The built program, started as a person would start it.
enum Program {
    /// How a command ended.
    struct Result {
        var status: Int32
        var output: String
        var errors: String
        /// Whether a signal ended it.
        var wasKilled: Bool

        /// Standard output as JSON.
        func json() throws -> [String: Any] {
            let value = try JSONSerialization.jsonObject(with: Data(output.utf8))
            return try #require(value as? [String: Any])
        }
    }

    /// The program stands beside the test bundle.
    static var url: URL {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let candidate = folder.appendingPathComponent("currentsctl")
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder),
                !isFolder.boolValue
            {
                return candidate
            }
        }
        return URL(fileURLWithPath: "currentsctl")
    }

    /// How another program ended, and what it printed.
    static func result(of launch: Launch, in folder: String) async throws -> Result {
        try await Running(launch, folder: folder).wait(within: 60)
    }

    /// Starts a command.
    static func start(
        _ arguments: [String],
        in folder: String,
        environment: [String: String] = [:],
        input: String? = nil
    ) throws -> Running {
        var launch = self.launch(url, arguments, environment: environment)
        if let input {
            let file = URL(fileURLWithPath: folder).appendingPathComponent(".in-\(UUID().uuidString)")
            try Data(input.utf8).write(to: file)
            launch.input = .file(file)
        }
        return try Running(launch, folder: folder)
    }

    /// Starts another program than ours, which is told what to do through a pipe.
    static func start(
        _ program: URL,
        _ arguments: [String],
        in folder: String,
        commands: Pipe
    ) throws -> Running {
        var launch = self.launch(program, arguments, environment: [:])
        launch.input = .pipe(commands)
        return try Running(launch, folder: folder)
    }

    private static func launch(
        _ program: URL,
        _ arguments: [String],
        environment: [String: String]
    ) -> Launch {
        Launch(
            program: program,
            arguments: arguments,
            environment: ProcessInfo.processInfo.environment.merging(environment) { $1 }
        )
    }

    /// Runs a command to its end.
    static func run(
        _ arguments: String...,
        in folder: String,
        environment: [String: String] = [:],
        input: String? = nil
    ) async throws -> Result {
        try await start(arguments, in: folder, environment: environment, input: input).wait()
    }

    /// A command that did not end.
    struct TookTooLong: Error { var arguments: [String] }

    /// A command on its way.
    ///
    /// Its output goes to files, so that no pipe can fill up.
    final class Running {
        private let process: ChildProcess
        private let arguments: [String]
        private let output: URL
        private let errors: URL

        fileprivate init(_ launch: Launch, folder: String) throws {
            let name = UUID().uuidString
            output = URL(fileURLWithPath: folder).appendingPathComponent(".out-\(name)")
            errors = URL(fileURLWithPath: folder).appendingPathComponent(".err-\(name)")
            arguments = launch.arguments
            process = try ChildProcess(launch, in: folder, output: output.path, errors: errors.path)
        }

        var isRunning: Bool { process.isRunning }

        /// Ends it at once, if it has not ended.
        func kill() { process.kill(SIGKILL) }
        func terminate() { process.kill(SIGTERM) }

        /// Standard output so far.
        var outputSoFar: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }

        /// Standard error so far.
        var errorsSoFar: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

        /// Waits for the end without holding a thread; a test that never ends is ended by its deadline.
        func wait(within seconds: Int = 300) async throws -> Result {
            let deadline = ContinuousClock.now + .seconds(seconds)
            while process.isRunning {
                guard ContinuousClock.now < deadline else {
                    kill()
                    throw TookTooLong(arguments: arguments)
                }
                try await Task.sleep(for: .milliseconds(5))
            }
            return Result(
                status: process.exitStatus,
                output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
                errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self),
                wasKilled: process.wasKilled
            )
        }
    }
}
