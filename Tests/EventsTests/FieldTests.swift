import Events
import Plans
import Testing

@testable import Events

@Suite("Fields of an event")
struct FieldTests {
    private let whole = ScannedLine(
        #"{"properties":{"name":"cart","id":"no","x":{"name":"no"}},"time":1700000000,"#
            + #""user":{"timezone":"Asia/Tokyo","device_id":"d","user_id":"u","external_user_id":"e","id":"no"},"#
            + #""event_type":"users.behaviors.CustomEvent","nested":{"id":"no","time":0,"user":{}},"id":"the id"}"#,
        types: ["a", "users.behaviors.CustomEvent"]
    )

    @Test func areFoundInAnyOrder() {
        let event = whole.event
        #expect(whole.refusal == nil)
        #expect(whole.text(event.id) == "the id")
        #expect(whole.text(event.eventType) == "users.behaviors.CustomEvent")
        #expect(whole.text(event.time) == "1700000000")
        #expect(whole.text(event.externalUserID) == "e")
        #expect(whole.text(event.userID) == "u")
        #expect(whole.text(event.deviceID) == "d")
        #expect(whole.text(event.timezone) == "Asia/Tokyo")
        #expect(whole.text(event.name) == "cart")
        #expect(event.type == 1)
    }

    @Test func keepObjectsRaw() {
        #expect(whole.text(whole.event.properties) == #"{"name":"cart","id":"no","x":{"name":"no"}}"#)
        #expect(whole.text(whole.event.user)?.hasPrefix(#"{"timezone""#) == true)
        #expect(whole.text(whole.event.user)?.hasSuffix(#""id":"no"}"#) == true)
    }

    @Test func areFoundBehindEscapedKeys() {
        let scanned = ScannedLine(#"{"i\u0064":"1","\u0075ser":{"user_\u0069d":"u"},"\u0069d2":"x"}"#)
        #expect(scanned.text(scanned.event.id) == "1")
        #expect(scanned.text(scanned.event.userID) == "u")
    }

    @Test func sayWhetherTheyHoldEscapes() {
        let scanned = ScannedLine(#"{"id":"a\u0062","user":{"user_id":"plain","device_id":"\"\""}}"#)
        #expect(scanned.event.id.hasEscapes)
        #expect(!scanned.event.userID.hasEscapes)
        #expect(scanned.event.deviceID.hasEscapes)
        #expect(scanned.text(scanned.event.id) == #"a\u0062"#)
    }

    @Test(
        arguments: [
            #"{"id":"1"}"#, #"{"id":"1","user":null,"properties":null,"time":null,"event_type":null}"#,
            #"{"id":"1","user":{},"properties":{},"event_type":7}"#,
            #"{"id":"1","user":[{"user_id":"u"}],"properties":"{}","event_type":["a"]}"#,
            #"{"id":"1","user":{"user_id":null,"device_id":1,"timezone":{},"external_user_id":[]},"event_type":{}}"#,
            #"{"id":"1","x":{"user":{"user_id":"u"},"event_type":"a"},"User":{"user_id":"u"}}"#,
            #"{"id":"1","user":{"user":{"user_id":"u"},"x":[{"user_id":"u"}]}}"#,
        ]
    )
    func areAbsentWhenMissingNullOrOfAnotherKind(line: String) {
        let scanned = ScannedLine(line, types: ["a"])
        #expect(scanned.refusal == nil)
        #expect(!scanned.event.userID.isPresent)
        #expect(!scanned.event.deviceID.isPresent)
        #expect(!scanned.event.timezone.isPresent)
        #expect(!scanned.event.externalUserID.isPresent)
        #expect(!scanned.event.eventType.isPresent)
        #expect(!scanned.event.time.isPresent)
        #expect(scanned.event.type == -1)
        #expect(scanned.text(scanned.event.userID) == nil)
    }

    @Test(arguments: ["12345678901234567890123", "-1.5e3", #""2026""#, "true", #"{"a":[1]}"#, "[1, 2]"])
    func keepTimeAsItsToken(token: String) {
        let scanned = ScannedLine(#"{"id":"1","time": \#(token) ,"a":1}"#)
        #expect(scanned.text(scanned.event.time) == token)
    }

    @Test(arguments: ["", #""id":"","#, #""id":null,"#, #""id":7,"#, #""id":{"id":"1"},"#, #""Id":"1","#])
    func refuseAnEventWithoutID(member: String) {
        #expect(ScannedLine("{\(member)\"a\":{\"id\":\"1\"}}").refusal == .noID)
    }

    @Test func refuseTheEmptyObject() {
        #expect(ScannedLine("{}").refusal == .noID)
    }

    @Test func lieInsideTheLineWithItsLeadingSpace() {
        let scanned = ScannedLine(#"   {"id":"1"}"#)
        #expect(scanned.event.id == FieldRange(start: 10, end: 11))
    }

    @Test func areEmptyForAnotherLine() {
        let other = [UInt8](repeating: 0, count: 4)
        #expect(other.withUnsafeBytes { whole.event.id.bytes(in: $0).count } == 0)
    }

    @Test(arguments: [("id", FieldName.id), ("time", FieldName.time), ("event_type", FieldName.eventType)])
    func haveHeadsThatSpellTheirNames(name: String, head: KeyHead) {
        expectSpelling(name, head)
    }

    @Test func haveHeadsThatSpellTheOtherNames() {
        expectSpelling("user", FieldName.user)
        expectSpelling("name", FieldName.name)
        expectSpelling("properties", FieldName.properties)
        expectSpelling("external_user_id", FieldName.externalUserID)
        expectSpelling("user_id", FieldName.userID)
        expectSpelling("device_id", FieldName.deviceID)
        expectSpelling("timezone", FieldName.timezone)
    }

    private func expectSpelling(_ name: String, _ head: KeyHead) {
        #expect(Array(name.utf8).withUnsafeBufferPointer { KeyHead(slowly: $0) } == head)
    }
}

extension KeyHead {
    fileprivate init(slowly name: UnsafeBufferPointer<UInt8>) {
        guard let base = name.baseAddress else {
            self.init(low: 0, high: 0)
            return
        }
        self.init(slowly: base, count: name.count)
    }
}
