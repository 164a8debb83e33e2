import Plans
import Specs

// The shapes of the language, one after the other.
extension SchemaComposer {
    /// A mapping whose keys are words of the language.
    mutating func object(_ object: Language.Object) -> Schema {
        var properties: Schema = [:]
        for key in object.keys {
            var schema = schema(of: key.shape)
            schema["description"] = .text(key.description)
            properties[key.name] = .object(schema)
        }
        var schema: Schema = [
            "type": .text("object"), "properties": .object(properties),
            "additionalProperties": .boolean(false),
        ]
        let required = object.keys.filter(\.isRequired).map(\.name)
        if !required.isEmpty { schema["required"] = Self.texts(required) }
        schema.merge(Self.choice(object)) { $1 }
        return schema
    }

    /// How many of some keys there are.
    private static func choice(_ object: Language.Object) -> Schema {
        func each(_ names: [String]) -> CanonicalJSON {
            .array(names.map { .object(["required": texts([$0])]) })
        }
        // Where it is about all keys, a count says it, and programs complain about counts in fewer words.
        switch object.choice {
        case .exactlyOne(let names) where names == object.known:
            return ["minProperties": .integer(1), "maxProperties": .integer(1)]
        case .atLeastOne(let names) where names == object.known: return ["minProperties": .integer(1)]
        case .atMostOne(let names) where names == object.known: return ["maxProperties": .integer(1)]
        case .exactlyOne(let names): return ["oneOf": each(names)]
        case .atLeastOne(let names): return ["anyOf": each(names)]
        case .atMostOne(let names):
            let none = CanonicalJSON.object(["not": .object(["anyOf": each(names)])])
            guard case .array(let one) = each(names) else { return [:] }
            return ["oneOf": .array(one + [none])]
        case nil: return [:]
        }
    }

    /// What a key takes.
    mutating func schema(of shape: Language.Shape) -> Schema {
        switch shape {
        case .text(let text): Self.text(text)
        case .choice(let words, _): ["enum": Self.texts(words.map(\.text))]
        case .boolean: ["type": .text("boolean")]
        case .integer(let minimum): ["type": .text("integer"), "minimum": .integer(minimum)]
        case .number: ["type": .text("number")]
        case .duration(let isPositive): Self.duration(isPositive: isPositive)
        case .size: Self.size
        case .scalar: ["type": Self.texts(["string", "number", "boolean", "null"])]
        case .textOrNumber: ["type": Self.texts(["string", "number"])]
        case .json: [:]
        case .list(let item, let minimum, let maximum): list(of: item, minimum, maximum)
        case .mapping(let name, let value): mapping(from: name, to: value)
        case .object(let members): object(members)
        case .forms(let forms): ["anyOf": .array(forms.map { form($0) })]
        case .defined(let definition): reference(to: definition)
        case .ofPartner(let part): anyPartner(part)
        }
    }

    private mutating func list(of item: Language.Shape, _ minimum: Int, _ maximum: Int?) -> Schema {
        var list: Schema = ["type": .text("array"), "items": .object(schema(of: item))]
        if minimum > 0 { list["minItems"] = .integer(minimum) }
        if let maximum { list["maxItems"] = .integer(maximum) }
        return list
    }

    private mutating func mapping(from name: Language.Name, to value: Language.Shape) -> Schema {
        var mapping: Schema = [
            "type": .text("object"), "additionalProperties": .object(schema(of: value)),
        ]
        if name == .partner {
            mapping["propertyNames"] = .object(["enum": Self.texts(partners.map(\.partner))])
        }
        return mapping
    }

    private mutating func form(_ form: Language.Form) -> CanonicalJSON {
        var schema = schema(of: form.shape)
        schema["description"] = .text(form.summary)
        return .object(schema)
    }

    /// A text of a form.
    static func text(_ text: Language.Text) -> Schema {
        if let pattern = text.pattern { return Self.text(matching: pattern) }
        var schema: Schema = ["type": texts(["string", "number", "boolean"])]
        if !text.allowsEmpty { schema["minLength"] = .integer(1) }
        return schema
    }

    /// A text that a pattern fits from end to end.
    ///
    /// Where digits fit they may stand without quotes, which makes them a number to whoever reads the YAML.
    static func text(matching pattern: String) -> Schema {
        let whole = try? Regex(pattern)
        let takesDigits = ["7", "42", "012345678901"].contains { digits in
            whole.map { digits.wholeMatch(of: $0) != nil } ?? false
        }
        return [
            "type": takesDigits ? texts(["string", "integer"]) : .text("string"),
            "pattern": .text("^(?:\(pattern))$"),
        ]
    }

    private static func duration(isPositive: Bool) -> Schema {
        [
            "type": .text("string"),
            "pattern": .text("^\(isPositive ? "(?=.*[1-9])" : "")[0-9]{1,12}(?:ms|s|m|h|d)$"),
        ]
    }

    private static let size: Schema = [
        "type": .text("string"), "pattern": .text("^(?=.*[1-9])[0-9]{1,16}(?:[KMGT]i?)?B$"),
    ]
}

extension Language.Key {
    /// The sentences an editor shows.
    fileprivate var description: String {
        let words = shape.words.map { "'\($0.text)': \($0.summary)" }
        let fallback = fallback.map { ["Default: \($0)."] } ?? []
        return ([summary] + words + fallback + ["Example: \(name): \(example)"]).joined(separator: " ")
    }
}
