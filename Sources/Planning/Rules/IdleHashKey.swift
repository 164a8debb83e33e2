import Diagnostics
import Plans
import Specs

/// Reports hash keys that no mapping needs.
struct IdleHashKey: Rule {
    static let entry = CatalogueEntry(
        code: "CUR361",
        name: "idle-hash-key",
        severity: .warning,
        explanation: """
            'hashKey' is the key of hashes with 'hmac-sha256'. Without such a hash it is not even read; perhaps a field \
            that was to be hashed leaves in clear.
            """,
        example: ExampleWorkspace.mapping(
            "{ remove: [properties.email_address] }",
            more: "hashKey: { env: CURRENTS_HASH_KEY }"
        ),
        fix: ExampleWorkspace.mapping(
            "{ hash: [properties.email_address] }",
            more: "hashKey: { env: CURRENTS_HASH_KEY }"
        )
    )

    /// A hash that could not be read was reported.
    static let gap = Gap.inFile

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.compactMap { current in
            guard let key = current.hashKey,
                !current.mappings.flatMap(\.hash).contains(where: { $0.algorithm == .keyed })
            else { return nil }
            return Self.entry.diagnostic(
                at: key.name.range,
                "no mapping hashes with a key",
                help: "remove 'hashKey', or hash a field with 'hmac-sha256'"
            )
        }
    }
}
