import Foundation

/// A folder with specs and the built program, for what needs no partner.
final class SpecsFolder {
    let path: String

    /// A source and a current without a mistake.
    static let sound = """
        apiVersion: currents/v1
        kind: Source
        metadata: { name: events }
        spec: { schema: braze, file: { path: events.jsonl } }
        ---
        apiVersion: currents/v1
        kind: Current
        metadata: { name: mail }
        spec:
          source: events
          partner: http
          endpoint: { url: "https://events.example.com/in" }
          events:
            - users.messages.email.Open

        """

    init(_ spec: String = SpecsFolder.sound) throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("specs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: url.appendingPathComponent("specs"),
            withIntermediateDirectories: true
        )
        path = url.resolvingSymlinksInPath().path
        try write(Array(spec.utf8))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Where the one spec stands.
    var spec: String { "\(path)/specs/all.yaml" }

    func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(fileURLWithPath: spec)) }

    func bytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: spec))) }

    func text() throws -> String { String(decoding: try bytes(), as: UTF8.self) }

    @discardableResult
    func validate(_ arguments: String...) async throws -> Program.Result {
        try await Program.start(["validate", "specs"] + arguments, in: path).wait()
    }

    /// The findings' codes, in reading order.
    func codes(_ arguments: String...) async throws -> [String] {
        let result = try await Program.start(["validate", "specs", "--format", "json"] + arguments, in: path)
            .wait()
        return (try result.json()["diagnostics"] as? [[String: Any]] ?? []).compactMap {
            $0["code"] as? String
        }
    }
}
