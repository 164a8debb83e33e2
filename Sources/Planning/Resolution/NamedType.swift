import Diagnostics
import Glossary
import Plans
import Specs

/// An event type named in full in `include`, and the partner it is meant for.
struct NamedType {
    var type: EventType
    var range: SourceRange
    var partner: PartnerRequirements

    /// Whether it cannot be delivered to the partner at all.
    var isRefused: Bool { !type.isInHTTP && !partner.takes(type) }
}

extension Workspace {
    /// Every event type named in full in `include`, of currents with a known partner.
    func namedTypes(in context: RuleContext) -> [NamedType] {
        currents.flatMap { current -> [NamedType] in
            guard let partner = context.requirements(of: current), let events = current.events else {
                return []
            }
            return events.include.compactMap { selector in
                guard case .type(let type) = context.meaning(of: selector.value) else { return nil }
                return NamedType(type: type, range: selector.range, partner: partner)
            }
        }
    }
}
