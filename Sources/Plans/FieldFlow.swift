import Glossary

/// Says what mappings do to the fields that are known of an event type, without any event.
///
/// It follows the runner's own rules: a property test holds the two together.
public enum FieldFlow {
    /// The paths that no mapping takes away, whatever it keeps.
    public static let envelope = ["event_type", "id", "time"]

    /// The fields of one event type that leave, in the order they came, those that are set last.
    ///
    /// - Parameters:
    ///   - fields: What the source's events of the type carry.
    ///   - type: The event type.
    ///   - mappings: The current's mappings, in order.
    /// - Returns: The fields as the partner's own mapping gets to see them.
    public static func outgoing(
        _ fields: [OutgoingField],
        of type: String,
        through mappings: [EventMapping]
    ) -> [OutgoingField] {
        mappings.filter { $0.applies(to: type) }.reduce(fields) { apply($1.steps, to: $0) }
    }

    /// The fields after some steps of one mapping; renames that follow each other are made at once.
    public static func apply(_ steps: [MappingStep], to fields: [OutgoingField]) -> [OutgoingField] {
        var fields = fields
        var renames: [(from: String, to: String)] = []
        for step in steps {
            if case .rename(let from, let to) = step {
                // A field goes to one place; no spec can say two.
                if !renames.contains(where: { $0.from == from }) { renames.append((from, to)) }
                continue
            }
            fields = renamed(fields, renames)
            renames = []
            fields = applyAlone(step, to: fields)
        }
        return renamed(fields, renames)
    }

    /// The fields after one step.
    public static func apply(_ step: MappingStep, to fields: [OutgoingField]) -> [OutgoingField] {
        apply([step], to: fields)
    }

    private static func applyAlone(_ step: MappingStep, to fields: [OutgoingField]) -> [OutgoingField] {
        switch step {
        case .rename(let from, let to): renamed(fields, [(from, to)])
        case .remove(let patterns): fields.filter { field in !patterns.contains { $0.matches(field.path) } }
        case .keep(let patterns): kept(fields, patterns)
        case .hash(let patterns, _): replaced(fields, patterns, by: .hashed)
        case .redact(let patterns): replaced(fields, patterns, by: .redacted)
        case .set(let path, let json): set(path, to: json, in: fields)
        }
    }

    // MARK: - Renames

    /// The deepest rename that fits a field moves it: what lies deeper is taken out before what it lies in moves.
    private static func renamed(
        _ fields: [OutgoingField],
        _ renames: [(from: String, to: String)]
    ) -> [OutgoingField] {
        guard !renames.isEmpty else { return fields }
        return naming(renames.map(\.from), in: fields).map { field in
            let fitting = renames.filter { $0.from == field.path || FieldPath.isBelow(field.path, $0.from) }
            guard let rename = fitting.max(by: { $0.from.utf8.count < $1.from.utf8.count }) else {
                return field
            }
            var field = field
            field.path = rename.to + field.path.dropFirst(rename.from.count)
            return field
        }
    }

    // MARK: - Keeping

    private static func kept(_ fields: [OutgoingField], _ patterns: [FieldPattern]) -> [OutgoingField] {
        let exact = patterns.filter(\.glob.isExact).map(\.text)
        let globs = patterns.filter { !$0.glob.isExact }
        return naming(exact, in: fields).filter { field in
            if envelope.contains(field.path) || patterns.contains(where: { $0.matches(field.path) }) {
                return true
            }
            // Nobody knows the keys of a map: some of them may fit.
            return field.type == .map && globs.contains { $0.mayFit(below: field.path) }
        }
    }

    // MARK: - Hashes and redaction

    /// What fits as a whole object becomes one text.
    private static func replaced(
        _ fields: [OutgoingField],
        _ patterns: [FieldPattern],
        by form: OutgoingField.Form
    ) -> [OutgoingField] {
        var places: [String: Int] = [:]
        var result: [OutgoingField] = []
        for field in naming(patterns.filter(\.glob.isExact).map(\.text), in: fields) {
            let fitted = patterns.compactMap { $0.fitted(in: field.path) }.min {
                $0.utf8.count < $1.utf8.count
            }
            guard let path = fitted else {
                result.append(field)
                continue
            }
            let replaced = replaced(field, at: path, by: form)
            if let place = places[path] {
                result[place].isPersonal = result[place].isPersonal || field.isPersonal
                result[place].isRequired = result[place].isRequired || field.isRequired
                if result[place].form == .clear { result[place].form = form }
            } else {
                places[path] = result.count
                result.append(replaced)
            }
        }
        return result
    }

    private static func replaced(_ field: OutgoingField, at path: String, by form: OutgoingField.Form)
        -> OutgoingField
    {
        var field = field
        // What was redacted stays so: a hash of the word says nothing more.
        if field.form != .redacted { field.form = form }
        field.type = .string
        guard field.path != path else { return field }
        let levels = FieldPath.keys(of: field.path).count - FieldPath.keys(of: path).count
        field.path = path
        field.origin = field.origin.map { FieldPath.text(of: FieldPath.keys(of: $0).dropLast(levels)) }
        if field.origin == "" { field.origin = nil }
        return field
    }

    // MARK: - Values from the spec

    private static func set(_ path: String, to json: String, in fields: [OutgoingField]) -> [OutgoingField] {
        let value = try? CanonicalJSONParser.parse(Array(json.utf8))
        return fields.filter { $0.path != path && !FieldPath.isBelow($0.path, path) }
            + leaves(of: value, at: path)
    }

    private static func leaves(of value: CanonicalJSON?, at path: String) -> [OutgoingField] {
        guard case .object(let members) = value, !members.isEmpty else {
            return [
                OutgoingField(path: path, origin: nil, type: type(of: value), isPersonal: false, form: .set)
            ]
        }
        return members.keys.sorted().flatMap {
            leaves(of: members[$0], at: path + "." + FieldPath.text(of: [$0]))
        }
    }

    private static func type(of value: CanonicalJSON?) -> EventField.ValueType? {
        switch value {
        case .text: .string
        case .integer: .long
        case .decimal: .float
        case .boolean: .boolean
        case .array(let items): items.allSatisfy { $0.text != nil } ? .strings : nil
        case .object: .map
        case .null, nil: nil
        }
    }

    // MARK: - Keys that nobody knows

    /// The fields, and beside them those that exact paths name below a map whose keys are not known.
    private static func naming(_ paths: [String], in fields: [OutgoingField]) -> [OutgoingField] {
        guard fields.contains(where: { $0.type == .map }) else { return fields }
        var fields = fields
        for path in paths {
            let isKnown = fields.contains { $0.path == path || FieldPath.isBelow($0.path, path) }
            guard !isKnown,
                let map = fields.last(where: { $0.type == .map && FieldPath.isBelow(path, $0.path) })
            else { continue }
            let rest = path.dropFirst(map.path.count)
            fields.append(
                OutgoingField(
                    path: path,
                    origin: map.origin.map { $0 + rest },
                    type: nil,
                    isPersonal: map.isPersonal,
                    form: map.form
                )
            )
        }
        return fields
    }
}
