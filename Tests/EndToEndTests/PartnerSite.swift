import Foundation
import Testing

/// A workspace with one current to a simulated partner, both the built program.
final class PartnerSite {
    let folder: String
    let port: Int
    private let partner: String
    private let fake: Program.Running
    /// What the environment holds for the spec's references; the fakes' own test keys unless a test says otherwise.
    var secrets = [
        "AMP_KEY": "fa4e0000000000000000000000000001", "AWS_ID": "AKIDEXAMPLE",
        "AWS_SECRET": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    ]

    /// Starts a partner and writes the spec.
    ///
    /// - Parameters:
    ///   - partner: Its name.
    ///   - options: Options of `fake`.
    ///   - spec: Lines below `spec:`, without the partner and the endpoint.
    /// - Throws: When the partner does not start.
    init(_ partner: String, options: [String] = [], spec: [String]) async throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(
            "partner-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.resolvingSymlinksInPath().path
        self.partner = partner
        let arguments = ["fake", partner, "--listen", "127.0.0.1:0", "--record", "taken.jsonl"] + options
        fake = try Program.start(arguments, in: folder)
        var port: Int?
        let deadline = ContinuousClock.now + .seconds(120)
        while port == nil, fake.isRunning, ContinuousClock.now < deadline {
            let line = fake.outputSoFar.split(separator: "\n").first
            port = line?.split(separator: ":").last.flatMap { Int($0) }
            if port == nil { try await Task.sleep(for: .milliseconds(5)) }
        }
        self.port = try #require(port, "the simulated partner did not start")
        let lines =
            ["partner: \(partner)", "source: events"] + spec + [
                #"endpoint: { url: "http://127.0.0.1:\#(self.port)", allow: [plaintext, loopback] }"#
            ]
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
            """ + "\n" + lines.map { "  \($0)\n" }.joined(),
            to: "specs/all.yaml"
        )
    }

    deinit {
        fake.kill()
        try? FileManager.default.removeItem(atPath: folder)
    }

    func write(_ text: String, to name: String) throws {
        let url = URL(fileURLWithPath: "\(folder)/\(name)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: url)
    }

    @discardableResult
    func run(_ arguments: String...) async throws -> Program.Result {
        try await Program.start(arguments, in: folder, environment: secrets).wait()
    }

    func start(_ arguments: String...) throws -> Program.Running {
        try Program.start(arguments, in: folder, environment: secrets)
    }

    /// What the partner took, in order.
    func taken() throws -> [[String: Any]] {
        let text = (try? String(contentsOfFile: "\(folder)/taken.jsonl", encoding: .utf8)) ?? ""
        return try text.split(separator: "\n").map { line in
            let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return try #require(value as? [String: Any])
        }
    }

    /// How often the partner took each event, by the member that names it.
    func counts(by member: String) throws -> [String: Int] {
        try taken().reduce(into: [:]) { counts, line in
            let event = line["event"] as? [String: Any]
            counts[event?[member] as? String ?? "", default: 0] += 1
        }
    }

    /// A page of the partner's, as JSON or text.
    func page(_ method: String, _ path: String, body: String = "") async throws -> String {
        let script = """
            exec 3<>/dev/tcp/127.0.0.1/\(port)
            printf '%s %s HTTP/1.1\\r\\nHost: fake\\r\\nConnection: close\\r\\nContent-Length: %d\\r\\n\\r\\n%s' \
                "$1" "$2" "${#3}" "$3" >&3
            cat <&3
            """
        let bash = URL(fileURLWithPath: "/bin/bash")
        let launch = Launch(program: bash, arguments: ["-c", script, "page", method, path, body])
        let answer = try await Program.result(of: launch, in: folder).output
        return answer.split(separator: "\r\n\r\n", maxSplits: 1).last.map(String.init) ?? ""
    }

    /// The books of the current, which must close.
    func books() async throws -> [String: Int] {
        let result = try await run("ledger", "--format", "json", "--verify")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        let currents = try #require(try result.json()["currents"] as? [[String: Any]])
        let demo = try #require(currents.first { $0["name"] as? String == "demo" })
        return demo.compactMapValues { $0 as? Int }
    }

    /// The current as `status` tells it.
    func status() async throws -> [String: Any] {
        let currents = try await run("status", "--format", "json").json()["currents"] as? [[String: Any]]
        return try #require(currents?.first)
    }

    /// No secret stands in the state or in what a command said.
    func expectNoSecret(in results: [Program.Result]) throws {
        let state = URL(fileURLWithPath: folder).appendingPathComponent(".currents")
        for secret in [secrets["AMP_KEY"], secrets["AWS_SECRET"]].compactMap({ $0 }) {
            for result in results { #expect(!(result.output + result.errors).contains(secret)) }
            for name in try FileManager.default.contentsOfDirectory(atPath: state.path) {
                let bytes = try? Data(contentsOf: state.appendingPathComponent(name))
                #expect(bytes?.range(of: Data(secret.utf8)) == nil, "\(name)")
            }
        }
    }

    static func event(_ id: String, user: String? = nil, device: String? = nil) -> String {
        let ids = [user.map { #""external_user_id":"\#($0)""# }, device.map { #""device_id":"\#($0)""# }]
        return
            #"{"event_type":"users.messages.email.Open","id":"\#(id)","time":1792665600,"user":{\#(ids.compactMap { $0 }.joined(separator: ","))},"properties":{"n":1.0}}"#
    }
}
