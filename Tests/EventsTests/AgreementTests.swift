import Events
import Plans
import Testing

@Suite("Scanner and reference parser agree")
struct AgreementTests {
    @Test(arguments: UInt64(0)..<8)
    func onWellFormedEvents(seed: UInt64) {
        var generator = EventGenerator(seed: seed)
        var scanner = EventScanner(types: TypeTable(names: []), seed: seed)
        var refusals: [RefusalReason?: Int] = [:]
        for _ in 0..<400 {
            let event = generator.event()
            expectAgreement(event, &scanner)
            refusals[ReferenceParser.read(event).refusal, default: 0] += 1
        }
        #expect(refusals[nil, default: 0] > 100, "most of what is generated should be events")
        #expect(refusals[.duplicateKey, default: 0] > 10)
        #expect(refusals[.notJSON, default: 0] == 0)
    }

    @Test(arguments: UInt64(100)..<116)
    func onDamagedEvents(seed: UInt64) {
        var generator = EventGenerator(seed: seed)
        var scanner = EventScanner(types: TypeTable(names: []), seed: seed)
        for _ in 0..<400 {
            let event = generator.event()
            expectAgreement(generator.damage(event), &scanner)
        }
    }

    @Test(arguments: UInt64(200)..<204)
    func onNoise(seed: UInt64) {
        var generator = EventGenerator(seed: seed)
        var scanner = EventScanner(types: TypeTable(names: []), seed: seed)
        for _ in 0..<500 { expectAgreement(generator.noise(), &scanner) }
    }

    @Test func onEveryPrefixOfAnEvent() {
        let line = Array(
            #"{"id":"1","a":[1.5e3,{"é\u00e9\\":"😀 \ud83d\ude00"},null],"user":{"user_id":"x"}} "#.utf8
        )
        var scanner = EventScanner(types: TypeTable(names: []), seed: 1)
        for count in 0...line.count { expectAgreement(Array(line[..<count]), &scanner) }
    }

    @Test func onEveryByteAtEveryPlaceOfAnEvent() {
        let line = Array(#"{"id":"é\n1", "a":[-1.0e5,true]}"#.utf8)
        var scanner = EventScanner(types: TypeTable(names: []), seed: 1)
        for place in line.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = line
                changed[place] = byte
                expectAgreement(changed, &scanner)
            }
        }
    }

    private func expectAgreement(_ line: [UInt8], _ scanner: inout EventScanner) {
        let reference = ReferenceParser.read(line)
        let scanned = ScannedLine(line, &scanner)
        guard scanned.refusal == reference.refusal, fieldsAgree(scanned, reference.tokens) else {
            let verdicts =
                "\(scanned.refusal.debugDescription) where \(reference.refusal.debugDescription) was due"
            Issue.record(Comment(rawValue: "\(verdicts): \(String(decoding: line, as: UTF8.self)) \(line)"))
            return
        }
    }

    private func fieldsAgree(_ scanned: ScannedLine, _ tokens: [String: Range<Int>]) -> Bool {
        guard scanned.refusal == nil else { return true }
        let event = scanned.event
        let strings: [(FieldRange, String)] = [
            (event.eventType, "event_type"), (event.id, "id"),
            (event.externalUserID, "user.external_user_id"),
            (event.userID, "user.user_id"), (event.deviceID, "user.device_id"),
            (event.timezone, "user.timezone"),
            (event.name, "properties.name"),
        ]
        return strings.allSatisfy { isString($0, scanned.bytes, tokens[$1]) }
            && isRaw(event.time, scanned.bytes, tokens["time"]) { $0 != UInt8(ascii: "n") }
            && isRaw(event.user, scanned.bytes, tokens["user"]) { $0 == UInt8(ascii: "{") }
            && isRaw(event.properties, scanned.bytes, tokens["properties"]) { $0 == UInt8(ascii: "{") }
    }

    private func isString(_ field: FieldRange, _ line: [UInt8], _ token: Range<Int>?) -> Bool {
        guard let token, line[token.lowerBound] == UInt8(ascii: "\"") else { return !field.isPresent }
        let content = token.lowerBound + 1..<token.upperBound - 1
        return Int(field.start) == content.lowerBound && Int(field.end) == content.upperBound
            && field.hasEscapes == line[content].contains(UInt8(ascii: "\\"))
    }

    private func isRaw(
        _ field: FieldRange,
        _ line: [UInt8],
        _ token: Range<Int>?,
        _ isKept: (UInt8) -> Bool
    ) -> Bool {
        guard let token, isKept(line[token.lowerBound]) else { return !field.isPresent }
        return Int(field.start) == token.lowerBound && Int(field.end) == token.upperBound
    }
}
