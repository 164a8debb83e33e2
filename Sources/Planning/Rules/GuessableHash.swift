import Diagnostics
import Plans
import Specs

/// Reports plain hashes of personal data.
struct GuessableHash: MappingRule {
    static let entry = CatalogueEntry(
        code: "CUR362",
        name: "guessable-hash",
        severity: .warning,
        explanation: """
            There are so few e-mail addresses, phone numbers and IP addresses that a computer tries all of them in \
            hours; a plain SHA-256 of one hides it from nobody who wants to know. A hash with a key does. A plain hash \
            is right only for a partner that matches users by it.
            """,
        example: ExampleWorkspace.mapping("{ hash: { properties.email_address: sha256 } }"),
        fix: ExampleWorkspace.mapping(
            "{ hash: { properties.email_address: hmac-sha256 } }",
            more: "hashKey: { env: CURRENTS_HASH_KEY }"
        )
    )

    func check(_ walk: MappingWalk, in context: RuleContext) -> [Diagnostic] {
        walk.moments.filter { $0.part == .hash }.flatMap { moment in
            moment.spec.hash.filter { $0.algorithm == .plain }.compactMap { hash in
                let pattern = FieldPattern(hash.field.value)
                let personal = moment.types.lazy.flatMap { moment.fields(of: $0) }.first {
                    $0.isPersonal && $0.form == .clear && pattern.matches($0.path)
                }
                return personal.map { finding(hash.field, $0, in: context) }
            }
        }
    }

    private func finding(_ path: Located<String>, _ field: OutgoingField, in context: RuleContext)
        -> Diagnostic
    {
        Self.entry.diagnostic(
            at: path.range,
            "a plain hash of '\(field.path)' can be found out by trying",
            notes: [DiagnosticNote("'\(field.path)' says something about a person")],
            help: "use hmac-sha256 with 'hashKey', unless the partner matches users by plain hashes",
            source: context.glossarySource
        )
    }
}
