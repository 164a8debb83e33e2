import Glossary
import Plans
import Testing

@testable import Planning

@Suite("Resolving specs into plans")
struct ResolutionTests {
    private func plan(_ text: String, path: String = "specs/a.yaml") throws -> Plan {
        let reading = Reading(text, path: path)
        return try #require(reading.plans.first, "\(reading.rendered)")
    }

    @Test func everythingLeftOutHasADefault() throws {
        let plan = try plan(ExampleWorkspace.text(ExampleWorkspace.soundSpec))
        #expect(plan.current == "example")
        #expect(plan.isEnabled)
        #expect(plan.start == .beginning)
        #expect(plan.region == nil)
        #expect(plan.endpoint == EndpointPlan(url: "https://events.example.com/in"))
        #expect(plan.settings == ["preset": .text("braze")])
        #expect(plan.customEvents == nil)
        #expect(
            plan.source
                == SourcePlan(name: "events", kind: .file, path: "specs/events.jsonl", isFollowed: false)
        )
        #expect(plan.glossary == PlanFile.glossaryStamp(of: .builtIn))
        #expect(
            plan.delivery
                == DeliveryPlan(
                    inFlight: 4,
                    batchEvents: 100,
                    batchBytes: 4 * 1024 * 1024,
                    requestTimeoutMilliseconds: 30_000,
                    credentialGraceSeconds: 172_800,
                    onExpiry: .deadLetter
                )
        )
    }

    @Test func everythingWrittenIsKept() throws {
        let text = ExampleWorkspace.text(
            """
            enabled: false
            source: events
            start: now
            partner: amplitude
            region: EU
            credentials: { apiKey: { file: ../keys/amplitude } }
            events: { include: [users.messages.email.Open], customEvents: [b, a, b] }
            endpoint: { url: "http://127.0.0.1:9", allow: [plaintext, loopback] }
            settings: { minIdLength: 5, anonymous: true, note: "012" }
            delivery:
              { ordering: per_key, inFlight: 8, batchEvents: 7, requestTimeout: 1500ms, credentialGrace: 2d, onExpiry: wait }
            """,
            metadata: "{ name: full, renamedFrom: old, owner: me@example.com, labels: { env: prod } }",
            source: "{ schema: braze, file: { path: /data/events.jsonl, format: jsonl, follow: true } }"
        )
        let plan = try plan(text)
        #expect(plan.owner == "me@example.com")
        #expect(plan.renamedFrom == "old")
        #expect(plan.labels == ["env": "prod"])
        #expect(!plan.isEnabled)
        #expect(plan.start == .now)
        #expect(plan.mappingVersion == 3)
        #expect(plan.region == "EU")
        #expect(plan.credentials == ["apiKey": .file("keys/amplitude")])
        #expect(plan.customEvents == ["a", "b"])
        #expect(
            plan.endpoint
                == EndpointPlan(url: "http://127.0.0.1:9/2/events?v=1", allow: [.loopback, .plaintext])
        )
        #expect(
            plan.settings
                == [
                    "minIdLength": .integer(5), "anonymous": .boolean(true), "note": .text("012"),
                    "api": .text("http-v2"),
                ]
        )
        #expect(
            plan.source
                == SourcePlan(name: "events", kind: .file, path: "/data/events.jsonl", isFollowed: true)
        )
        #expect(
            plan.delivery
                == DeliveryPlan(
                    ordering: .perKey,
                    inFlight: 8,
                    batchEvents: 7,
                    batchBytes: 1_000_000,
                    requestTimeoutMilliseconds: 1500,
                    credentialGraceSeconds: 172_800,
                    onExpiry: .wait,
                    perIdentity: .init(eventsPerSecond: 30, eventsPerDay: 500)
                )
        )
    }

    @Test func theRegionPicksTheURL() throws {
        let text = ExampleWorkspace.amplitude("region: US\ncredentials: { apiKey: { env: K } }")
        #expect(try plan(text).endpoint.url == "https://api.us.example.com/2/events")
    }

    @Test func aSettingMovesTheURLToAnotherPathAndItsLimits() throws {
        let lines = "region: US\ncredentials: { apiKey: { env: K } }\nsettings: { api: batch }"
        let batch = try plan(ExampleWorkspace.amplitude(lines))
        #expect(batch.endpoint.url == "https://api.us.example.com/batch")
        #expect(batch.delivery.batchEvents == 20)
        #expect(batch.delivery.recordBytes == 1_000)
        #expect(batch.delivery.perIdentity == .init(eventsPerSecond: 100))
        let moved = try plan(
            ExampleWorkspace.amplitude(lines + "\nendpoint: { url: \"https://proxy.example.com:8443\" }")
        )
        #expect(moved.endpoint.url == "https://proxy.example.com:8443/batch")
        let copied = Reading(
            ExampleWorkspace.amplitude(lines + "\nendpoint: { url: \"https://proxy.example.com/batch\" }")
        )
        #expect(copied.codes.isEmpty)
    }

    @Test func settingsReplaceTheRatesOfThePartner() throws {
        let lines = "region: US\ncredentials: { apiKey: { env: K } }\nsettings: { eventsPerSecond: 7 }"
        let rate = try plan(ExampleWorkspace.amplitude(lines)).delivery.perIdentity
        #expect(rate == .init(eventsPerSecond: 7, eventsPerDay: 500))
    }

    @Test func theNeededServicesHaveTheURLsOfTheRegion() throws {
        let assuming = try plan(ExampleWorkspace.assumingRole("{}"))
        #expect(
            assuming.endpoint.services
                == ["sts": "https://sts.eu-west-1.example.com/", "audit": "https://audit.example.com/log"]
        )
        let plain = try plan(ExampleWorkspace.eventBridge("settings: { busName: b }"))
        #expect(plain.endpoint.services == ["audit": "https://audit.example.com/log"])
    }

    @Test func servicesFollowTheEndpointUnlessTheyAreNamed() throws {
        let url = "url: \"https://fake.example.com:9\""
        let followed = try plan(ExampleWorkspace.assumingRole("{ \(url) }")).endpoint
        #expect(followed.url == "https://fake.example.com:9/")
        #expect(
            followed.services
                == ["sts": "https://fake.example.com:9/", "audit": "https://fake.example.com:9/log"]
        )
        let services = "services: { sts: \"https://sts.example.com/x\" }"
        let named = try plan(ExampleWorkspace.assumingRole("{ \(url), \(services) }")).endpoint
        #expect(
            named.services
                == ["sts": "https://sts.example.com/x", "audit": "https://fake.example.com:9/log"]
        )
        let alone = try plan(ExampleWorkspace.assumingRole("{ \(services) }")).endpoint
        #expect(alone.url == "https://events.eu-west-1.example.com/")
        #expect(alone.services["sts"] == "https://sts.example.com/x")
    }

    @Test func eachTypeCarriesThePartnersNameAndTheSpecsGoesFirst() throws {
        let events = """
            [users.messages.email.Open, users.messages.email.Send, users.messages.email.Click, \
            users.messages.email.Bounce, users.behaviors.CustomEvent]
            """
        let names =
            "users.messages.email.Send: Sent, users.messages.email.Bounce: users.messages.email.Bounce"
        let plan = try plan(ExampleWorkspace.eventNames(names, events: events))
        #expect(
            Dictionary(uniqueKeysWithValues: plan.events.map { ($0.type, $0.name) })
                == [
                    "users.messages.email.Open": "[Own] Email Open", "users.messages.email.Send": "Sent",
                    "users.messages.email.Click": "[Own] users.messages.email.Click",
                    "users.messages.email.Bounce": nil,
                    "users.behaviors.CustomEvent": "[Own] [Custom] *",
                ]
        )
        #expect(plan.settings["eventNames"] == nil)
        let renamed = try self.plan(
            ExampleWorkspace.eventNames("users.behaviors.CustomEvent: \"* (app)\"", events: events)
        )
        #expect(renamed.events.first { $0.type == "users.behaviors.CustomEvent" }?.name == "* (app)")
    }

    @Test func standardInputHasNoPath() throws {
        let text = ExampleWorkspace.text(
            ExampleWorkspace.soundSpec,
            source: "{ schema: braze, file: { path: \"-\", follow: true } }"
        )
        #expect(
            try plan(text).source
                == SourcePlan(name: "events", kind: .standardInput, path: "", isFollowed: false)
        )
    }

    @Test func aStarSelectsWhatThePartnerTakesAndTellsTheRest() throws {
        let plan = try plan(ExampleWorkspace.events("[\"*\"]"))
        let types = Glossary.builtIn.eventTypes
        #expect(plan.events.map(\.type) == types.filter(\.isInHTTP).map(\.name).sorted())
        #expect(plan.leftOut.map(\.type) == types.filter { !$0.isInHTTP }.map(\.name).sorted())
        #expect(Set(plan.leftOut.map(\.reason)) == ["retired", "only storage partners receive it"])
    }

    @Test func excludeTakesAwayFromGlobsGroupsAndNames() throws {
        let events = """
            { include: ["users.messages.email.*", { group: canvas }, users.behaviors.Uninstall], \
            exclude: [users.messages.email.Open, "users.canvas.*", users.behaviors.Uninstall] }
            """
        let types = try plan(ExampleWorkspace.events(events)).events.map(\.type)
        #expect(types.contains("users.messages.email.Send"))
        #expect(!types.contains("users.messages.email.Open"))
        #expect(!types.contains { $0.hasPrefix("users.canvas.") })
        #expect(!types.contains("users.behaviors.Uninstall"))
        #expect(types.contains { $0.hasPrefix("users.canvasstep.") })
    }

    @Test func anUnlistedTypeIsDeliveredWhenNamedAndLeftOutOfGlobs() throws {
        let lines = "region: EU\ncredentials: { apiKey: { env: K } }"
        let named = try plan(ExampleWorkspace.amplitude(lines, events: "[users.messages.line.Send]"))
        #expect(named.events.map(\.type) == ["users.messages.line.Send"])
        let events = "[\"users.messages.line.*\", users.messages.line.Send, users.messages.email.Open]"
        let reading = Reading(ExampleWorkspace.amplitude(lines, events: events))
        #expect(reading.codes.contains("CUR302"))
        let mixed = try plan(ExampleWorkspace.amplitude(lines, events: "[\"users.messages.*\"]"))
        #expect(mixed.leftOut.contains { $0.reason == "not on the list of Amplitude" })
    }

    @Test func eachTypeCarriesTheAddressOfItsFields() throws {
        let event = try #require(try plan(ExampleWorkspace.text(ExampleWorkspace.soundSpec)).events.first)
        let type = try #require(Glossary.builtIn[event.type])
        #expect(event.shape == PlanFile.shape(of: type))
        #expect(event.name == nil)
    }

    @Test(arguments: [
        ("events.jsonl", "specs/a.yaml", "specs/events.jsonl"), ("./x", "a.yaml", "x"),
        ("x", "./a.yaml", "x"),
        ("../x", "specs/a.yaml", "x"), ("../../x", "specs/a.yaml", "../x"), ("../x", "../w/a.yaml", "../x"),
        ("a/../b", "a.yaml", "b"), ("/x/../y", "specs/a.yaml", "/x/../y"),
        ("x", "/w/specs/a.yaml", "/w/specs/x"),
        ("../../../x", "/w/a.yaml", "/x"), ("..", "w/a.yaml", "."), (".", "a.yaml", "."),
        ("a//b", "w/a.yaml", "w/a/b"),
    ])
    func pathsAreRelativeToTheSpec(path: String, spec: String, resolved: String) {
        #expect(SpecPath.resolve(path, inSpec: spec) == resolved)
    }
}
