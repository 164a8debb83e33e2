import Foundation
import Testing

/// A folder with specs, events and a state, and beside it a simulated partner: the built program, both times.
final class Site {
    let folder: String
    let port: Int
    private let fake: Program.Running
    static let token = "dG9rZW4tb2YtdGhlLXRlc3Q="

    init(faults: [String] = [], token: String? = Site.token) async throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("site-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.resolvingSymlinksInPath().path
        var arguments = ["fake", "http", "--listen", "127.0.0.1:0", "--record", "taken.jsonl"]
        if token != nil { arguments += ["--token-env", "FAKE_TOKEN"] }
        for fault in faults { arguments += ["--fault", fault] }
        fake = try Program.start(arguments, in: folder, environment: ["FAKE_TOKEN": token ?? ""])
        var port: Int?
        let deadline = ContinuousClock.now + .seconds(120)
        while port == nil, fake.isRunning, ContinuousClock.now < deadline {
            port = fake.outputSoFar.split(separator: "\n").first?.split(separator: ":").last.flatMap {
                Int($0)
            }
            if port == nil { try await Task.sleep(for: .milliseconds(5)) }
        }
        self.port = try #require(port, "the simulated partner did not start")
        try write(spec(), to: "specs/all.yaml")
    }

    deinit {
        fake.kill()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// How often the partner took each event, by id.
    var taken: [String: Int] {
        let text = (try? String(contentsOfFile: "\(folder)/taken.jsonl", encoding: .utf8)) ?? ""
        var counts: [String: Int] = [:]
        for match in text.matches(of: /"id"\s*:\s*"([^"]*)"/) {
            counts[String(match.output.1), default: 0] += 1
        }
        return counts
    }

    func spec(source: String = "../events.jsonl", events: String = #"["*"]"#, extra: String = "") -> String {
        """
        apiVersion: currents/v1
        kind: Source
        metadata: { name: events }
        spec: { file: { path: "\(source)" } }
        ---
        apiVersion: currents/v1
        kind: Current
        metadata: { name: demo }
        spec:
          source: events
          partner: http
          credentials: { bearerToken: { env: SITE_TOKEN } }
          events: \(events)
          endpoint: { url: "http://127.0.0.1:\(port)/in", allow: [plaintext, loopback] }
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

    func writeEvents(_ ids: [String]) throws {
        try write(ids.map { Self.event($0) + "\n" }.joined(), to: "events.jsonl")
    }

    static func event(_ id: String, type: String = "users.messages.email.Open") -> String {
        #"{"event_type":"\#(type)","id":"\#(id)","time":1,"user":{"user_id":"u"},"properties":{"n": 1.0}}"#
    }

    @discardableResult
    func run(_ arguments: String..., input: String? = nil) async throws -> Program.Result {
        try await Program.start(arguments, in: folder, environment: ["SITE_TOKEN": Self.token], input: input)
            .wait()
    }

    func start(_ arguments: String...) throws -> Program.Running {
        try Program.start(arguments, in: folder, environment: ["SITE_TOKEN": Self.token])
    }

    func apply() async throws {
        let result = try await run("apply", "specs", "--auto-approve")
        #expect(result.status == 0, "\(result.errors)")
    }

    /// How many events the source has accepted so far.
    func accepted() async throws -> Int {
        let sources = try await run("ledger", "--format", "json").json()["sources"] as? [[String: Any]]
        return sources?.first?["accepted"] as? Int ?? 0
    }

    /// The books of current `demo`, which must close.
    func books() async throws -> [String: Int] {
        try await Program.books(of: "demo", in: folder)
    }
}
