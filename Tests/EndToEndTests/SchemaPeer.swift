import Foundation
import Testing

/// check-jsonschema, which judges documents by our schema as editors do.
enum SchemaPeer {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let environment = root.appendingPathComponent(".build/peers")

    /// Where our schemas lie.
    static let schemas = root.appendingPathComponent("generated/schemas")

    /// Whether `Scripts/bootstrap-peers` has been here since it installs this peer.
    static var isInstalled: Bool {
        let stamp = environment.appendingPathComponent("installed")
        return (try? String(contentsOf: stamp, encoding: .utf8))?.contains("check-jsonschema") ?? false
    }

    /// What it says of one or several files.
    struct Verdict: Decodable {
        struct Complaint: Decodable {
            var filename: String
            /// The place, such as `$.spec.region`.
            var path: String
            var message: String
        }
        struct Unread: Decodable {
            var filename: String
            var message: String
        }
        var status: String
        var errors: [Complaint]
        private var parse_errors: [Unread]?

        /// Files that are no YAML, or more than one document.
        var unread: [Unread] { parse_errors ?? [] }

        /// The complaints about one document.
        func complaints(about name: String) -> [Complaint] {
            errors.filter { $0.filename.hasSuffix("/\(name).yaml") }
        }
    }

    /// Judges documents, each of which may be one only, by name.
    static func judge(_ documents: [String: String], by schema: String = "currents") async throws -> Verdict {
        let folder = try SchemaFolder()
        let paths = try documents.sorted { $0.key < $1.key }.map {
            try folder.write($0.value, to: "\($0.key).yaml")
        }
        let schema = schemas.appendingPathComponent("\(schema).schema.json").path
        return try await ask(["--schemafile", schema] + paths, in: folder)
    }

    /// Judges schemas themselves.
    static func judgeSchemas(_ files: [URL]) async throws -> Verdict {
        try await ask(["--check-metaschema"] + files.map(\.path), in: try SchemaFolder())
    }

    private static func ask(_ arguments: [String], in folder: SchemaFolder) async throws -> Verdict {
        let python = Launch(
            program: environment.appendingPathComponent("bin/python"),
            arguments: ["-m", "check_jsonschema", "-o", "json"] + arguments
        )
        let output = try await Program.result(of: python, in: folder.path).output
        return try JSONDecoder().decode(Verdict.self, from: Data(output.utf8))
    }
}

/// A folder that goes when nobody needs it any more.
final class SchemaFolder {
    private let url = FileManager.default.temporaryDirectory.appendingPathComponent(
        "schema-\(UUID().uuidString)"
    )
    var path: String { url.path }

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }

    /// Writes a file, and tells its path.
    func write(_ text: String, to name: String) throws -> String {
        let file = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try text.write(to: file, atomically: false, encoding: .utf8)
        return file.path
    }
}
