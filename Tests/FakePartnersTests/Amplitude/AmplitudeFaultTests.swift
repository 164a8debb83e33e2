import Testing

@testable import FakePartners

@Suite("Fake Amplitude: faults")
struct AmplitudeFaultTests {
    private let project = AmplitudeProject()
    private let good = AmplitudeProject.event("id-1")

    @Test func aFieldCanBeCalledInvalid() throws {
        let events = [good, AmplitudeProject.event("bad"), AmplitudeProject.event("bad", user: "user-2")]
        let faults = ["invalid-field=event_properties id=bad"]
        let reply = try project.send(events, to: "/batch", faults: faults)
        #expect(reply.error == "Invalid field values on some events")
        #expect(reply["events_with_invalid_fields"] == ["event_properties": [1, 2]])
        #expect(try project.send([good], faults: faults).status == 200)
    }

    @Test func silencedDevicesAreNamedWithTheirEvents() throws {
        let events = [
            good, AmplitudeProject.event("b", device: "device-1"),
            AmplitudeProject.event("c", device: "device-2"),
        ]
        let reply = try project.send(events, faults: ["silence device=device-1", "silence device=elsewhere"])
        #expect(reply.status == 400)
        #expect(reply.error == "Events silenced for device_id")
        #expect(reply["silenced_devices"] == ["device-1"])
        #expect(reply["silenced_events"] == [1])
        #expect(reply["throttled_events"] == [])
        #expect(reply.taken == nil)
        #expect(try project.send([good], faults: ["silence device=device-1"]).status == 200)
    }

    @Test func throttledEventsStandBesideSilencedOnes() throws {
        let events = [
            AmplitudeProject.event("a", device: "device-1"),
            AmplitudeProject.event("b", user: "user-2", device: "device-2"),
        ]
        let faults = ["silence device=device-1", "throttle device=device-2 seconds=5"]
        let reply = try project.send(events, faults: faults)
        #expect(reply.status == 400)
        #expect(reply["silenced_events"] == [0])
        #expect(reply["throttled_events"] == [1])
        #expect(reply["throttled_devices"] == ["device-2": 1])
    }

    @Test(arguments: ["device", "user"])
    func throttlingLastsAsLongAsTheScriptSays(kind: String) throws {
        let event = AmplitudeProject.event("a", user: "sender", device: "sender")
        let reply = try project.send([good, event], faults: ["throttle \(kind)=sender seconds=5"])
        #expect(reply.status == 429)
        #expect(reply["throttled_\(kind)s"] == ["sender": 1])
        #expect(reply["throttled_events"] == [1])
        project.wait(seconds: 4.999)
        #expect(try project.send([event]).status == 429)
        #expect(try project.send([good]).status == 200)
        project.wait(seconds: 0.001)
        #expect(try project.send([event]).status == 200)
    }

    @Test func theFirewallForbidsAllOrTheRequestsWithOneEvent() throws {
        let reply = try project.send([good], faults: ["forbidden"])
        #expect(reply.members == ["code": 403, "error": "Forbidden"])
        #expect(reply.status == 403)
        #expect(try project.send([good], faults: ["forbidden id=id-1"]).status == 403)
        #expect(try project.send([good], faults: ["forbidden id=id-2"]).status == 200)
    }

    @Test func theCountOfTheAnswerCanBeWrong() throws {
        let reply = try project.send([good], faults: ["ingested=7"])
        #expect(reply["events_ingested"] == 7)
        #expect(reply.taken?.count == 1)
    }

    @Test(arguments: [
        ("invalid-field=x", "'invalid-field' needs 'id=…'"), ("silence", "'silence' needs 'device=…'"),
        ("throttle seconds=1", "needs either 'device=…' or 'user=…'"),
        ("throttle device=a user=b seconds=1", "needs either 'device=…' or 'user=…'"),
        ("throttle device=a", "needs 'seconds=…'"), ("throttle device=a seconds=0", "needs 'seconds=…'"),
        ("ingested=x", "'ingested' needs a whole number"), ("forbidden colour=red", "'colour' means nothing"),
        ("silence device=a status=400", "'status' means nothing"),
        ("explode", "truncate, reject, invalid-field=…, silence"), ("silence=x", "has no action"),
    ])
    func saysWhatIsWrongWithAFault(line: String, expected: String) {
        guard case .failure(let problem) = FaultRule.parse(line, forms: project.fake.faultForms) else {
            Issue.record("expected a problem")
            return
        }
        #expect(problem.description.contains(expected), "\(problem)")
    }

    @Test func otherPartnersDoNotKnowThem() {
        guard case .failure(let problem) = FaultRule.parse("silence device=a", forms: FakeHTTP().faultForms)
        else {
            Issue.record("expected a problem")
            return
        }
        #expect(problem.description.contains("unknown action 'silence'"))
    }
}
