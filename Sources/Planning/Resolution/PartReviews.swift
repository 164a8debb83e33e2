import Diagnostics
import Specs
import Synchronization

/// Remembers everything that is found about one part of currents, such as their filters, so that the rules about that
/// part judge each current once.
final class PartReviews: Sendable {
    private let known = Mutex<[String: [Diagnostic]]?>(nil)

    /// The findings with a code, of a review that is made the first time.
    func findings(_ code: String, of review: () -> [Diagnostic]) -> [Diagnostic] {
        if let findings = known.withLock({ $0 }) { return findings[code] ?? [] }
        let findings = Dictionary(grouping: review(), by: \.code)
        known.withLock { $0 = findings }
        return findings[code] ?? []
    }
}

extension CatalogueEntry {
    /// The findings with this entry's code about all filters of a workspace.
    func findings(aboutFiltersOf workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        context.facts.filters.findings(code) {
            context.judged(workspace) { current in
                guard let filter = current.filter,
                    let catalogue = context.catalogue(of: current, in: workspace)
                else { return [] }
                return FilterReview(filter, catalogue, context).findings
            }
        }
    }
}
