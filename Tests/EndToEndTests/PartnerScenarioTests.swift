import Foundation
import Testing

@Suite("EventBridge, with the built program")
struct EventBridgeScenarioTests {
    private func site(_ options: [String] = [], count: Int = 60) async throws -> PartnerSite {
        let site = try await PartnerSite(
            "eventbridge",
            options: ["--region", "eu-west-1"] + options,
            spec: [
                "region: eu-west-1",
                "credentials: { accessKeyId: { env: AWS_ID }, secretAccessKey: { env: AWS_SECRET } }",
                "settings: { accountId: 012345678901, partnerName: example.com }",
                #"events: ["*"]"#,
            ]
        )
        try site.write((0..<count).map { PartnerSite.event("e\($0)") + "\n" }.joined(), to: "events.jsonl")
        return site
    }

    private func sourceName(_ site: PartnerSite) async throws -> String {
        let plan = try await site.run("plan", "specs", "--format", "json").json()
        let steps = try #require(plan["steps"] as? [[String: Any]])
        return try #require(steps.first?["name"] as? String)
    }

    @Test func eventsWaitUntilTheSourceIsAssociated() async throws {
        let site = try await site()
        let name = try await sourceName(site)
        #expect(name.hasPrefix("aws.partner/example.com/"))
        #expect(!name.contains("012345678901"))
        let first = try await site.run("apply", "specs", "--auto-approve")
        let second = try await site.run("apply", "specs", "--auto-approve")
        #expect(first.status == 0 && second.status == 0, "\(first.errors)\(second.errors)")
        let held = try await site.run("run", "--once")
        #expect(held.status == 3)
        #expect(try await site.status()["condition"] as? String == "pending_association")
        #expect(try await site.run("plan", "specs", "--detailed-exitcode").status == 0)
        #expect(try await site.page("POST", "/_fake/associate", body: name) == "ACTIVE")
        #expect(try await site.run("run", "--once").status == 0)
        #expect(try site.counts(by: "id").values.allSatisfy { $0 == 1 })
        #expect(try await site.books()["delivered"] == 60)
        try site.expectNoSecret(in: [first, second, held])
    }

    @Test func aSourceThatIsPendingAgainHoldsWhatComesThen() async throws {
        let site = try await site(["--auto-associate"], count: 20)
        let name = try await sourceName(site)
        #expect(try await site.run("apply", "specs", "--auto-approve").status == 0)
        #expect(try await site.run("run", "--once").status == 0)
        #expect(try await site.page("POST", "/_fake/deactivate", body: name) == "PENDING")
        try site.write((0..<25).map { PartnerSite.event("e\($0)") + "\n" }.joined(), to: "events.jsonl")
        #expect(try await site.run("run", "--once").status == 3)
        #expect(try site.taken().count == 20)
        #expect(try await site.books()["pending"] == 5)
    }

    @Test func anExpiredSourceIsAStepOfThePlanAndCreatedAgain() async throws {
        let site = try await site(["--expiry", "3600"])
        let name = try await sourceName(site)
        #expect(try await site.run("apply", "specs", "--auto-approve").status == 0)
        #expect(try await site.run("run", "--once").status == 3)
        _ = try await site.page("POST", "/_fake/expire", body: name)
        #expect(try await site.run("run", "--once").status == 3)
        #expect(try await site.status()["condition"] as? String == "needs_recreate")
        let plan = try await site.run("plan", "specs", "--detailed-exitcode")
        #expect(plan.status == 2)
        #expect(plan.output.contains("create again"))
        #expect(try await site.run("apply", "specs", "--auto-approve").status == 0)
        _ = try await site.page("POST", "/_fake/associate", body: name)
        #expect(try await site.run("run", "--once").status == 0)
        #expect(try await site.books()["delivered"] == 60)
    }

    @Test func aRefusedCreationAppliesNothing() async throws {
        let site = try await site(["--fault", "error=OperationDisabledException op=CreatePartnerEventSource"])
        let apply = try await site.run("apply", "specs", "--auto-approve")
        #expect(apply.status == 1)
        #expect(apply.errors.contains("CUR522"))
        #expect(try await site.run("plan", "specs", "--detailed-exitcode").status == 2)
    }

    @Test func entriesAreJudgedOneByOneThroughThrottlingResetsAndKills() async throws {
        let site = try await site(
            [
                // Each fault ends some time: what is left at the end would else meet one at every attempt, and waits grow.
                "--auto-associate", "--fault", "entry-error=ThrottlingException every=5 first=150", "--fault",
                "entry-error=MalformedDetail id=e7", "--fault", "reset-after every=4 first=24", "--fault",
                "error=ThrottlingException every=6 first=24 op=PutPartnerEvents",
            ],
            count: 200
        )
        #expect(try await site.run("apply", "specs", "--auto-approve").status == 0)
        let run = try site.start("run", "--once")
        let deadline = ContinuousClock.now + .seconds(60)
        while try site.taken().count < 40, run.isRunning, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(2))
        }
        run.kill()
        _ = try await run.wait()
        #expect(try await site.run("run", "--once", "--wait", "400").status == 0)
        #expect(Set(try site.counts(by: "id").keys) == Set((0..<200).filter { $0 != 7 }.map { "e\($0)" }))
        let books = try await site.books()
        #expect(books["delivered"] == 199)
        #expect(books["deadLettered"] == 1)
    }
}

@Suite("Amplitude, with the built program")
struct AmplitudeScenarioTests {
    private func site(_ options: [String] = [], settings: String = "{}") async throws -> PartnerSite {
        try await PartnerSite(
            "amplitude",
            options: options,
            spec: [
                "region: EU", "credentials: { apiKey: { env: AMP_KEY } }", "settings: \(settings)",
                #"events: ["users.*"]"#,
            ]
        )
    }

    @Test func aHotDeviceNeverPassesItsLimitAndDelaysNobody() async throws {
        let site = try await site()
        let lines = (0..<150).flatMap { index in
            [
                PartnerSite.event("hot-\(index)", device: "device-hot"),
                PartnerSite.event("calm-\(index)", user: "user-\(index)", device: "device-\(index)"),
            ]
        }
        try site.write(lines.map { $0 + "\n" }.joined(), to: "events.jsonl")
        #expect(try await site.run("apply", "specs", "--auto-approve").status == 0)
        #expect(try await site.run("run", "--once").status == 0)
        let order = try site.taken().compactMap { ($0["event"] as? [String: Any])?["insert_id"] as? String }
        #expect(order.count == 300 && Set(order).count == 300)
        let lastCalm = try #require(order.lastIndex { $0.hasPrefix("calm") })
        #expect(lastCalm < 250, "the hot device was still waiting")
        let page = try await site.page("GET", "/_fake/ledger")
        #expect(page.contains(#""by_status":{"200""#) && !page.contains(#""429""#), "\(page)")
        #expect(try await site.books()["delivered"] == 300)
    }

    @Test func whoIsNobodyAndWhoIsShortIsToldInStatus() async throws {
        let site = try await site()
        let lines = [
            PartnerSite.event("a", user: "customer-1"), PartnerSite.event("b", device: "device-1"),
            PartnerSite.event("c"), PartnerSite.event("d", user: "1234"),
            PartnerSite.event("e", user: "unknown"),
        ]
        try site.write(lines.map { $0 + "\n" }.joined(), to: "events.jsonl")
        #expect(try await site.run("apply", "specs", "--auto-approve").status == 0)
        #expect(try await site.run("run", "--once").status == 0)
        let books = try await site.books()
        #expect(books["delivered"] == 2 && books["filtered"] == 1 && books["deadLettered"] == 2)
        let answers = try #require(try await site.status()["answers"] as? [[String: String]])
        let words = answers.compactMap { $0["answer"] }.joined(separator: "\n")
        #expect(words.contains("no_identity"))
        #expect(words.contains("minIdLength"))
        #expect(
            answers.contains { $0["question"] == "not_matching" && $0["answer"]?.contains("1 event") == true }
        )
    }

    @Test func theDaysLimitEndsTheRunWithThreeAndSaysWhenItGoesOn() async throws {
        let site = try await site(settings: "{ eventsPerDay: 20 }")
        let lines = (0..<30).map { PartnerSite.event("e\($0)", device: "device-hot") }
        try site.write(lines.map { $0 + "\n" }.joined(), to: "events.jsonl")
        #expect(try await site.run("apply", "specs", "--auto-approve").status == 0)
        for _ in 0..<2 {
            let run = try await site.run("run", "--once", "--wait", "1", "--format", "json")
            #expect(run.status == 3)
            let current = (try run.json()["currents"] as? [[String: Any]])?.first
            #expect((current?["dueInSeconds"] as? Int ?? 0) > 3600)
        }
        #expect(try site.taken().count == 20)
        let answers = try #require(try await site.status()["answers"] as? [[String: String]])
        #expect(
            answers.contains { $0["question"] == "delayed" && $0["answer"]?.contains("20 a day") == true }
        )
        #expect(try await site.books()["pending"] == 10)
    }

    @Test func nothingIsLostOrConfusedThroughRefusalsOutagesAndKills() async throws {
        let site = try await site([
            "--fault", "invalid-field=time id=e5", "--fault", "status-after=502 every=3", "--fault",
            "reset-after every=5", "--fault", "status=503 every=7",
        ])
        let lines = (0..<300).map { PartnerSite.event("e\($0)", user: "customer-\($0 % 60)") }
        try site.write(lines.map { $0 + "\n" }.joined(), to: "events.jsonl")
        #expect(try await site.run("apply", "specs", "--auto-approve").status == 0)
        let run = try site.start("run", "--once")
        let deadline = ContinuousClock.now + .seconds(60)
        while try site.taken().isEmpty, run.isRunning, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(2))
        }
        run.kill()
        _ = try await run.wait()
        #expect(try await site.run("run", "--once", "--wait", "400").status == 0)
        #expect(
            Set(try site.counts(by: "insert_id").keys) == Set((0..<300).filter { $0 != 5 }.map { "e\($0)" })
        )
        let books = try await site.books()
        #expect(books["delivered"] == 299 && books["deadLettered"] == 1)
    }

    @Test func aWrongKeyKeepsEverythingAndIsShownNowhere() async throws {
        let site = try await site()
        site.secrets["AMP_KEY"] = "0123456789abcdef0123456789abcdef"
        try site.write(PartnerSite.event("a", user: "customer-1") + "\n", to: "events.jsonl")
        let apply = try await site.run("apply", "specs", "--auto-approve")
        let run = try await site.run("run", "--once")
        #expect(apply.status == 0 && run.status == 3)
        #expect(run.output.contains("credentials_invalid"))
        #expect(try await site.books()["pending"] == 1)
        try site.expectNoSecret(in: [apply, run])
    }
}
