import Foundation
import Testing

/// AWS as moto imitates it, in a process of its own that checks signatures and permissions.
final class Moto {
    /// The keys of a user.
    struct Keys: Decodable {
        var id: String
        var secret: String
    }

    /// What the peer has set up; see `Peers/moto_peer.py`.
    struct World: Decodable {
        var port: Int
        var region: String
        var bus: String
        var busArn: String
        var role: String
        var externalId: String
        /// May send events.
        var sender: Keys
        /// May look at buses and send nothing.
        var onlooker: Keys
        /// May take the role, which may send events, and do nothing else.
        var borrower: Keys
        /// May read secrets and parameters.
        var reader: Keys
    }

    /// An event as a rule on the bus has seen it.
    struct Arrival {
        var detail: [String: Any]
        var detailType: String
        var source: String
        var time: String

        /// The event's own id.
        var id: String { detail["id"] as? String ?? "" }
    }

    /// Why the wait was given up: what the peer wrote to its standard error, or what did not happen.
    struct GaveUp: Error { var reason: String }

    private static let peers = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Peers")
    private static let environment = peers.deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent(".build/peers")

    /// Whether `Scripts/bootstrap-peers` has been here.
    static var isInstalled: Bool {
        FileManager.default.fileExists(atPath: environment.appendingPathComponent("installed").path)
    }

    let world: World
    private let process: Program.Running
    private let commands: Pipe
    /// How many lines of the peer's output have been read.
    private var linesRead = 1

    /// Starts the peer, whose output goes to files in a folder.
    init(in folder: String) async throws {
        let commands = Pipe()
        let process = try Program.start(
            Self.environment.appendingPathComponent("bin/python"),
            [Self.peers.appendingPathComponent("moto_peer.py").path],
            in: folder,
            commands: commands
        )
        self.commands = commands
        self.process = process
        do {
            world = try JSONDecoder().decode(World.self, from: try await Self.line(0, of: process))
        } catch {
            process.kill()
            throw error
        }
    }

    deinit { process.kill() }

    var url: String { "http://127.0.0.1:\(world.port)" }

    /// How many events have arrived, repeats included.
    func count() async throws -> Int {
        let answer = String(decoding: try await ask("count"), as: UTF8.self)
        return try #require(Int(answer))
    }

    /// Returns once so many events have arrived, or when they take too long.
    func wait(for wanted: Int) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try await count() < wanted {
            guard ContinuousClock.now < deadline else {
                throw GaveUp(reason: "fewer than \(wanted) events arrived")
            }
        }
    }

    /// All that has arrived, oldest first.
    func arrivals() async throws -> [Arrival] {
        let answer = try JSONSerialization.jsonObject(with: try await ask("dump"))
        return try #require(answer as? [[String: Any]]).map { event in
            Arrival(
                detail: try #require(event["detail"] as? [String: Any]),
                detailType: try #require(event["detail-type"] as? String),
                source: try #require(event["source"] as? String),
                time: try #require(event["time"] as? String)
            )
        }
    }

    /// Keeps a secret in Secrets Manager.
    func keep(secret name: String, _ value: String) async throws {
        _ = try await ask("secret \(name) \(value)")
    }

    /// Keeps an encrypted parameter in Parameter Store.
    func keep(parameter name: String, _ value: String) async throws {
        _ = try await ask("parameter \(name) \(value)")
    }

    private func ask(_ command: String) async throws -> Data {
        // Writing to a process that has ended would end this one, too.
        guard process.isRunning else { throw GaveUp(reason: process.errorsSoFar) }
        try commands.fileHandleForWriting.write(contentsOf: Data("\(command)\n".utf8))
        linesRead += 1
        return try await Self.line(linesRead - 1, of: process)
    }

    /// A line of the peer's output by its number from 0, once it is there.
    private static func line(_ number: Int, of process: Program.Running) async throws -> Data {
        let deadline = ContinuousClock.now + .seconds(120)
        while true {
            let lines = process.outputSoFar.split(separator: "\n", omittingEmptySubsequences: false)
            // What follows the last newline is not a whole line yet.
            if number < lines.count - 1 { return Data(lines[number].utf8) }
            guard process.isRunning, ContinuousClock.now < deadline else {
                throw GaveUp(reason: process.errorsSoFar)
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
