import Diagnostics
import Glossary
import Plans
import Specs

/// Reports values set in the place of a field of another type.
struct MistypedValue: MappingRule {
    static let entry = CatalogueEntry(
        code: "CUR356",
        name: "mistyped-value",
        explanation: """
            A value that is set in the place of a field should be of the field's type: receivers rely on it. Without \
            quotes a value is what YAML 1.2 makes of it, so true is a boolean and 3 a number; in quotes it is a text.
            """,
        example: ExampleWorkspace.mapping("{ set: { properties.campaign_id: 7 } }"),
        fix: ExampleWorkspace.mapping("{ set: { properties.campaign_id: \"7\" } }")
    )

    func check(_ walk: MappingWalk, in context: RuleContext) -> [Diagnostic] {
        walk.moments.filter { $0.part == .set }.flatMap { moment in
            moment.spec.set.compactMap { assignment in
                moment.types.lazy.compactMap { finding(assignment, moment, $0, walk, context) }.first
            }
        }
    }

    private func finding(
        _ assignment: MappingSpec.Assignment,
        _ moment: MappingWalk.Moment,
        _ type: String,
        _ walk: MappingWalk,
        _ context: RuleContext
    ) -> Diagnostic? {
        let path = assignment.field.value
        let json = assignment.json.value
        switch walk.knowledge(of: path, of: type, in: moment.fields(of: type)) {
        case .object where !json.hasPrefix("{"):
            return Self.entry.diagnostic(
                at: assignment.json.range,
                "'\(path)' is an object that holds fields, and \(Self.words(json)) would replace all of it",
                help: "name the field in it that is to be set"
            )
        case .field(let field):
            // What a mapping made of a field is not what the glossary says of it.
            guard field.form == .clear, field.origin == path, let wanted = field.type,
                !Self.fits(json, wanted)
            else {
                return nil
            }
            let isBare = wanted == .string && !json.hasPrefix("{") && !json.hasPrefix("[")
            return Self.entry.diagnostic(
                at: assignment.json.range,
                "'\(path)' is of type \(wanted.rawValue), and \(Self.words(json)) stands here",
                help: isBare ? "put it in quotes" : "write a value of type \(wanted.rawValue)",
                source: context.glossarySource,
                fixes: isBare
                    ? [Fix("put it in quotes", replace: assignment.json.range, with: "\"\(json)\"")] : []
            )
        default: return nil
        }
    }

    private static func fits(_ json: String, _ type: EventField.ValueType) -> Bool {
        let first = json.unicodeScalars.first ?? "n"
        // A field that is null counts as one that is not there.
        if first == "n" { return true }
        let isNumber = first == "-" || ("0"..."9").contains(first)
        return switch type {
        case .string: first == "\""
        case .int, .long: isNumber && !json.contains { ".eE".contains($0) }
        case .float: isNumber
        case .boolean: first == "t" || first == "f"
        case .strings: first == "["
        case .map: first == "{"
        }
    }

    private static func words(_ json: String) -> String {
        switch json.unicodeScalars.first {
        case "\"": "a text"
        case "{": "a mapping"
        case "[": "a list"
        case "n": "nothing"
        case "t", "f": "a boolean"
        default: "the number \(json)"
        }
    }
}
