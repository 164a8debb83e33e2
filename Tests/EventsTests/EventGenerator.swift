/// Writes events of many shapes, most of them well formed, and damages them.
struct EventGenerator {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(state: seed) }

    private static let keys = [
        "id", "event_type", "time", "user", "properties", "name", "external_user_id", "user_id", "device_id",
        "timezone", "", "a", "b", #"i\u0064"#, #"\u0061"#, #"\ud83d\ude00"#, "😀", #"\ud800"#, #"\ud801"#, "é",
        #"\u00e9"#, "a key of more than sixteen", "a key of more than thirty-two bytes, first",
        "a key of more than thirty-two bytes, other", #"a\/b"#, "a/b", #"\u0000"#,
    ]
    private static let strings = [
        "", "x", "users.messages.email.Open", "ünï – cödé ✓ 😀", #"\"quoted\" and \\ and \u00fC"#, #"\\"#,
        #"\\\\\""#,
        String(repeating: "long ", count: 40), #"\ud83d\ude00"#, #"\udead"#, "\u{7F}",
        "\u{10FFFF}\u{0800}\u{D7FF}",
    ]
    private static let scalars = [
        "0", "-0", "1", "12.5", "-3e+7", "1E-9", "9007199254740993", "1700000000", "true", "false", "null",
    ]

    mutating func event() -> [UInt8] {
        var members = [#""id":"\#(pick(Self.strings))""#]
        for key in ["event_type", "time", "user", "properties"] where chance(70) {
            members.append(
                "\"\(key)\"\(space()):\(space())\(value(depth: key == "user" || key == "properties" ? 1 : 4))"
            )
        }
        for _ in 0..<Int.random(in: 0..<4, using: &random) { members.append(member(depth: 2)) }
        members.shuffle(using: &random)
        return Array(
            "\(space()){\(space())\(members.joined(separator: space() + "," + space()))\(space())}\(space())"
                .utf8
        )
    }

    /// Changes a few bytes: replaces, removes, inserts or repeats some.
    mutating func damage(_ line: [UInt8]) -> [UInt8] {
        var line = line
        let telling =
            Array(#""\{}[],:0-.eu "#.utf8) + [
                0x00, 0x1F, 0x0A, 0x80, 0xC0, 0xC3, 0xE0, 0xED, 0xA0, 0xF4, 0xFF,
            ]
        for _ in 0..<Int.random(in: 1..<4, using: &random) where !line.isEmpty {
            let place = Int.random(in: 0..<line.count, using: &random)
            let byte = chance(80) ? pick(telling) : UInt8.random(in: 0...255, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: line[place] = byte
            case 1: line.remove(at: place)
            case 2: line.insert(byte, at: place)
            case 3: line.removeSubrange(place..<min(line.count, place + 9))
            default: line.insert(contentsOf: line[place..<min(line.count, place + 12)], at: place)
            }
        }
        return line
    }

    mutating func noise() -> [UInt8] {
        (0..<Int.random(in: 0..<200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    private mutating func member(depth: Int) -> String {
        "\"\(pick(Self.keys))\"\(space()):\(space())\(value(depth: depth))"
    }

    private mutating func value(depth: Int) -> String {
        let kind = Int.random(in: 0..<(depth < 4 ? 10 : 6), using: &random)
        let count = Int.random(in: 0..<5, using: &random)
        switch kind {
        case 0..<4: return "\"\(pick(Self.strings))\""
        case 4, 5: return pick(Self.scalars)
        case 6:
            return "[\(space())\((0..<count).map { _ in value(depth: depth + 1) }.joined(separator: ","))]"
        default:
            return "{\((0..<count).map { _ in member(depth: depth + 1) }.joined(separator: ","))\(space())}"
        }
    }

    private mutating func space() -> String { chance(85) ? "" : pick([" ", "\t", "\r\n", "   "]) }
    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
    private mutating func pick<Element>(_ list: [Element]) -> Element {
        list[Int.random(in: 0..<list.count, using: &random)]
    }
}
