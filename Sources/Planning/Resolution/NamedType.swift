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

extension RuleContext {
    /// What is found in the event types named in full in `include`, of currents with a known partner.
    func judgedTypes(_ workspace: Workspace, _ judge: (NamedType) -> Diagnostic?) -> [Diagnostic] {
        judged(workspace) { current in
            guard let partner = requirements(of: current), let events = current.events else { return [] }
            return events.include.compactMap { selector in
                guard case .type(let type) = meaning(of: selector.value) else { return nil }
                return judge(NamedType(type: type, range: selector.range, partner: partner))
            }
        }
    }
}
