import Diagnostics
import Foundation

/// The program `git`, asked questions that change nothing and reach no network.
struct GitProgram {
    private let program: URL

    /// How a question ended.
    struct Answer {
        var status: Int32
        var output: Data
        /// The first line of what git complained.
        var complaint: String

        var isGood: Bool { status == 0 }

        /// The output as one line of text.
        var line: String {
            var text = String(decoding: output, as: UTF8.self)
            if text.hasSuffix("\n") { text.removeLast() }
            return text
        }
    }

    /// Looks for git in the absolute folders of `PATH`: a relative one would run whatever lies in the working folder.
    ///
    /// - Throws: `Storage.Unreachable` when there is none.
    init() throws {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let found = folders.filter { $0.hasPrefix("/") }.map { "\($0)/git" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let found else {
            throw Storage.Unreachable([
                BaseRules.gitMissing.diagnostic(
                    at: nil,
                    "the program 'git' is not installed, or not in 'PATH'",
                    help: "install git, or compare with a folder"
                )
            ])
        }
        program = URL(fileURLWithPath: found)
    }

    /// Asks one question in a folder.
    ///
    /// Output goes through a pipe that is read to its end; what is said and asked beside it goes through files, so
    /// that no second pipe can fill up while the first is waited for.
    func ask(_ arguments: [String], in folder: String, input: String = "") throws -> Answer {
        let notes = FileManager.default.temporaryDirectory.appendingPathComponent(
            "currentsctl-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(
            at: notes,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(at: notes) }
        let question = notes.appendingPathComponent("question")
        let complaint = notes.appendingPathComponent("complaint")
        try Data(input.utf8).write(to: question)
        try Data().write(to: complaint)
        let process = Process()
        process.executableURL = program
        process.arguments = Self.safety + ["-C", folder] + arguments
        process.environment = Self.environment
        let output = Pipe()
        process.standardInput = try FileHandle(forReadingFrom: question)
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: complaint)
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let words = (try? String(contentsOf: complaint, encoding: .utf8)) ?? ""
        return Answer(
            status: process.terminationStatus,
            output: data,
            complaint: words.split(separator: "\n").first.map(String.init) ?? ""
        )
    }

    /// A repository's own settings must not start programs.
    private static let safety = [
        "--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
    ]

    /// Without what a hook of git sets for its own repository, and without anything that waits for a person.
    private static var environment: [String: String] {
        var values = ProcessInfo.processInfo.environment
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_EXTERNAL_DIFF"] {
            values[name] = nil
        }
        return values.merging([
            "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C",
        ]) { $1 }
    }
}
