extension MappingStep {
    private enum CodingKeys: CodingKey {
        case action, algorithm, field, fields, from, json, to
    }

    private enum Action: String, Codable {
        case rename, remove, keep, hash, redact, set
    }

    /// Reads `{"action": …}` and what belongs to the action.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func fields() throws -> [FieldPattern] { try values.decode([FieldPattern].self, forKey: .fields) }
        switch try values.decode(Action.self, forKey: .action) {
        case .rename:
            self = .rename(
                from: try values.decode(String.self, forKey: .from),
                to: try values.decode(String.self, forKey: .to)
            )
        case .remove: self = .remove(try fields())
        case .keep: self = .keep(try fields())
        case .hash: self = .hash(try fields(), try values.decode(HashAlgorithm.self, forKey: .algorithm))
        case .redact: self = .redact(try fields())
        case .set:
            self = .set(
                try values.decode(String.self, forKey: .field),
                json: try values.decode(String.self, forKey: .json)
            )
        }
    }

    /// Writes `{"action": …}` and what belongs to the action, such as
    /// `{"action": "hash", "algorithm": "sha256", "fields": ["properties.email_address"]}`.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(action, forKey: .action)
        switch self {
        case .rename(let from, let to):
            try values.encode(from, forKey: .from)
            try values.encode(to, forKey: .to)
        case .remove(let fields), .keep(let fields), .redact(let fields):
            try values.encode(fields, forKey: .fields)
        case .hash(let fields, let algorithm):
            try values.encode(algorithm, forKey: .algorithm)
            try values.encode(fields, forKey: .fields)
        case .set(let field, let json):
            try values.encode(field, forKey: .field)
            // As a text: a number keeps its digits through every reader.
            try values.encode(json, forKey: .json)
        }
    }

    private var action: Action {
        switch self {
        case .rename: .rename
        case .remove: .remove
        case .keep: .keep
        case .hash: .hash
        case .redact: .redact
        case .set: .set
        }
    }
}

extension MappingStep {
    /// The step in one line, for people.
    public var summary: String {
        switch self {
        case .rename(let from, let to): "rename \(from) to \(to)"
        case .remove(let fields): "remove \(Self.list(fields))"
        case .keep(let fields): "keep only \(Self.list(fields))"
        case .hash(let fields, let algorithm): "hash \(Self.list(fields)) with \(algorithm.rawValue)"
        case .redact(let fields): "redact \(Self.list(fields))"
        case .set(let field, let json): "set \(field) to \(json)"
        }
    }

    private static func list(_ fields: [FieldPattern]) -> String {
        fields.map(\.text).joined(separator: ", ")
    }
}
