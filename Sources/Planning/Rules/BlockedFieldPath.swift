import Diagnostics
import Glossary
import Plans
import Specs

/// Reports new paths that lead through a field which is no object.
struct BlockedFieldPath: MappingRule {
    static let entry = CatalogueEntry(
        code: "CUR353",
        name: "blocked-field-path",
        explanation: """
            Objects on the way to a new path are made where they are missing. A text, a number or a list cannot hold \
            fields, so a path that leads through one cannot be made.
            """,
        example: ExampleWorkspace.mapping("{ set: { properties.esp.origin: braze } }"),
        fix: ExampleWorkspace.mapping("{ set: { properties.delivery.origin: braze } }")
    )

    func check(_ walk: MappingWalk, in context: RuleContext) -> [Diagnostic] {
        walk.moments.flatMap { moment in
            targets(of: moment).compactMap { target in
                moment.types.lazy.compactMap { finding(target, moment, type: $0) }.first
                    ?? sibling(of: target, in: moment)
            }
        }
    }

    private func targets(of moment: MappingWalk.Moment) -> [Located<String>] {
        switch moment.part {
        case .rename: moment.spec.rename.map(\.to)
        case .set: moment.spec.set.map(\.field)
        default: []
        }
    }

    private func finding(_ target: Located<String>, _ moment: MappingWalk.Moment, type: String) -> Diagnostic?
    {
        let blocking = moment.fields(of: type).first { field in
            FieldPath.isBelow(target.value, field.path) && field.type != nil && field.type != .map
                && !(moment.part == .rename
                    && moment.spec.rename.contains { FieldPattern($0.from.value).matches(field.path) })
        }
        guard let blocking else { return nil }
        return Self.entry.diagnostic(
            at: target.range,
            "'\(blocking.path)' of '\(type)' is no object, so it cannot hold '\(target.value)'",
            notes: [DiagnosticNote("'\(blocking.path)' is of type \(blocking.type?.rawValue ?? "unknown")")],
            help: "choose a path beside it"
        )
    }

    /// Another value of the same entry may stand in the way.
    private func sibling(of target: Located<String>, in moment: MappingWalk.Moment) -> Diagnostic? {
        guard moment.part == .set else { return nil }
        let blocking = moment.spec.set.first {
            FieldPath.isBelow(target.value, $0.field.value) && !$0.json.value.hasPrefix("{")
        }
        return blocking.map {
            Self.entry.diagnostic(
                at: target.range,
                "'\($0.field.value)' is set to a value that cannot hold '\(target.value)'",
                notes: [DiagnosticNote("set here", at: $0.field.range)],
                help: "choose a path beside it"
            )
        }
    }
}
