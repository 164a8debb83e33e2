import Diagnostics
import Plans
import Specs

/// Reports keyed hashes of currents that have no key.
struct MissingHashKey: Rule {
    static let entry = CatalogueEntry(
        code: "CUR360",
        name: "missing-hash-key",
        explanation: """
            A hash with 'hmac-sha256', which is the usual one, needs a key that only you have: without it everybody \
            could find an e-mail address by hashing all they know. 'spec.hashKey' says where the runner finds the key, \
            which has at least 16 bytes.
            """,
        example: ExampleWorkspace.mapping("{ hash: [properties.email_address] }"),
        fix: ExampleWorkspace.mapping(
            "{ hash: [properties.email_address] }",
            more: "hashKey: { env: CURRENTS_HASH_KEY }"
        )
    )

    /// A key that could not be read was reported.
    static let gap = Gap.inFile

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.filter { $0.hashKey == nil }.compactMap { current in
            let keyed = current.mappings.flatMap(\.hash).filter { $0.algorithm == .keyed }
            return keyed.first.map { first in
                Self.entry.diagnostic(
                    at: first.field.range,
                    "'\(first.field.value)' is to be hashed with a key, and the current has no 'hashKey'",
                    help: "add 'hashKey: { env: CURRENTS_HASH_KEY }' below 'spec', "
                        + "or write { \(first.field.value): sha256 } for a hash without a key"
                )
            }
        }
    }
}
