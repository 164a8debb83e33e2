public import Glossary

/// What event types carry, by the content addresses that plans hold.
///
/// A plan knows the address of each type's fields and not the fields. Whoever compares plans needs both, also when the
/// glossary has moved on since one of them was written, so shapes travel with plans: in the folder that `compile`
/// writes, in change sets and in the state.
public struct ShapeBook: Sendable, Hashable {
    private var files: [String: [UInt8]] = [:]
    private var fields: [String: [OutgoingField]] = [:]

    /// The shapes of the built-in glossary.
    public static let builtIn = ShapeBook(of: .builtIn)

    /// A book without any shape.
    public init() {}

    /// The shapes of all types that HTTP partners receive.
    public init(of glossary: Glossary) {
        for type in glossary.eventTypes where type.isInHTTP { add(PlanFile.shapeFile(of: type)) }
    }

    /// The addresses, sorted.
    public var addresses: [String] { files.keys.sorted() }

    /// Whether there is no shape.
    public var isEmpty: Bool { files.isEmpty }

    /// The file of a shape, as `PlanFile.shapeFile(of:)` writes it; nil when it is not known.
    public func file(at address: String) -> [UInt8]? { files[address] }

    /// The fields before any mapping, in the order of the shape; nil when the shape is not known.
    public func fields(at address: String) -> [OutgoingField]? { fields[address] }

    /// Takes in a shape, by the address that its content gives.
    ///
    /// - Returns: The address; nil for a text that is no shape, which is left out.
    @discardableResult
    public mutating func add(_ file: [UInt8]) -> String? {
        guard let content = try? CanonicalJSONParser.parse(file), let fields = Self.fields(in: content) else {
            return nil
        }
        let canonical = content.bytes
        let address = String(CanonicalJSON.sha256(of: canonical).prefix(16))
        files[address] = canonical
        self.fields[address] = fields
        return address
    }

    /// The shapes of both.
    public func merging(_ other: ShapeBook) -> ShapeBook {
        var book = self
        book.files.merge(other.files) { own, _ in own }
        book.fields.merge(other.fields) { own, _ in own }
        return book
    }

    /// The shapes that plans refer to, as far as they are known.
    public func shapes(of plans: [Plan]) -> ShapeBook {
        let wanted = Set(plans.flatMap(\.events).map(\.shape))
        var book = ShapeBook()
        book.files = files.filter { wanted.contains($0.key) }
        book.fields = fields.filter { wanted.contains($0.key) }
        return book
    }

    private static func fields(in content: CanonicalJSON) -> [OutgoingField]? {
        guard case .array(let items)? = content["fields"] else { return nil }
        var fields: [OutgoingField] = []
        for item in items {
            guard let path = item["path"]?.text, case .boolean(let isPersonal)? = item["personal"],
                case .boolean(let isRequired)? = item["required"]
            else { return nil }
            fields.append(
                OutgoingField(
                    path: path,
                    origin: path,
                    type: item["type"]?.text.flatMap(EventField.ValueType.init(rawValue:)),
                    isPersonal: isPersonal,
                    isRequired: isRequired
                )
            )
        }
        return fields
    }
}

extension ShapeBook {
    /// The shapes as the object that a change set holds.
    var json: CanonicalJSON {
        // What is in the book was read from JSON.
        .object(files.compactMapValues { try? CanonicalJSONParser.parse($0) })
    }

    /// Reads that object; nil when a shape does not stand at its own address.
    init?(json: CanonicalJSON) {
        guard case .object(let members) = json else { return nil }
        for (address, content) in members {
            guard add(content.bytes) == address else { return nil }
        }
    }
}
