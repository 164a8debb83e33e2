import Foundation
import Testing

@Suite("send-test, with the built program")
struct SendTestTests {
    private let events = "[users.messages.email.Open, users.messages.email.Send, users.behaviors.CustomEvent]"

    @Test func oneMarkedEventOfEachTypeArrives() async throws {
        let site = try await Site()
        try site.write(site.spec(events: events), to: "specs/all.yaml")
        let result = try await site.run("send-test", "specs", "--current", "demo")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains("3 of 3 events accepted"))
        #expect(site.taken.count == 3)
        #expect(site.taken.keys.allSatisfy { $0.hasPrefix("currents-test-") })
        #expect(!FileManager.default.fileExists(atPath: "\(site.folder)/.currents"))
    }

    @Test func theStateOfTheCurrentIsNotTouched() async throws {
        let site = try await Site()
        try site.writeEvents(["a", "b"])
        try site.write(site.spec(events: events), to: "specs/all.yaml")
        try await site.apply()
        #expect(try await site.run("run", "--once").status == 0)
        let before = try await site.books()
        let result = try await site.run("send-test", "--state", ".currents", "--current", "demo")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(try await site.books() == before)
        #expect(site.taken.count == 5)
    }

    @Test func aRefusalIsToldInThePartnersWords() async throws {
        let site = try await Site(faults: ["status=400"])
        try site.write(site.spec(events: "[users.messages.email.Open]"), to: "specs/all.yaml")
        let result = try await site.run("send-test", "specs", "--current", "demo", "--format", "json")
        #expect(result.status == 1, "\(result.output)\(result.errors)")
        let fates = try #require(try result.json()["events"] as? [[String: Any]])
        #expect(fates.first?["fate"] as? String == "refused")
        #expect((fates.first?["words"] as? String)?.contains("400") == true)
    }

    @Test func wrongCredentialsAreARefusal() async throws {
        let site = try await Site(token: "anotherToken")
        let result = try await site.run("send-test", "specs", "--current", "demo", "--wait", "0")
        #expect(result.status == 1, "\(result.output)\(result.errors)")
        #expect(result.output.contains("credentials_invalid"))
        #expect(!(result.output + result.errors).contains(Site.token))
    }

    @Test func aPartnerThatIsNotThereEndsWith74() async throws {
        let site = try await Site(faults: ["reset"])
        try site.write(site.spec(events: "[users.messages.email.Open]"), to: "specs/all.yaml")
        let result = try await site.run("send-test", "specs", "--current", "demo", "--wait", "0")
        #expect(result.status == 74, "\(result.output)\(result.errors)")
        #expect(result.output.contains("not_sent"))
    }

    @Test func aDryRunSendsNothing() async throws {
        let site = try await Site()
        try site.write(site.spec(events: events), to: "specs/all.yaml")
        let result = try await site.run("send-test", "specs", "--current", "demo", "--dry-run")
        #expect(result.status == 0)
        #expect(result.output.contains(#""external_user_id":"currents-test-user""#))
        #expect(site.taken.isEmpty)
    }

    @Test(arguments: ["amplitude", "eventbridge", "http"])
    func aSampleOfEveryTypeBecomesARecord(partner: String) async throws {
        let bench = try Workbench()
        #expect(try await bench.run("init", "--partner", partner).status == 0)
        let spec = bench.text("specs/\(partner).yaml")
        try bench.write(
            spec.replacing("- users.messages.email.*", with: "- \"*\""),
            to: "specs/\(partner).yaml"
        )
        // Its tests say that other types are left out.
        try FileManager.default.removeItem(atPath: "\(bench.folder)/specs/tests.yaml")
        let result = try await bench.run(
            "send-test",
            "specs",
            "--current",
            partner,
            "--dry-run",
            "--format",
            "json"
        )
        #expect(result.status == 0, "\(result.errors)")
        let lines = result.output.split(separator: "\n")
        #expect(lines.count > 50)
        let others = lines.filter { !$0.contains(#""outcome":"record""#) }
        #expect(others.allSatisfy { $0.contains("no_identity") }, "\(others)")
    }

    @Test func specsAndAStateAreOneTooMany() async throws {
        let bench = try Workbench()
        #expect(try await bench.run("send-test", "--current", "a").status == 64)
        #expect(try await bench.run("send-test", "specs", "--state", "s", "--current", "a").status == 64)
    }
}

@Suite("preview --request and searches, with the built program")
struct LookingTests {
    @Test func theWholeRequestIsShownWithoutSecrets() async throws {
        let site = try await Site()
        try site.writeEvents(["a", "b"])
        let result = try await site.run(
            "preview",
            "specs",
            "--current",
            "demo",
            "--input",
            "events.jsonl",
            "--request"
        )
        #expect(result.status == 0, "\(result.errors)")
        let body = "{\"events\":[\(Site.event("a")),\(Site.event("b"))]}"
        #expect(
            result.output.contains("\nPOST http://127.0.0.1:\(site.port)/in\nHost: 127.0.0.1:\(site.port)\n")
        )
        #expect(result.output.contains("Authorization: Bearer ***\n"))
        #expect(result.output.contains("\nContent-Length: \(body.utf8.count)\n\n\(body)\n"))
        #expect(!result.output.contains(Site.token))
    }

    @Test func programsGetTheRequestAsJSON() async throws {
        let site = try await Site()
        try site.writeEvents((0..<101).map { "e\($0)" })
        let result = try await site.run(
            "preview",
            "specs",
            "--current",
            "demo",
            "--input",
            "events.jsonl",
            "--request",
            "--format",
            "json"
        )
        let lines = try result.output.split(separator: "\n").map { line in
            let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return try #require(value as? [String: Any])
        }
        let requests = lines.compactMap { $0["request"] as? [String: Any] }
        #expect(lines.count == 103)
        #expect(requests.count == 2, "a hundred events fill a request")
        #expect(requests.first?["method"] as? String == "POST")
    }

    @Test func eventsAreFoundByNameSpellingAndField() async throws {
        let bench = try Workbench()
        let result = try await bench.run("events", "--search", "BOUNCE", "--format", "json")
        #expect(result.status == 0)
        let events = try #require(try result.json()["events"] as? [[String: Any]])
        let soft = events.first { $0["type"] as? String == "users.messages.email.SoftBounce" }
        #expect((soft?["found"] as? [String])?.contains("name") == true)
        let alias = try await bench.run("events", "--search", "users_campaigns_abort")
        #expect(alias.output.contains("users.campaigns.Abort"))
        #expect(try await bench.run("events", "--search", "xyzzy").status == 1)
    }

    @Test func aPartnersEventsComeUnderItsNames() async throws {
        let bench = try Workbench()
        let result = try await bench.run("events", "users.messages.email.*", "--partner", "amplitude")
        #expect(result.output.contains("[Appboy] Email Open"))
        #expect(!result.output.contains("users.messages.email.Deferral"), "not on the partner's list")
        #expect(
            try await bench.run("events", "--partner", "amplitud").errors.contains(
                "did you mean 'amplitude'?"
            )
        )
    }

    @Test func partnersAreFoundByWhatTheyRequire() async throws {
        let bench = try Workbench()
        let result = try await bench.run("partners", "--search", "BUSNAME", "--format", "json")
        let partners = try #require(try result.json()["partners"] as? [[String: Any]])
        #expect(partners.compactMap { $0["partner"] as? String } == ["eventbridge"])
        #expect(try await bench.run("partners", "--search", "xyzzy").status == 1)
    }
}
