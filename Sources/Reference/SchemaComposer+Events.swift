import Glossary
import Plans
import Specs

// What the event glossary decides: event types, and the fields a filter can name.
extension SchemaComposer {
    /// Refers to a shape that the language tells once.
    mutating func reference(to definition: Language.Definition) -> Schema {
        reference(to: definition.rawValue) { composer in
            var schema = composer.schema(of: definition)
            schema["title"] = .text(definition.title)
            schema["description"] = .text(definition.summary)
            return schema
        }
    }

    private mutating func schema(of definition: Language.Definition) -> Schema {
        switch definition {
        case .deliveredEvents: selector(named: deliverableEventType())
        case .eventSelector: selector(named: eventType())
        case .eventPattern: filter(below: nil)
        case .credentialReference, .valueTest, .fieldPath, .fieldPattern:
            definition.shape.map { schema(of: $0) } ?? [:]
        }
    }

    private mutating func selector(named type: Schema) -> Schema {
        [
            "anyOf": .array([
                .object(type),
                .object([
                    "type": .text("string"), "pattern": .text("\\*"),
                    "description": .text("All event types that fit; '*' stands for any run of characters."),
                ]),
                .object([
                    "type": .text("object"),
                    "description": .text("All event types of a page or category of the event glossary."),
                    "properties": .object(["group": .object(["enum": Self.texts(Glossary.groupNames)])]),
                    "required": Self.texts(["group"]),
                    "additionalProperties": .boolean(false),
                ]),
            ])
        ]
    }

    /// Every event type, retired ones and those of storage files included.
    mutating func eventType() -> Schema {
        reference(to: "eventType") { composer in
            [
                "description": .text("An event type of the glossary, release \(composer.glossary.release)."),
                "enum": Self.texts(composer.glossary.eventTypes.map(\.name)),
            ]
        }
    }

    /// Every event type that some partner can be sent.
    private mutating func deliverableEventType() -> Schema {
        reference(to: "deliverableEventType") { composer in
            let types = composer.glossary.eventTypes.filter { type in
                type.isInHTTP || composer.partners.contains { $0.takes(type) }
            }
            return [
                "description": .text("An event type of the glossary, release \(composer.glossary.release)."),
                "enum": Self.texts(types.map(\.name)),
            ]
        }
    }
}

extension SchemaComposer {
    /// A filter over a whole event, or over what lies below one of its keys.
    private mutating func filter(below place: String?) -> Schema {
        let prefix = place.map { $0 + "." } ?? ""
        var properties: Schema = [:]
        for (path, type) in paths where path.hasPrefix(prefix) {
            let rest = path.dropFirst(prefix.count)
            guard let dot = rest.firstIndex(of: ".") else {
                properties[String(rest)] = .object(type == .map ? freeValue() : tests())
                continue
            }
            let key = String(rest[..<dot])
            if properties[key] == nil { properties[key] = .object(branch(below: prefix + key)) }
        }
        properties["$or"] = alternatives(of: branch(below: place))
        return [
            "type": .text("object"), "properties": .object(properties),
            "additionalProperties": .boolean(false),
        ]
    }

    private mutating func branch(below place: String?) -> Schema {
        guard let place else { return reference(to: Language.Definition.eventPattern) }
        return reference(to: "eventPattern.\(place)") { composer in composer.filter(below: place) }
    }

    /// The fields of all event types in the HTTP form, each path once.
    ///
    /// Where event types disagree, a place that may hold further keys counts as one.
    private var paths: [(String, EventField.ValueType)] {
        var types: [String: EventField.ValueType] = [:]
        // The glossary describes what differs between events; these three stand in all of them.
        for path in FieldFlow.envelope { types[path] = .string }
        for field in glossary.eventTypes.flatMap(\.fields) where field.isInHTTP {
            let type = field.httpType ?? field.type
            if types[field.httpPath] != .map { types[field.httpPath] = type }
        }
        return types.sorted { $0.key < $1.key }
    }

    private mutating func tests() -> Schema {
        reference(to: "tests") { composer in
            [
                "description": .text("Tests of the field's value, of which any one must pass."),
                "type": .text("array"),
                "items": .object(composer.reference(to: Language.Definition.valueTest)),
                "minItems": .integer(1),
            ]
        }
    }

    /// A value whose keys the vendor's customers choose.
    private mutating func freeValue() -> Schema {
        reference(to: "freeValue") { composer in
            let alternatives = composer.alternatives(of: composer.freeValue())
            return [
                "description": .text("A mapping of keys of your own to tests of their values."),
                "anyOf": .array([
                    .object(composer.tests()),
                    .object([
                        "type": .text("object"), "properties": .object(["$or": alternatives]),
                        "additionalProperties": .object(composer.freeValue()),
                    ]),
                ]),
            ]
        }
    }

    private func alternatives(of schema: Schema) -> CanonicalJSON {
        .object([
            "description": .text("Filters of which at least one must fit."),
            "type": .text("array"), "items": .object(schema), "minItems": .integer(2),
        ])
    }
}
