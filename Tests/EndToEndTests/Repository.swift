import Foundation
import Testing

/// A git repository in a folder of its own, with specs that need no partner to be compared.
final class Repository {
    let folder: String

    init() async throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(
            "repository-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.resolvingSymlinksInPath().path
        try await git("init", "--quiet", "--initial-branch", "main")
        // The answers of programs are kept in the folder they run in.
        try write(".out-*\n.err-*\n", to: ".git/info/exclude")
        try write(Self.spec(), to: "specs/all.yaml")
        try await commit()
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    static func spec(events: String = "[users.messages.email.Open]", extra: String = "") -> String {
        """
        apiVersion: currents/v1
        kind: Source
        metadata: { name: events }
        spec: { file: { path: ../events.jsonl } }
        ---
        apiVersion: currents/v1
        kind: Current
        metadata: { name: demo }
        spec:
          source: events
          partner: http
          events: \(events)
          endpoint: { url: "https://events.example.com/in" }
        \(extra)
        """
    }

    func write(_ text: String, to name: String) throws {
        let url = URL(fileURLWithPath: "\(folder)/\(name)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: url)
    }

    /// Asks git itself; the answer without its line end.
    @discardableResult
    func git(_ arguments: String...) async throws -> String {
        let git = Launch(
            program: URL(fileURLWithPath: "/usr/bin/env"),
            arguments: ["git", "-c", "user.name=t", "-c", "user.email=t@example.com"] + arguments
        )
        return try await Program.result(of: git, in: folder).output.trimmingCharacters(in: .newlines)
    }

    func commit() async throws {
        try await git("add", "--all")
        try await git("commit", "--quiet", "--message", "step")
    }

    @discardableResult
    func run(
        _ arguments: String...,
        in place: String = "",
        environment: [String: String] = [:]
    ) async throws -> Program.Result {
        try await Program.start(
            arguments,
            in: place.isEmpty ? folder : "\(folder)/\(place)",
            environment: environment
        ).wait()
    }
}
