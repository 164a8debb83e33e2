import Diagnostics
import Plans
import Specs

/// Reports globs in mappings that fit no field.
struct UnmatchedFieldGlob: MappingRule {
    static let entry = CatalogueEntry(
        code: "CUR351",
        name: "unmatched-field-glob",
        severity: .warning,
        explanation: """
            A glob in a mapping stands for all fields that fit, from the top of the event: 'properties.*_name', not \
            '*_name' below 'properties'. One that fits no field of the events it applies to has no effect today; it \
            may be meant for fields to come.
            """,
        example: ExampleWorkspace.mapping("{ remove: [\"properties.canvass_*\"] }"),
        fix: ExampleWorkspace.mapping("{ remove: [\"properties.canvas_*\"] }")
    )

    func check(_ walk: MappingWalk, in context: RuleContext) -> [Diagnostic] {
        walk.moments.flatMap { moment in
            moment.patterns.filter { $0.value.isGlob && !fitsAny(FieldPattern($0.value), moment, walk) }
                .map { glob in
                    Self.entry.diagnostic(
                        at: glob.range,
                        "'\(glob.value)' fits no field of the events this entry applies to",
                        help: "'currentsctl events \(moment.types.first ?? "")' lists the fields",
                        source: context.glossarySource
                    )
                }
        }
    }

    private func fitsAny(_ pattern: FieldPattern, _ moment: MappingWalk.Moment, _ walk: MappingWalk) -> Bool {
        moment.types.contains { type in
            let fields = moment.fields(of: type)
            return fields.contains { pattern.matches($0.path) }
                || walk.mayFitUnknownKeys(pattern, of: type, in: fields)
        }
    }
}
