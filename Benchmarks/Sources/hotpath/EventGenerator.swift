import Events
import Plans

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Makes any number of events from a few: ids, times and users vary, everything else is the sample's.
///
/// Equal samples and an equal count give equal bytes on every machine.
struct EventGenerator {
    /// A sample cut at the values that vary.
    private struct Template {
        /// A value that varies, and the bytes that stand before it.
        struct Hole {
            var before: [UInt8]
            var value: Value
        }

        var holes: [Hole]
        var rest: [UInt8]
    }

    private enum Value { case id, time, user, externalUser }

    private let templates: [Template]

    /// Cuts the samples: one event a line.
    init(samples: Bytes) throws {
        var splitter = LineSplitter(samples.pointer)
        var scanner = EventScanner(types: TypeTable(names: []), seed: 0)
        var event = ScannedEvent()
        var templates: [Template] = []
        while let line = splitter.next() {
            if let refusal = scanner.scan(line, into: &event) {
                throw Complaint("sample \(templates.count + 1) is no event: \(refusal.rawValue)")
            }
            templates.append(Self.cut(line, event))
        }
        guard !templates.isEmpty else { throw Complaint("there are no samples") }
        self.templates = templates
    }

    /// Writes so many events to a file.
    func write(_ count: Int, to path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard file >= 0 else { throw Complaint("'\(path)' cannot be written") }
        defer { close(file) }
        let buffer = RecordBuffer(capacity: 1 << 20)
        var random = Sequence(state: 20_261_120)
        for number in 0..<count {
            append(number, &random, to: buffer)
            guard buffer.count > 1 << 19 || number == count - 1 else { continue }
            guard buffer.withUnsafeBytes({ Output.put($0, file) }) else {
                throw Complaint("'\(path)' cannot be written")
            }
            buffer.truncate(to: 0)
        }
    }

    private func append(_ number: Int, _ random: inout Sequence, to buffer: RecordBuffer) {
        let template = templates[Int(random.next() % UInt64(templates.count))]
        let user = random.next() % 1_000_003
        for hole in template.holes {
            hole.before.withUnsafeBytes { buffer.append($0) }
            switch hole.value {
            case .id:
                let tail = Self.hex(random.next() >> 16, 12)
                Self.append("\(Self.hex(UInt64(number), 8))-58cc-4372-a567-\(tail)", to: buffer)
            case .time: buffer.appendDecimal(1_700_000_000 + Int64(number / 50))
            case .user: Self.append(Self.hex(user &* 0x9E37_79B9, 24), to: buffer)
            case .externalUser: Self.append("cust-\(user)", to: buffer)
            }
        }
        template.rest.withUnsafeBytes { buffer.append($0) }
        buffer.append(UInt8(ascii: "\n"))
    }

    private static func cut(_ line: UnsafeRawBufferPointer, _ event: ScannedEvent) -> Template {
        let found: [(FieldRange, Value)] = [
            (event.id, .id), (event.time, .time), (event.userID, .user),
            (event.externalUserID, .externalUser),
        ]
        var holes: [Template.Hole] = []
        var offset = 0
        for (field, value) in found.filter({ $0.0.isPresent }).sorted(by: { $0.0.start < $1.0.start }) {
            holes.append(.init(before: Array(line[offset..<Int(field.start)]), value: value))
            offset = Int(field.end)
        }
        return Template(holes: holes, rest: Array(line[offset...]))
    }

    private static func hex(_ number: UInt64, _ digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(digits - text.utf8.count, 0)) + text
    }

    private static func append(_ text: String, to buffer: RecordBuffer) {
        var text = text
        text.withUTF8 { buffer.append(UnsafeRawBufferPointer($0)) }
    }

    /// SplitMix64: small, and the same everywhere.
    private struct Sequence {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
