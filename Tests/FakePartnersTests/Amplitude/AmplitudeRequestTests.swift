import Testing

@testable import FakePartners

@Suite("Fake Amplitude: requests")
struct AmplitudeRequestTests {
    private let project = AmplitudeProject()
    private let good = AmplitudeProject.event("id-1")

    @Test(arguments: ["/2/httpapi", "/batch"])
    func takesAnUploadAndSaysHowMuch(path: String) throws {
        let body = AmplitudeProject.body([good, AmplitudeProject.event("id-2", device: "device-1")])
        let reply = try project.send(body: body, to: path)
        #expect(reply.status == 200)
        #expect(
            reply.members == [
                "code": 200, "events_ingested": 2, "payload_size_bytes": .integer(body.utf8.count),
                "server_upload_time": .integer(Int(AmplitudeProject.start)),
            ]
        )
        let taken = try #require(reply.taken)
        #expect(taken.map { String(decoding: $0.id, as: UTF8.self) } == ["id-1", "id-2"])
        let bytes = Array(body.utf8)
        #expect(String(decoding: bytes[try #require(taken.first).bytes], as: UTF8.self) == good)
        let notes = taken.map { $0.notes.map { "\($0.name)=\($0.json)" } }
        #expect(
            notes == [
                [#"user_id="user-1""#, #"endpoint="\#(path)""#],
                [#"user_id="user-1""#, #"device_id="device-1""#, #"endpoint="\#(path)""#],
            ]
        )
    }

    @Test(arguments: ["/", "/2/httpapi/", "/httpapi", "/batch/x", "/identify"])
    func otherPathsAre404(path: String) throws {
        let reply = try project.send([good], to: path)
        #expect(reply.status == 404)
        #expect(reply.error == "Invalid request path")
    }

    @Test(arguments: ["GET", "PUT"])
    func onlyPOSTIsServed(method: String) throws {
        #expect(try project.send(body: "", method: method).status == 405)
    }

    @Test(arguments: ["", "text/plain", "application/x-www-form-urlencoded"])
    func theBodyMustBeDeclaredAsJSON(type: String) throws {
        let reply = try project.send(body: AmplitudeProject.body([good]), contentType: type)
        #expect(reply.status == 400)
        #expect(reply.error == "Invalid JSON request body")
    }

    @Test func anEmptyBodyIs400() throws {
        let reply = try project.send(body: "")
        #expect(reply.status == 400)
        #expect(reply.error == "Missing request body")
    }

    @Test(arguments: [
        "nonsense", "[]", "{", #"{"api_key":"k"} x"#, #"{"api_key":7,"events":[]}"#,
        #"{"api_key":"k","events":{}}"#, #"{"api_key":"k","api_key":"k","events":[]}"#,
        #"{"api_key":"k","events":[],"options":[]}"#,
        #"{"api_key":"k","events":[],"options":{"min_id_length":"5"}}"#,
        #"{"api_key":"k","events":[],"options":{"min_id_length":-1}}"#,
    ])
    func aBodyOfAnotherShapeIs400(body: String) throws {
        let reply = try project.send(body: body, keyInForce: "k")
        #expect(reply.status == 400)
        #expect(reply.error == "Invalid JSON request body")
    }

    @Test func textThatIsNotUTF8IsNoJSON() {
        let body = Array(AmplitudeProject.body([good]).utf8).map { $0 == UInt8(ascii: "o") ? 0xFF : $0 }
        #expect(AmplitudeUpload.read(body, now: AmplitudeProject.start) == nil)
    }

    @Test func aMissingKeyIsNamed() throws {
        let reply = try project.send(body: #"{"events":[\#(good)]}"#)
        #expect(
            reply.members == [
                "code": 400, "error": "Request missing required field", "missing_field": "api_key",
            ]
        )
    }

    @Test func aWrongKeyIs400() throws {
        let reply = try project.send(body: #"{"api_key":"wrong","events":[\#(good)]}"#)
        #expect(reply.members == ["code": 400, "error": "Invalid API key: wrong"])
        #expect(reply.taken == nil)
    }

    @Test func theKeyIsJudgedBeforeTheEvents() throws {
        let reply = try project.send(body: #"{"api_key":"wrong","events":[{}]}"#)
        #expect(reply.error == "Invalid API key: wrong")
    }

    @Test(arguments: ["", #","events":[]"#])
    func anUploadWithoutEventsLacksThem(events: String) throws {
        let reply = try project.send(body: #"{"api_key":"\#(AmplitudeProject.key)"\#(events)}"#)
        #expect(reply.status == 400)
        #expect(reply.error == "Request missing required field")
        #expect(reply["missing_field"] == "events")
    }

    @Test(arguments: [("/2/httpapi", 999_999), ("/batch", 20_000_000)])
    func oneByteTooManyIs413(path: String, most: Int) throws {
        let body = AmplitudeProject.body([good])
        let full = body + String(repeating: " ", count: most - body.utf8.count)
        #expect(try project.send(body: full, to: path).status == 200)
        let reply = try project.send(body: full + " ", to: path)
        #expect(reply.members == ["code": 413, "error": "Payload too large"])
    }

    @Test(arguments: [("/2/httpapi", 1999), ("/batch", 2000)])
    func oneEventTooManyIs413(path: String, most: Int) throws {
        let project = AmplitudeProject {
            $0.deviceRate = 5000
            $0.batchDeviceRate = 5000
        }
        let events = AmplitudeProject.events(most, device: "device-1")
        #expect(try project.send(events, to: path).status == 200)
        let reply = try project.send(events + [good], to: path)
        #expect(reply.members == ["code": 413, "error": "Payload too large"])
    }

    @Test func aBodyTheServerDoesNotReadIsAnsweredTheSame() throws {
        let reply = try AmplitudeReply(project.fake.tooLarge(), taken: nil)
        #expect(reply.members == ["code": 413, "error": "Payload too large"])
    }
}
