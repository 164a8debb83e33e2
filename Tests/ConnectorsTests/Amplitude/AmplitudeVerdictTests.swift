import Connectors
import Delivery
import NIOCore
import Plans
import Testing

@Suite("Amplitude: verdicts")
struct AmplitudeVerdictTests {
    private func verdict(
        _ status: Int,
        _ body: String,
        events: [String] = Array(repeating: "{}", count: 4),
        api: String = "http-v2",
        retryAfter: Duration? = nil,
        isTruncated: Bool = false
    ) throws -> Verdict {
        let plan = Plan.amplitude(settings: ["api": .text(api)])
        return try ConnectorRegistry.connector(for: plan).verdict(
            on: PartnerAnswer(
                status: status,
                body: Array(body.utf8),
                retryAfter: retryAfter,
                isTruncated: isTruncated
            ),
            to: RecordBatch(events.map { Array($0.utf8) })
        )
    }

    private func record(user: String? = nil, device: String? = nil) -> String {
        let members = [user.map { #""user_id":"\#($0)""# }, device.map { #""device_id":"\#($0)""# }]
        return "{\((members.compactMap { $0 } + [#""event_type":"x""#]).joined(separator: ","))}"
    }

    private func kind(_ verdict: Verdict) -> String {
        switch verdict {
        case .delivered: "delivered"
        case .perEvent(let verdicts): verdicts.map(kind).joined(separator: " ")
        case .transient: "transient"
        case .refused: "refused"
        case .forbidden: "forbidden"
        case .tooLarge: "too large"
        case .credentialsInvalid: "credentials"
        case .clockSkewed: "clock"
        case .misconfigured: "misconfigured"
        }
    }

    private func kind(_ verdict: EventVerdict) -> String {
        switch verdict {
        case .delivered: "delivered"
        case .retry: "retry"
        case .rejected(.rejectedByPartner, _): "rejected"
        case .rejected: "wrong reason"
        case .again: "again"
        case .held(let identity, let wait, _): "held-\(identity)-\(wait.components.seconds)"
        case .unclear: "unclear"
        case .credentialsInvalid: "credentials"
        }
    }

    // MARK: Success

    @Test func aFullCountIsDelivered() throws {
        let body =
            #"{"code":200,"events_ingested":4,"payload_size_bytes":50,"server_upload_time":1396381378123,"new":[]}"#
        #expect(try verdict(200, body) == .delivered)
    }

    @Test(arguments: [0, 3, 5])
    func anotherCountIsSentAgain(count: Int) throws {
        let found = try verdict(200, #"{"code":200,"events_ingested":\#(count)}"#)
        guard case .transient(let failure, _) = found else {
            Issue.record("\(found)")
            return
        }
        #expect(failure.detail.contains("took \(count) of 4"))
    }

    @Test(arguments: ["", "SUCCESS", "<html>", "{}", "[]", #"{"code":400}"#, #"{"events_ingested":"4"}"#])
    func aSuccessThatCannotBeReadIsSentAgain(body: String) throws {
        #expect(kind(try verdict(200, body)) == "transient")
    }

    @Test func aSuccessCutShortIsSentAgain() throws {
        let body = #"{"code":200,"events_ingested":4}"#
        #expect(kind(try verdict(200, body, isTruncated: true)) == "transient")
    }

    // MARK: 400

    @Test(
        arguments: [
            #"{"code":400,"error":"Invalid API key"}"#, #"{"error":"Invalid API key: 0000"}"#,
            #"{"code":400,"error":"Request missing required field","missing_field":"api_key"}"#,
            // The documentation's own sample names events beside the missing key.
            #"{"code":400,"missing_field":"api_key","events_with_missing_fields":{"event_type":[3]}}"#,
        ]
    )
    func aRefusedKeyIsNoFaultOfTheEvents(body: String) throws {
        #expect(kind(try verdict(400, body)) == "credentials")
    }

    @Test(
        arguments: [
            "", "no JSON", "{}", #"{"error":"Invalid JSON request body"}"#,
            #"{"error":"Invalid event JSON"}"#,
            #"{"error":"Invalid field values on some events"}"#, #"{"missing_field":"events"}"#,
            #"{"events_with_invalid_fields":{}}"#, #"{"events_with_invalid_fields":{"time":[]}}"#,
            #"{"events_with_invalid_fields":{"time":[4]}}"#, #"{"events_with_invalid_fields":{"time":[-1]}}"#,
            #"{"events_with_invalid_fields":{"time":[1,99999999999999999999]}}"#,
            #"{"events_with_invalid_fields":{"time":[0,7]}}"#, #"{"events_with_invalid_fields":"time"}"#,
            #"{"silenced_devices":["unheard of"]}"#,
        ]
    )
    func aRefusalThatNamesNoEventOfOursIsNarrowedDown(body: String) throws {
        #expect(kind(try verdict(400, body)) == "refused")
    }

    @Test(
        arguments: [
            #"{"events_with_invalid_fields":{"time":[0,2]}}"#,
            #"{"events_with_missing_fields":{"event_type":[0,2]}}"#,
            #"{"events_with_invalid_id_lengths":{"user_id":[0],"device_id":[2]}}"#,
            #"{"events_with_invalid_fields":{"time":0},"events_with_missing_fields":{"event_type":[2]},"new":{"x":1}}"#,
            #"{"silenced_events":[0,2],"silenced_devices":["whoever"]}"#,
            #"{"events_with_invalid_fields":{"a":[0],"b":[2,0]}}"#,
        ]
    )
    func namedEventsAreRefusedAndTheRestGoesAgain(body: String) throws {
        #expect(kind(try verdict(400, body)) == "rejected again rejected again")
    }

    @Test func onlyTheFirstFaultNamedIsEnough() throws {
        #expect(
            kind(try verdict(400, #"{"events_with_invalid_fields":{"time":[1]}}"#))
                == "again rejected again again"
        )
    }

    @Test func theFaultIsInTheWords() throws {
        let found = try verdict(400, #"{"events_with_invalid_fields":{"time":[0]}}"#, events: ["{}"])
        guard case .perEvent(let verdicts) = found, case .rejected(_, let failure) = verdicts.first else {
            Issue.record("\(found)")
            return
        }
        #expect(failure.status == 400)
        #expect(failure.detail.contains("invalid time"))
    }

    @Test func silencedDevicesAreFoundByTheirNames() throws {
        let events = [
            record(device: "d-1"), record(user: "d-1"), record(user: "u", device: "d-1"), record(device: "d"),
        ]
        #expect(
            kind(try verdict(400, #"{"silenced_devices":["d-1"]}"#, events: events))
                == "rejected again rejected again"
        )
    }

    @Test func throttledEventsBesideSilencedOnesWait() throws {
        let events = [
            record(device: "a"), record(user: "b"), record(user: "c", device: "d"), record(user: "e"),
        ]
        let body = #"{"silenced_events":[0],"silenced_devices":["a"],"throttled_events":[0,1,2]}"#
        #expect(kind(try verdict(400, body, events: events)) == "rejected held-user-30 held-both-30 again")
    }

    // MARK: 429

    @Test func namedUsersAndDevicesWaitAlone() throws {
        let events = [
            record(user: "slow"), record(user: "fast", device: "fast-d"), record(user: "x", device: "fast-d"),
            record(user: "fast"), record(user: "fast-d"), record(device: "fast"), record(user: #"f\u0061st"#),
        ]
        let body =
            #"{"code":429,"error":"Too many requests for some devices and users","eps_threshold":30,"#
            + #""throttled_devices":{"fast-d":41},"throttled_users":{"fast":32},"throttled_events":[1,2,3,6]}"#
        #expect(
            kind(try verdict(429, body, events: events))
                == "again held-both-30 held-device-30 held-user-30 again again held-user-30"
        )
        #expect(
            kind(try verdict(429, body, events: events, api: "batch"))
                == "again held-both-15 held-device-15 held-user-15 again again held-user-15"
        )
    }

    @Test func namesWithoutPlacesAreEnoughAndSoArePlacesWithoutNames() throws {
        let events = [record(user: "a", device: "b"), record(user: "c"), record(device: "d")]
        #expect(
            kind(try verdict(429, #"{"throttled_users":["c"]}"#, events: events))
                == "again held-user-30 again"
        )
        #expect(
            kind(try verdict(429, #"{"throttled_events":[0,2,9]}"#, events: events))
                == "held-both-30 again held-device-30"
        )
    }

    @Test func aUsedUpDayWaitsForAnHour() throws {
        let events = [record(user: "a"), record(user: "b", device: "c"), record(user: "d")]
        let body =
            #"{"exceeded_daily_quota_users":{"a":500001},"exceeded_daily_quota_devices":{"c":600000},"#
            + #""throttled_events":[0,1,2]}"#
        #expect(
            kind(try verdict(429, body, events: events)) == "held-user-3600 held-device-3600 held-user-30"
        )
    }

    @Test func aLongerWaitThatIsAskedForIsKept() throws {
        let events = [record(user: "a")]
        let body = #"{"throttled_users":{"a":32}}"#
        #expect(kind(try verdict(429, body, events: events, retryAfter: .seconds(90))) == "held-user-90")
        #expect(kind(try verdict(429, body, events: events, retryAfter: .seconds(1))) == "held-user-30")
    }

    @Test(arguments: ["", "{}", #"{"eps_threshold":1000}"#, #"{"throttled_users":{"nobody":1}}"#])
    func tooMuchOfNobodyInParticularWaitsAsAWhole(body: String) throws {
        for (api, seconds) in [("http-v2", 30), ("batch", 15)] {
            guard case .transient(_, let wait) = try verdict(429, body, api: api) else {
                Issue.record("\(body)")
                continue
            }
            #expect(wait == .seconds(seconds))
        }
    }

    // MARK: Everything else

    @Test(arguments: [500, 502, 503, 504, 408, 418, 599])
    func troubleThereIsSentAgain(status: Int) throws {
        let found = try verdict(status, "", retryAfter: .seconds(7))
        guard case .transient(let failure, let wait) = found else {
            Issue.record("\(found)")
            return
        }
        #expect(failure.status == status)
        #expect(wait == .seconds(7))
    }

    @Test func whatAFirewallRefusesIsNarrowedDown() throws {
        #expect(kind(try verdict(403, #"{"error":"Forbidden"}"#)) == "forbidden")
        #expect(kind(try verdict(403, #"{"error":"Forbidden"}"#, events: [])) == "misconfigured")
    }

    @Test func anAddressThatIsNotTheAPIWaitsForAPerson() throws {
        for status in [301, 302, 404, 405] { #expect(kind(try verdict(status, "")) == "misconfigured") }
    }

    @Test func whatIsTooLargeIsNarrowedDown() throws {
        #expect(kind(try verdict(413, "{}")) == "too large")
    }

    /// A probe has no events: anything but a wrong key lets the current go on.
    @Test func aProbeAsksAboutTheKeyOnly() throws {
        #expect(kind(try verdict(400, #"{"error":"Invalid API key"}"#, events: [])) == "credentials")
        #expect(kind(try verdict(400, #"{"missing_field":"events"}"#, events: [])) == "refused")
        #expect(kind(try verdict(200, #"{"code":200,"events_ingested":0}"#, events: [])) == "delivered")
    }

    /// Any set of places in any spread over the fields: exactly those are refused, the others go again, none twice.
    @Test(arguments: 0..<200)
    func placesAreTakenAtTheirWord(seed: Int) throws {
        var random = SeededPlaces(state: UInt64(seed) &* 7919 &+ 1)
        let count = Int.random(in: 1...60, using: &random)
        var chosen: Set<Int> = []
        var fields: [String: [String: [Int]]] = [:]
        for place in 0..<count where Bool.random(using: &random) {
            chosen.insert(place)
            for _ in 0...Int.random(in: 0...1, using: &random) {
                let list = ["invalid_fields", "missing_fields", "invalid_id_lengths"].randomElement(
                    using: &random
                )
                let field = ["time", "user_id", "event_type"].randomElement(using: &random)
                fields[list ?? "", default: [:]][field ?? "", default: []].append(place)
            }
        }
        let members = fields.map { list, fields in
            let places = fields.map { #""\#($0)":\#($1.shuffled(using: &random))"# }
            return #""events_with_\#(list)":{\#(places.joined(separator: ","))}"#
        }
        let found = try verdict(
            400,
            "{\(members.joined(separator: ","))}",
            events: Array(repeating: "{}", count: count)
        )
        let expected = (0..<count).map { chosen.contains($0) ? "rejected" : "again" }
        #expect(kind(found) == (chosen.isEmpty ? "refused" : expected.joined(separator: " ")))
    }
}

/// A generator whose numbers depend on its seed only.
private struct SeededPlaces: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let mixed = (state ^ (state >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        return mixed ^ (mixed >> 33)
    }
}
