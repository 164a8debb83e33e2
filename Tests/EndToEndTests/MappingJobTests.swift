import Foundation
import Testing

/// Mappings from the spec to the partner, by the built program.
@Suite("Mappings, end to end")
struct MappingJobTests {
    private static let key = "the-hash-key-of-this-test-0123456789"
    private static let mail = "someone@example.com"
    private static let lines = """
          mappings:
            - rename: { properties.campaign_name: properties.Campaign }
              remove: [properties.user_agent, properties.ip_pool]
              hash: [properties.email_address]
              redact: [user.device_id]
              set: { properties.origin: braze, properties.n: 1.50 }
          hashKey: { file: ../hash.key }
        """

    private static func event(_ id: String) -> String {
        #"{"event_type":"users.messages.email.Open","id":"\#(id)","time":1,"user":{"user_id":"u","device_id":"dev-4711"},"properties":{"campaign_name":"Spring","email_address":"\#(mail)","user_agent":"Secret Agent"}}"#
    }

    private func site() async throws -> Site {
        let site = try await Site()
        try site.write(
            site.spec(events: "[users.messages.email.Open]", extra: Self.lines),
            to: "specs/all.yaml"
        )
        try site.write((0..<150).map { Self.event("e\($0)") + "\n" }.joined(), to: "events.jsonl")
        return site
    }

    /// Everything the state keeps, as bytes.
    private func state(of site: Site) throws -> Data {
        let folder = URL(fileURLWithPath: "\(site.folder)/.currents")
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return names.reduce(into: Data()) { all, name in
            all += (try? Data(contentsOf: folder.appendingPathComponent(name))) ?? Data()
        }
    }

    @Test func theRunWaitsForTheKeyAndThenDeliversWhatThePreviewShows() async throws {
        let site = try await site()
        let preview = try await site.run("preview", "specs", "--current", "demo", "--input", "events.jsonl")
        #expect(preview.status == 0, "\(preview.errors)")
        let shown =
            #"{"event_type":"users.messages.email.Open","id":"e0","time":1,"user":{"user_id":"u","device_id":"[redacted]"},"properties":{"Campaign":"Spring","email_address":"[hash]","n":1.50,"origin":"braze"}}"#
        #expect(preview.output.contains(shown), "\(preview.output.prefix(600))")

        try await site.apply()
        let waiting = try await site.run("run", "--once")
        #expect(waiting.status == 3, "\(waiting.output)\(waiting.errors)")
        #expect(site.taken.isEmpty)
        #expect((waiting.output + waiting.errors).contains("hashKey"))

        try site.write(Self.key, to: "hash.key")
        let run = try await site.run("run", "--once")
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect(site.taken.count == 150)
        let record = try String(contentsOfFile: "\(site.folder)/taken.jsonl", encoding: .utf8)
        #expect(record.contains("[redacted]"))
        for secret in [Self.mail, "dev-4711", "Secret Agent", "campaign_name", Self.key] {
            #expect(!record.contains(secret), "\(secret)")
        }
        let outputs = [preview, waiting, run].map { $0.output + $0.errors }.joined()
        #expect(!outputs.contains(Self.key))
        #expect(try state(of: site).range(of: Data(Self.key.utf8)) == nil)
        let plan = try await site.run("compile", "specs", "--out", "plans")
        #expect(plan.status == 0, "\(plan.errors)")
        #expect(!plan.output.contains(Self.key))
        _ = try await site.books()
    }
}
