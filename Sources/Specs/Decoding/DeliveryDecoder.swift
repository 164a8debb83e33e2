import Diagnostics

/// Reads `spec.delivery`.
enum DeliveryDecoder {
    private static let declared = Language.delivery

    /// The settings that were written and could be read.
    static func decode(_ spec: Fields, with nodes: inout NodeDecoder) -> DeliverySpec {
        guard let fields = nodes.fields("delivery", in: spec, known: declared.known) else {
            return DeliverySpec()
        }
        return DeliverySpec(
            ordering: fields["ordering"].flatMap {
                nodes.choice($0, named: "spec.delivery.ordering", among: declared.words(of: "ordering"))
            },
            inFlight: fields["inFlight"].flatMap {
                nodes.integer($0, named: "spec.delivery.inFlight", minimum: 1)
            },
            batchEvents: fields["batchEvents"].flatMap {
                nodes.integer($0, named: "spec.delivery.batchEvents", minimum: 1)
            },
            requestTimeout: fields["requestTimeout"].flatMap {
                nodes.duration($0, named: "spec.delivery.requestTimeout", minimum: .milliseconds(1))
            },
            credentialGrace: fields["credentialGrace"].flatMap {
                nodes.duration($0, named: "spec.delivery.credentialGrace")
            },
            onExpiry: fields["onExpiry"].flatMap {
                nodes.choice($0, named: "spec.delivery.onExpiry", among: declared.words(of: "onExpiry"))
            }
        )
    }
}
