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

    /// What another program prints.
    static func output(of process: Process, in folder: String) async throws -> String {
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        return try await Running(process, input: nil, folder: folder).wait(within: 60).output
    }

    private static let starting = NSLock()

    fileprivate static func start(_ process: Process) throws {
        starting.lock()
        defer { starting.unlock() }
        try process.run()
    }

    /// Starts a command.
    static func start(
        _ arguments: [String],
        in folder: String,
        environment: [String: String] = [:],
        input: String? = nil
    ) throws -> Running {
        let process = self.process(url, arguments, in: folder, environment: environment)
        return try Running(process, input: input, folder: folder)
    }

    /// Starts another program than ours, which is told what to do through a pipe.
    static func start(
        _ program: URL,
        _ arguments: [String],
        in folder: String,
        commands: Pipe
    ) throws -> Running {
        let process = self.process(program, arguments, in: folder, environment: [:])
        process.standardInput = commands
        return try Running(process, input: nil, folder: folder)
    }

    private static func process(
        _ program: URL,
        _ arguments: [String],
        in folder: String,
        environment: [String: String]
    ) -> Process {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        return process
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
        private let process: Process
        private let output: URL
        private let errors: URL

        fileprivate init(_ process: Process, input: String?, folder: String) throws {
            self.process = process
            let name = UUID().uuidString
            output = URL(fileURLWithPath: folder).appendingPathComponent(".out-\(name)")
            errors = URL(fileURLWithPath: folder).appendingPathComponent(".err-\(name)")
            for url in [output, errors] {
                _ = FileManager.default.createFile(atPath: url.path, contents: nil)
            }
            process.standardOutput = try FileHandle(forWritingTo: output)
            process.standardError = try FileHandle(forWritingTo: errors)
            if let input {
                let file = URL(fileURLWithPath: folder).appendingPathComponent(".in-\(name)")
                try Data(input.utf8).write(to: file)
                process.standardInput = try FileHandle(forReadingFrom: file)
            }
            // Foundation starts one process at a time safely; tests start many at once.
            try Program.start(process)
        }

        var isRunning: Bool { process.isRunning }

        /// Ends it at once, if it has not ended.
        func kill() { if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) } }
        func terminate() { process.terminate() }

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
                    throw TookTooLong(arguments: process.arguments ?? [])
                }
                try await Task.sleep(for: .milliseconds(5))
            }
            return Result(
                status: process.terminationStatus,
                output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
                errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self),
                wasKilled: process.terminationReason == .uncaughtSignal
            )
        }
    }
}
