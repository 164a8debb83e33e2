import Diagnostics
import Glossary
import Plans
import Specs

/// Reports hashes and redactions of fields that are no texts.
struct UnhashableField: MappingRule {
    static let entry = CatalogueEntry(
        code: "CUR355",
        name: "unhashable-field",
        explanation: """
            A hash, and the word that stands for something blackened, are texts. Where the partner expects a number, a \
            boolean or an object, a text in its place breaks the field; and of the few values such a field has, a hash \
            hides none. Remove the field instead.
            """,
        example: ExampleWorkspace.mapping("{ redact: [properties.is_amp] }"),
        fix: ExampleWorkspace.mapping("{ remove: [properties.is_amp] }")
    )

    func check(_ walk: MappingWalk, in context: RuleContext) -> [Diagnostic] {
        walk.moments.filter { $0.part == .hash || $0.part == .redact }.flatMap { moment in
            moment.patterns.compactMap { pattern in
                moment.types.lazy.compactMap { finding(pattern, moment, $0, walk, context) }.first
            }
        }
    }

    private func finding(
        _ pattern: Located<String>,
        _ moment: MappingWalk.Moment,
        _ type: String,
        _ walk: MappingWalk,
        _ context: RuleContext
    ) -> Diagnostic? {
        let verb = moment.part == .hash ? "hashed" : "redacted"
        let fields = moment.fields(of: type)
        if !pattern.value.isGlob, case .object = walk.knowledge(of: pattern.value, of: type, in: fields) {
            return Self.entry.diagnostic(
                at: pattern.range,
                "'\(pattern.value)' is an object, and only texts can be \(verb)",
                help: "name the fields in it, such as '\(pattern.value).*', or remove it"
            )
        }
        let needs = PartnerRequirements.neededByAll + walk.partner.neededFields
        let matcher = FieldPattern(pattern.value)
        let unfit = fields.first { field in
            guard let fieldType = field.type, fieldType != .string, matcher.matches(field.path) else {
                return false
            }
            // What must not be touched at all is another finding.
            return !needs.contains { $0.names(field.path, of: type) }
        }
        guard let unfit, let fieldType = unfit.type else { return nil }
        let what =
            pattern.value == unfit.path ? "'\(unfit.path)'" : "'\(pattern.value)' fits '\(unfit.path)', which"
        return Self.entry.diagnostic(
            at: pattern.range,
            "\(what) is of type \(fieldType.rawValue), and only texts can be \(verb)",
            help: "write 'remove' for '\(unfit.path)', or leave it as it is",
            source: context.glossarySource
        )
    }
}
