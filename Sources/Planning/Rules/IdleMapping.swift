import Diagnostics
import Plans
import Specs

/// Reports parts of mappings that change nothing.
struct IdleMapping: MappingRule {
    static let entry = CatalogueEntry(
        code: "CUR359",
        name: "idle-mapping",
        severity: .warning,
        explanation: """
            A field renamed to its own name, and 'keep' that fits every field, leave events as they are. Something else \
            was probably meant.
            """,
        example: ExampleWorkspace.mapping("{ keep: [\"*\"] }"),
        fix: ExampleWorkspace.mapping("{ keep: [\"user.*\", \"properties.campaign_*\"] }")
    )

    func check(_ walk: MappingWalk, in context: RuleContext) -> [Diagnostic] {
        walk.moments.flatMap { moment -> [Diagnostic] in
            switch moment.part {
            case .rename: moment.spec.rename.filter { $0.from.value == $0.to.value }.map(renamed)
            case .keep: kept(moment).map { [$0] } ?? []
            default: []
            }
        }
    }

    private func renamed(_ rename: MappingSpec.Rename) -> Diagnostic {
        Self.entry.diagnostic(
            at: rename.to.range,
            "'\(rename.from.value)' keeps its name",
            help: "write another path, or remove the rename"
        )
    }

    private func kept(_ moment: MappingWalk.Moment) -> Diagnostic? {
        let patterns = (moment.spec.keep ?? []).map { FieldPattern($0.value) }
        let isEverythingKept = moment.types.allSatisfy { type in
            moment.fields(of: type).allSatisfy { field in
                FieldFlow.envelope.contains(field.path) || patterns.contains { $0.matches(field.path) }
            }
        }
        guard isEverythingKept, let first = moment.spec.keep?.first else { return nil }
        return Self.entry.diagnostic(
            at: first.range,
            "'keep' fits every field, so nothing is taken away",
            help: "name fewer fields, or remove 'keep'"
        )
    }
}
