import Testing

@testable import FakePartners

@Suite("Fake Amplitude: events")
struct AmplitudeEventTests {
    private let project = AmplitudeProject()
    private let good = AmplitudeProject.event("id-1")

    private func reply(to event: String, options: String = "") throws -> AmplitudeReply {
        try project.send([good, event], options: options)
    }

    @Test(arguments: [
        #"{"user_id":"user-1"}"#, #"{"user_id":"user-1","event_type":""}"#,
    ])
    func anEventNeedsAType(event: String) throws {
        let reply = try reply(to: event)
        #expect(reply.status == 400)
        #expect(reply.error == "Request missing required field")
        #expect(reply["events_with_missing_fields"] == ["event_type": [1]])
        #expect(reply.taken == nil)
    }

    @Test func anEventNeedsAUserOrADevice() throws {
        let reply = try reply(to: #"{"event_type":"opened"}"#)
        #expect(reply.error == "Request missing required field")
        #expect(reply["events_with_missing_fields"] == ["user_id": [1], "device_id": [1]])
    }

    @Test(arguments: ["productId", "revenueType"])
    func aProductNeedsAPriceOrARevenue(field: String) throws {
        let alone = AmplitudeProject.event("a", more: #","\#(field)":"x""#)
        #expect(try reply(to: alone)["events_with_missing_fields"] == ["price": [1]])
        for amount in ["price", "revenue"] {
            let event = AmplitudeProject.event("a", more: #","\#(field)":"x","\#(amount)":-1.5"#)
            #expect(try reply(to: event).status == 200)
        }
    }

    @Test(arguments: [
        ("time", "1792665600"), ("time", "99999999999"), ("time", "1792665600000.5"), ("time", "1.79e12"),
        ("time", #""1792665600000""#), ("time", #""2026-10-22T00:00:00Z""#), ("time", "1792665600000000"),
        ("time", "946684799999"), ("time", "1824288000001"), ("time", "99999999999999999999"),
        ("time", "null"),
        ("event_properties", "[]"), ("event_properties", #""{}""#), ("event_properties", "null"),
        ("user_properties", "7"), ("groups", "[]"), ("plan", "\"x\""),
        ("price", #""4.99""#), ("revenue", "true"), ("quantity", "1.5"), ("quantity", #""1""#),
        ("location_lat", #""1""#), ("session_id", "1.0"), ("platform", "7"), ("adid", "{}"),
        ("currency", "null"), ("productId", "[]"), ("$skip_user_properties_sync", #""true""#),
    ])
    func aValueOfAnotherKindIsAnInvalidField(field: String, value: String) throws {
        let price = field == "productId" ? #","price":1"# : ""
        let reply = try reply(to: AmplitudeProject.event("a", more: #","\#(field)":\#(value)\#(price)"#))
        #expect(reply.status == 400)
        #expect(reply.error == "Invalid field values on some events")
        #expect(reply["events_with_invalid_fields"] == [field: [1]])
    }

    @Test(arguments: [
        ("time", "1792665600000"), ("time", "946684800000"), ("time", "1824288000000"),
        ("event_properties", #"{"a":[1,{"b":null}],"c":1.5}"#), ("price", "-4.99"), ("quantity", "3"),
        ("session_id", "-1"), ("$skip_user_properties_sync", "true"), ("library", #""Braze""#),
    ])
    func aValueOfTheDocumentedKindIsTaken(field: String, value: String) throws {
        #expect(try reply(to: AmplitudeProject.event("a", more: #","\#(field)":\#(value)"#)).status == 200)
    }

    @Test(arguments: [("insert_id", "7"), ("insert_id", "\"\""), ("event_type", "7")])
    func typeAndInsertIDAreTexts(field: String, value: String) throws {
        let other = field == "insert_id" ? #""event_type":"x""# : #""insert_id":"x""#
        let reply = try reply(to: #"{"user_id":"user-1",\#(other),"\#(field)":\#(value)}"#)
        #expect(reply["events_with_invalid_fields"] == [field: [1]])
    }

    @Test func propertiesMayBe40LayersDeep() throws {
        func event(layers: Int) -> String {
            let inner =
                String(repeating: #"{"a":"#, count: layers - 1) + "{}"
                + String(repeating: "}", count: layers - 1)
            return AmplitudeProject.event("a", more: #","event_properties":\#(inner)"#)
        }
        #expect(try reply(to: event(layers: 40)).status == 200)
        #expect(try reply(to: event(layers: 41))["events_with_invalid_fields"] == ["event_properties": [1]])
    }

    @Test(arguments: [
        "anonymous", "nil", "none", "null", "n/a", "na", "undefined", "unknown", "", #"\"\""#,
        "00000000-0000-0000-0000-000000000000", "{}", "lmy47d", "0", "-1",
    ])
    func idsThatNameNobodyAreInvalid(id: String) throws {
        let user = try reply(to: AmplitudeProject.event("a", user: id, device: "device-1"))
        #expect(user.error == "Invalid field values on some events")
        #expect(user["events_with_invalid_fields"] == ["user_id": [1]])
        #expect(user["events_with_invalid_id_lengths"] == nil)
        let device = try reply(to: AmplitudeProject.event("a", device: id))
        #expect(device["events_with_invalid_fields"] == ["device_id": [1]])
    }

    @Test func anIDOfAnotherKindIsInvalidAndNotMissing() throws {
        let reply = try reply(to: #"{"user_id":12345,"event_type":"x"}"#)
        #expect(reply["events_with_invalid_fields"] == ["user_id": [1]])
        #expect(reply["events_with_missing_fields"] == nil)
    }

    @Test func idsBelowFiveCharactersAreTooShort() throws {
        let short = try reply(to: AmplitudeProject.event("a", user: "1234", device: "12é4"))
        #expect(short.status == 400)
        #expect(short.error == "Invalid id length for user_id or device_id")
        #expect(short["events_with_invalid_id_lengths"] == ["user_id": [1], "device_id": [1]])
        #expect(try reply(to: AmplitudeProject.event("a", user: "12345")).status == 200)
    }

    @Test func theLeastLengthCanBeSet() throws {
        let event = AmplitudeProject.event("a", user: "abc")
        #expect(try reply(to: event, options: #","options":{"min_id_length":3}"#).status == 200)
        let reply = try reply(to: event, options: #","options":{"min_id_length":4}"#)
        #expect(reply["events_with_invalid_id_lengths"] == ["user_id": [1]])
    }

    @Test func anOptionBeforeTheEventsCountsToo() throws {
        let event = AmplitudeProject.event("a", user: "abc")
        let body =
            #"{"options":{"min_id_length":3},"api_key":"\#(AmplitudeProject.key)","events":[\#(event)]}"#
        #expect(try project.send(body: body).status == 200)
    }

    @Test(arguments: [
        "7", "[]", "null", #"{"user_id":"user-1","user_id":"user-1","event_type":"x"}"#,
        #"{"user_id":"user-1","event_type":"x","event_properties":{"a":1,"a":1}}"#,
        #"{"user_id":"user-1","event_type":"x","event_properties":{"a":[{"b":1,"\u0062":2}]}}"#,
    ])
    func anEventThatIsNoObjectOrRepeatsAMemberIsBroken(event: String) throws {
        let reply = try reply(to: event)
        #expect(reply.members == ["code": 400, "error": "Invalid event JSON"])
    }

    @Test func httpV2NamesTheFirstEventOfEachFieldAndBatchNamesAll() throws {
        let events = [
            good, #"{"user_id":"user-1"}"#, #"{"user_id":"user-1","time":5}"#,
            AmplitudeProject.event("a", more: #","time":6,"price":"x""#),
            AmplitudeProject.event("b", user: "abc"), AmplitudeProject.event("c", user: "abd"),
        ]
        let first = try project.send(events)
        #expect(first["events_with_missing_fields"] == ["event_type": [1]])
        #expect(first["events_with_invalid_fields"] == ["time": [2], "price": [3]])
        #expect(first["events_with_invalid_id_lengths"] == ["user_id": [4]])
        let all = try project.send(events, to: "/batch")
        #expect(all["events_with_missing_fields"] == ["event_type": [1, 2]])
        #expect(all["events_with_invalid_fields"] == ["time": [2, 3], "price": [3]])
        #expect(all["events_with_invalid_id_lengths"] == ["user_id": [4, 5]])
        #expect(all.error == "Request missing required field")
    }

    @Test func fieldsWithoutDocumentationAreTakenAndListed() throws {
        #expect(
            try reply(to: AmplitudeProject.event("a", more: #","inserted_id":"x","library":"y""#)).status
                == 200
        )
        #expect(try project.ledger()["unknown_fields"] == ["inserted_id": 1])
    }

    @Test func anEventThatIsBrokenAnywhereNeverCrashes() throws {
        let body = Array(
            AmplitudeProject.body([AmplitudeProject.event("a", more: #","time":1,"plan":{"b":[]}"#)]).utf8
        )
        for end in body.indices {
            #expect(AmplitudeUpload.read(Array(body[..<end]), now: 0) == nil)
            for byte in [UInt8(ascii: "\""), UInt8(ascii: "}"), 0xFF, 0] {
                var damaged = body
                damaged[end] = byte
                _ = AmplitudeUpload.read(damaged, now: .max)
            }
        }
    }
}
