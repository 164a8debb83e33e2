/// Reads the lines that `GlossaryText` writes.
///
/// Every start of the program pays for this, so columns are ranges of one array of bytes, and only facts become
/// strings.
struct GlossaryTextReader {
    private let bytes: [UInt8]
    /// The columns of the line being read.
    private var columns: [Range<Int>] = []

    private var release: (number: String, samplesAsOf: String)?
    private var sources: [String] = []
    private var platformValues: [String] = []
    private var aliases: [Glossary.Alias] = []
    private var notExported: [String] = []
    private var fields: [EventField] = []
    private var eventTypes: [EventType] = []

    private static let columnCounts = [
        "release": 3, "source": 2, "alias": 4, "unexported": 2, "field": 11, "event": 11,
    ]

    private init(_ text: String) {
        bytes = Array(text.utf8)
        fields.reserveCapacity(512)
        eventTypes.reserveCapacity(128)
    }

    /// Reads a whole text without asking whether its form is canonical or its facts agree.
    static func read(_ text: String) throws(GlossaryProblem) -> Glossary {
        var reader = GlossaryTextReader(text)
        try reader.readLines()
        guard let release = reader.release else { throw GlossaryProblem("there is no line 'release'") }
        return Glossary(
            unchecked: reader.eventTypes,
            release: release.number,
            samplesAsOf: release.samplesAsOf,
            sources: reader.sources,
            platformValues: reader.platformValues,
            aliases: reader.aliases,
            notExported: reader.notExported
        )
    }

    private mutating func readLines() throws(GlossaryProblem) {
        var start = 0
        var number = 1
        while start < bytes.count || number == 1 {
            let end = splitLine(at: start)
            if number == 1 {
                guard bytes[start..<end].elementsEqual(GlossaryText.heading.utf8) else {
                    throw GlossaryProblem(line: 1, "expected '\(GlossaryText.heading)'")
                }
            } else if let message = takeLine() {
                throw GlossaryProblem(line: number, message)
            }
            start = end + 1
            number += 1
        }
    }

    /// Finds the columns of the line that starts at an offset; returns where the line ends.
    private mutating func splitLine(at start: Int) -> Int {
        columns.removeAll(keepingCapacity: true)
        var columnStart = start
        var offset = start
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") {
            if bytes[offset] == GlossaryText.separator {
                columns.append(columnStart..<offset)
                columnStart = offset + 1
            }
            offset += 1
        }
        columns.append(columnStart..<offset)
        return offset
    }

    /// Takes in the line whose columns were found; returns what is wrong with it, or nil.
    private mutating func takeLine() -> String? {
        let kind = text(0)
        if let count = Self.columnCounts[kind], columns.count != count {
            return "'\(kind)' has \(count) columns"
        }
        switch kind {
        case "release": release = (text(1), text(2))
        case "source": sources.append(text(1))
        case "platform": platformValues += columns.indices.dropFirst().map(text)
        case "alias": aliases.append(Glossary.Alias(spelling: text(1), name: text(2), note: text(3)))
        case "unexported": notExported.append(text(1))
        case "field":
            guard let field = field() else { return "not a field" }
            fields.append(field)
        case "event":
            guard let type = eventType() else { return "not an event type" }
            eventTypes.append(type)
        default: return "unknown kind '\(kind)'"
        }
        return nil
    }

    private func field() -> EventField? {
        guard let type = EventField.ValueType(rawValue: text(2)),
            let placement = EventField.Placement(rawValue: text(3)),
            let basis = optional(6, EventField.PersonalBasis.init(rawValue:)),
            let httpType = optional(9, EventField.ValueType.init(rawValue:))
        else { return nil }
        return EventField(
            name: text(1),
            type: type,
            isRequired: has("r", in: 5),
            placement: placement,
            semantic: text(4),
            isPersonal: has("p", in: 5),
            personalBasis: basis,
            isInStorage: has("s", in: 5),
            isInHTTP: has("h", in: 5),
            httpName: textOrNil(8),
            httpType: httpType,
            since: textOrNil(7),
            isDeprecated: has("d", in: 5),
            unit: textOrNil(10)
        )
    }

    private func eventType() -> EventType? {
        guard let category = EventType.Category(rawValue: text(2)),
            let status = EventType.Status(rawValue: text(4)),
            let fields = fields(listedIn: 10)
        else { return nil }
        let name = text(1)
        return EventType(
            name: name,
            category: category,
            family: text(3),
            action: EventType.action(of: name),
            status: status,
            replacedBy: textOrNil(8),
            statusNote: textOrNil(9),
            isInStorage: has("s", in: 5),
            isInHTTP: has("h", in: 5),
            documentedIn: textOrNil(7),
            since: textOrNil(6),
            fields: fields
        )
    }

    /// The fields at places written in decimal with a space between; nil when one is no such place.
    private func fields(listedIn column: Int) -> [EventField]? {
        let range = columns[column]
        guard !range.isEmpty else { return [] }
        var found: [EventField] = []
        found.reserveCapacity(range.count / 3)
        var place = 0
        for offset in range {
            let byte = bytes[offset]
            if byte == UInt8(ascii: " ") {
                guard place < fields.count else { return nil }
                found.append(fields[place])
                place = 0
            } else {
                // The second test keeps the place far from overflow.
                guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), place < 1_000_000 else {
                    return nil
                }
                place = place * 10 + Int(byte - UInt8(ascii: "0"))
            }
        }
        guard place < fields.count else { return nil }
        found.append(fields[place])
        return found
    }

    private func text(_ column: Int) -> String { String(decoding: bytes[columns[column]], as: UTF8.self) }

    private func textOrNil(_ column: Int) -> String? { columns[column].isEmpty ? nil : text(column) }

    private func has(_ flag: Unicode.Scalar, in column: Int) -> Bool {
        bytes[columns[column]].contains(UInt8(ascii: flag))
    }

    /// An enumerated value: `.some(nil)` for an empty column, nil for a value nobody knows.
    private func optional<Value>(_ column: Int, _ make: (String) -> Value?) -> Value?? {
        columns[column].isEmpty ? .some(nil) : make(text(column)).map(Optional.some)
    }
}
