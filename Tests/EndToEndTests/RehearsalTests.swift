import Foundation
import Testing

@Suite("rehearse, with the built program")
struct RehearsalTests {
    private func bench(events: String = #"["*"]"#, more: String = "") throws -> Workbench {
        let bench = try Workbench()
        try bench.write(
            """
            apiVersion: currents/v1
            kind: Source
            metadata: { name: events }
            spec: { file: { path: nowhere.jsonl, follow: true } }
            ---
            apiVersion: currents/v1
            kind: Current
            metadata: { name: web }
            spec:
              source: events
              start: now
              partner: http
              credentials: { bearerToken: { env: NOT_SET_ANYWHERE } }
              events: \(events)
              endpoint: { url: "https://events.example.com/in?x=1" }
            \(more)
            """,
            to: "specs/all.yaml"
        )
        return bench
    }

    private func events(_ count: Int) -> String {
        (0..<count).map { Site.event("e\($0)") + "\n" }.joined()
    }

    /// One current for each way to reach the other partners; none of the secrets exists.
    private static let otherCurrents = """
        ---
        apiVersion: currents/v1
        kind: Current
        metadata: { name: analytics }
        spec:
          source: events
          partner: amplitude
          region: EU
          credentials: { apiKey: { file: keys/none } }
          events: [users.messages.email.Open]
        ---
        apiVersion: currents/v1
        kind: Current
        metadata: { name: bus }
        spec:
          source: events
          partner: eventbridge
          region: eu-west-1
          credentials:
            accessKeyId: { env: NOT_SET_EITHER }
            secretAccessKey: { env: NOT_SET_EITHER }
            sessionToken: { env: NOT_SET_EITHER }
          settings:
            busName: "arn:aws:events:eu-west-1:123456789012:event-bus/crm"
            roleArn: "arn:aws:iam::123456789012:role/currents"
            externalId: word
          events: ["*"]
        ---
        apiVersion: currents/v1
        kind: Current
        metadata: { name: partner-source }
        spec:
          source: events
          partner: eventbridge
          region: eu-west-1
          credentials: { accessKeyId: { env: NOT_SET_EITHER }, secretAccessKey: { env: NOT_SET_EITHER } }
          settings: { partnerName: example.com, accountId: "123456789012" }
          events: ["*"]
        """

    @Test func everyPartnerTakesItsEventsAndTheBooksClose() async throws {
        let bench = try bench(more: Self.otherCurrents)
        let lines = (0..<40).map {
            PartnerSite.event("e\($0)", user: "user-\($0)") + "\n"
        }
        try bench.write(lines.joined(), to: "in.jsonl")
        let result = try await bench.run("rehearse", "specs", "--input", "in.jsonl", "--format", "json")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        let report = try result.json()
        #expect(report["books"] as? String == "closed")
        let currents = try #require(report["currents"] as? [[String: Any]])
        #expect(
            currents.compactMap { $0["name"] as? String } == ["analytics", "bus", "partner-source", "web"]
        )
        #expect(currents.allSatisfy { $0["delivered"] as? Int == 40 && $0["accepted"] as? Int == 40 })
    }

    @Test func nothingStaysBehind() async throws {
        let bench = try bench()
        try bench.write(events(3), to: "in.jsonl")
        try FileManager.default.createDirectory(
            atPath: "\(bench.folder)/tmp",
            withIntermediateDirectories: true
        )
        let place = ["TMPDIR": "\(bench.folder)/tmp"]
        let good = try await bench.run("rehearse", "specs", "--input", "in.jsonl", environment: place)
        #expect(good.status == 0, "\(good.output)\(good.errors)")
        let bad = try await bench.run("rehearse", "specs", "--input", "none.jsonl", environment: place)
        #expect(bad.status == 74)
        #expect(bad.errors.contains("'none.jsonl' cannot be read"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(bench.folder)/tmp").isEmpty)
        #expect(!FileManager.default.fileExists(atPath: "\(bench.folder)/.currents"))
    }

    @Test func whatIsLeftOutIsToldByReason() async throws {
        let bench = try bench(events: "[users.messages.email.Open]")
        let lines = events(2) + Site.event("c", type: "users.messages.email.Click") + "\n"
        let result = try await bench.run("rehearse", "specs", "--input", "-", input: lines)
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains("web\n  filtered: not_selected 1\n"))
        #expect(result.output.hasSuffix("books: closed\n"))
    }

    @Test func whatCannotBeDeliveredFails() async throws {
        let bench = try bench(
            more: """
                ---
                apiVersion: currents/v1
                kind: Current
                metadata: { name: analytics }
                spec:
                  source: events
                  partner: amplitude
                  region: EU
                  credentials: { apiKey: { env: KEY } }
                  events: [users.messages.email.Open]
                """
        )
        // Shorter than the partner's ids may be.
        try bench.write(PartnerSite.event("a", user: "u") + "\n", to: "in.jsonl")
        let result = try await bench.run("rehearse", "specs", "--input", "in.jsonl")
        #expect(result.status == 1)
        #expect(
            result.output.contains(
                "analytics\n  dead letters: mapping_failed 1\n    users.messages.email.Open: "
            )
        )
        #expect(result.output.contains("books: closed"))
    }

    @Test func linesThatAreNoEventsFail() async throws {
        let bench = try bench()
        let result = try await bench.run("rehearse", "specs", "--input", "-", input: events(1) + "junk\n")
        #expect(result.status == 1)
        #expect(result.output.contains("source 'events': 1 line of the input cannot be events"))
    }

    @Test func aDisabledCurrentIsSaidToStayAway() async throws {
        let bench = try bench(more: "  enabled: false")
        let result = try await bench.run("rehearse", "specs", "--input", "-", input: events(1))
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains("web: not rehearsed, the current is disabled"))
    }

    @Test func theShippedWorkspacePassesItsTestsAndItsRehearsal() async throws {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
        let bench = try Workbench()
        let tests = try await bench.run("test", "\(root)/specs")
        #expect(tests.status == 0, "\(tests.output)\(tests.errors)")
        let input = "\(root)/specs/samples/events.jsonl"
        let result = try await bench.run("rehearse", "\(root)/specs", "--input", input, "--format", "json")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        let currents = try #require(try result.json()["currents"] as? [[String: Any]])
        #expect(currents.allSatisfy { $0["in"] as? Int == 72 })
    }

    @Test func everyPartnerCanBeSimulated() async throws {
        let bench = try Workbench()
        let listed = try await bench.run("partners", "--format", "json").json()["partners"]
        let partners = try #require(listed as? [[String: Any]]).compactMap { $0["partner"] as? String }
        for partner in partners {
            #expect(try await bench.run("init", partner, "--partner", partner).status == 0)
            let result = try await bench.run(
                "rehearse",
                "\(partner)/specs",
                "--input",
                "\(partner)/events.jsonl",
                "--format",
                "json"
            )
            #expect(result.status == 0, "\(result.output)\(result.errors)")
            #expect((try result.json()["notRehearsed"] as? [Any])?.isEmpty == true, "\(partner)")
        }
    }
}
