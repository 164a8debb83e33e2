import Diagnostics
import Plans
import Specs

/// Reports fields that are hashed twice.
struct RepeatedHash: MappingRule {
    static let entry = CatalogueEntry(
        code: "CUR363",
        name: "repeated-hash",
        severity: .warning,
        explanation: """
            A hash of a hash matches nothing: neither what the partner has nor what another current sends. One field \
            should be hashed once, in one way.
            """,
        example: ExampleWorkspace.mapping(
            "- hash: [properties.email_address]\n- hash: [\"properties.email_*\"]",
            more: "hashKey: { env: CURRENTS_HASH_KEY }"
        ),
        fix: ExampleWorkspace.mapping(
            "- hash: [properties.email_address]\n- remove: [properties.user_agent]",
            more: "hashKey: { env: CURRENTS_HASH_KEY }"
        )
    )

    func check(_ walk: MappingWalk, in context: RuleContext) -> [Diagnostic] {
        walk.moments.indices.filter { walk.moments[$0].part == .hash }.flatMap { index in
            walk.moments[index].spec.hash.indices.compactMap { finding($0, at: index, of: walk) }
        }
    }

    private func finding(_ number: Int, at index: Int, of walk: MappingWalk) -> Diagnostic? {
        let moment = walk.moments[index]
        let place = moment.spec.hash[number].field
        let pattern = FieldPattern(place.value)
        let fields = moment.types.flatMap { moment.fields(of: $0) }.filter { pattern.matches($0.path) }
        for earlier in moment.spec.hash[..<number].map(\.field) {
            guard let twice = fields.first(where: { FieldPattern(earlier.value).matches($0.path) }) else {
                continue
            }
            return report(place, twice.path, first: earlier.range)
        }
        guard let twice = fields.first(where: { $0.form == .hashed }) else { return nil }
        let first = walk.moments[..<index].last { $0.part == .hash && $0.blame(for: twice.path) != nil }
        return report(place, twice.path, first: first?.blame(for: twice.path)?.place)
    }

    private func report(_ place: Located<String>, _ path: String, first: SourceRange?) -> Diagnostic {
        Self.entry.diagnostic(
            at: place.range,
            "'\(path)' is hashed twice",
            notes: first.map { [DiagnosticNote("hashed here already", at: $0)] } ?? [],
            help: "hash it once"
        )
    }
}
