import Foundation
import Testing

/// A folder with specs, keys, events and a state, and beside it AWS with a bus to send to.
final class BusSite {
    let folder: String
    let moto: Moto

    init() async throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("bus-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.resolvingSymlinksInPath().path
        moto = try await Moto(in: folder)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// One current in bus mode, its keys in files; with more settings the token service's address is there, too.
    func writeSpec(bus: String? = nil, settings: String = "") throws {
        try write(
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
              partner: eventbridge
              region: \(moto.world.region)
              credentials:
                accessKeyId: { file: ../keys/id }
                secretAccessKey: { file: ../keys/secret }
              events: ["*"]
              settings: { busName: "\(bus ?? moto.world.bus)"\(settings) }
              endpoint:
                url: "\(moto.url)"
                allow: [plaintext, loopback]
            \(settings.isEmpty ? "" : "    services: { sts: \"\(moto.url)\" }")
            """,
            to: "specs/all.yaml"
        )
    }

    /// Puts the current in force with the keys of a user; the sender's, unless said otherwise.
    func apply(keys: Moto.Keys? = nil) async throws -> Program.Result {
        try writeKeys(keys ?? moto.world.sender)
        let result = try await run("apply", "specs", "--auto-approve")
        #expect(result.status == 0, "\(result.errors)")
        return result
    }

    func writeKeys(_ keys: Moto.Keys) throws {
        try write(keys.id, to: "keys/id")
        try write(keys.secret, to: "keys/secret")
    }

    func write(_ text: String, to name: String) throws {
        let url = URL(fileURLWithPath: "\(folder)/\(name)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: url)
    }

    func writeEvents(_ count: Int) throws {
        try write((0..<count).map { Site.event("e\($0)") + "\n" }.joined(), to: "events.jsonl")
    }

    func run(_ arguments: String...) async throws -> Program.Result {
        try await Program.start(arguments, in: folder).wait()
    }

    func start(_ arguments: String...) throws -> Program.Running {
        try Program.start(arguments, in: folder)
    }

    func books() async throws -> [String: Int] { try await Program.books(of: "demo", in: folder) }

    /// The files of the state that hold a text.
    func stateFiles(holding text: String) throws -> [String] {
        let state = "\(folder)/.currents"
        let names = try FileManager.default.subpathsOfDirectory(atPath: state)
        #expect(!names.isEmpty)
        return names.filter { name in
            let bytes = FileManager.default.contents(atPath: "\(state)/\(name)")
            return bytes?.range(of: Data(text.utf8)) != nil
        }
    }
}
