import Diagnostics
import Specs

/// Reports numbers and durations of `delivery` beyond what makes sense.
struct OutOfBounds: Rule {
    static let entry = CatalogueEntry(
        code: "CUR254",
        name: "out-of-bounds",
        explanation: """
            Every number of 'delivery' has bounds. Below them a current would stand still; above them it would hold \
            more memory, or wait longer, than anyone wants.
            """,
        example: ExampleWorkspace.text(ExampleWorkspace.soundSpec + "\ndelivery: { inFlight: 257 }"),
        fix: ExampleWorkspace.text(ExampleWorkspace.soundSpec + "\ndelivery: { inFlight: 256 }")
    )

    private typealias Bounds = DeliveryResolution.Bounds

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.map(\.delivery).flatMap { delivery in
            finding("inFlight", delivery.inFlight, Bounds.inFlight, "from 1 to 256")
                // Above the partner's limit is another rule's finding, which can say where the limit comes from.
                + finding("batchEvents", delivery.batchEvents, 1...Int.max, "1 or more")
                + finding("requestTimeout", delivery.requestTimeout, Bounds.requestTimeout, "from 1s to 10m")
                + finding(
                    "credentialGrace",
                    delivery.credentialGrace,
                    Bounds.credentialGrace,
                    "from 0s to 30d"
                )
        }
    }

    private func finding<Value: Comparable>(
        _ key: String,
        _ value: Located<Value>?,
        _ bounds: ClosedRange<Value>,
        _ wanted: String
    ) -> [Diagnostic] {
        guard let value, !bounds.contains(value.value) else { return [] }
        let side = value.value < bounds.lowerBound ? "small" : "large"
        return [
            Self.entry.diagnostic(at: value.range, "'\(key)' is too \(side)", help: "write a value \(wanted)")
        ]
    }
}
