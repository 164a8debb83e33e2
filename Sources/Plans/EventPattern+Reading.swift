/// Reads a pattern in EventBridge's JSON form, as plans hold it.
extension EventPattern {
    /// Reads the pattern's JSON form.
    ///
    /// - Parameter decoder: Where the JSON comes from.
    /// - Throws: A decoding error for anything that is not a pattern: a plan is read exactly or not at all.
    public init(from decoder: any Decoder) throws {
        let json = try CanonicalJSON(from: decoder)
        do {
            try self.init(json: json)
        } catch {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not an event pattern")
            )
        }
    }

    init(json: CanonicalJSON) throws { self = try Self.pattern(json, at: []) }

    private static func pattern(_ json: CanonicalJSON, at path: [String]) throws -> EventPattern {
        guard case .object(let members) = json else { throw NotAPattern() }
        let parts = try members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .flatMap { key, value -> [EventPattern] in
                switch value {
                case .array(let items) where key == "$or":
                    [.any(try items.map { try pattern($0, at: path) })]
                case .array(let items): [.field(path + [key], try items.map { try ValueTest(json: $0) })]
                default: try pattern(value, at: path + [key]).conjuncts
                }
            }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    /// JSON that is no pattern.
    fileprivate struct NotAPattern: Error {}
}

extension EventPattern.ValueTest {
    init(json: CanonicalJSON) throws {
        switch json {
        case .text, .integer, .decimal: self = try Self.value(json)
        case .boolean(let flag): self = .boolean(flag)
        case .null: self = .null
        case .object(let members):
            guard members.count == 1, let (name, operand) = members.first else {
                throw EventPattern.NotAPattern()
            }
            self = try Self.test(name, operand)
        case .array: throw EventPattern.NotAPattern()
        }
    }

    private static func test(_ name: String, _ operand: CanonicalJSON) throws -> Self {
        switch (name, operand) {
        case ("prefix", .object): .prefix(try text(operand["equals-ignore-case"]), ignoringCase: true)
        case ("suffix", .object): .suffix(try text(operand["equals-ignore-case"]), ignoringCase: true)
        case ("prefix", _): .prefix(try text(operand), ignoringCase: false)
        case ("suffix", _): .suffix(try text(operand), ignoringCase: false)
        case ("equals-ignore-case", _): .equalsIgnoringCase(try text(operand))
        case ("wildcard", _): .wildcard(try text(operand))
        case ("cidr", _): .cidr(try text(operand))
        case ("exists", .boolean(let flag)): .exists(flag)
        case ("numeric", .array(let items)): .numeric(try bounds(items))
        case ("anything-but", .object(let members)):
            .anythingBut(
                try members.flatMap { name, operand in
                    try items(of: operand).map { try test(name, $0) }
                }
            )
        case ("anything-but", _): .anythingBut(try items(of: operand).map { try value($0) })
        default: throw EventPattern.NotAPattern()
        }
    }

    private static func value(_ json: CanonicalJSON) throws -> Self {
        switch json {
        case .text(let text): .text(text)
        case .integer(let number): .number(String(number))
        case .decimal(let number): .number(try canonical(String(number)))
        default: throw EventPattern.NotAPattern()
        }
    }

    private static func canonical(_ number: String) throws -> String {
        guard let canonical = DecimalNumber.canonical(number) else { throw EventPattern.NotAPattern() }
        return canonical
    }

    private static func items(of operand: CanonicalJSON) -> [CanonicalJSON] {
        guard case .array(let items) = operand else { return [operand] }
        return items
    }

    private static func text(_ json: CanonicalJSON?) throws -> String {
        guard let text = json?.text else { throw EventPattern.NotAPattern() }
        return text
    }

    private static func bounds(_ items: [CanonicalJSON]) throws -> [EventPattern.NumericBound] {
        guard items.count % 2 == 0, !items.isEmpty else { throw EventPattern.NotAPattern() }
        return try stride(from: 0, to: items.count, by: 2).map { index in
            guard let relation = EventPattern.NumericBound.Relation(rawValue: try text(items[index])),
                case .number(let bound) = try value(items[index + 1])
            else { throw EventPattern.NotAPattern() }
            return EventPattern.NumericBound(relation, bound)
        }
    }
}
