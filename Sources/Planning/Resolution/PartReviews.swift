import Diagnostics
import Specs
import Synchronization

/// Remembers everything that is found about one part of currents, such as their filters, so that the rules about that
/// part judge each current once.
final class PartReviews: Sendable {
    private let known = Mutex<[String: [Diagnostic]]?>(nil)

    /// The findings of one rule, out of a review that is made the first time.
    func findings(of rule: any Rule.Type, in review: () -> [Diagnostic]) -> [Diagnostic] {
        let findings = known.withLock { $0 } ?? Dictionary(grouping: review(), by: \.code)
        known.withLock { $0 = findings }
        // A rule's manual page is large, and is put together when somebody asks for its code.
        return findings.isEmpty ? [] : findings[rule.entry.code] ?? []
    }
}

extension RuleContext {
    /// The findings of one rule about all filters of a workspace.
    func findings(of rule: any Rule.Type, aboutFiltersOf workspace: Workspace) -> [Diagnostic] {
        facts.filters.findings(of: rule) {
            judged(workspace) { current in
                guard let filter = current.filter, let catalogue = catalogue(of: current, in: workspace)
                else { return [] }
                return FilterReview(filter, catalogue, self).findings
            }
        }
    }
}
