import Diagnostics
import Specs
import Synchronization

/// Remembers what was found about the filters of one workspace, so that the rules about them judge each filter once.
///
/// A review depends on the workspace: make new reviews for each.
final class FilterReviews: Sendable {
    private let known = Mutex<[SourceRange: [Diagnostic]]>([:])

    /// What was found about the filter of a current.
    func findings(
        of current: CurrentSpec,
        in workspace: Workspace,
        _ context: RuleContext
    ) -> [Diagnostic] {
        guard let filter = current.filter else { return [] }
        if let findings = known.withLock({ $0[filter.key] }) { return findings }
        let findings = FieldCatalogue(of: current, in: workspace, context).map {
            FilterReview(filter, $0, context).findings
        }
        known.withLock { $0[filter.key] = findings ?? [] }
        return findings ?? []
    }
}

extension CatalogueEntry {
    /// The findings with this entry's code about all filters of a workspace.
    func findings(aboutFiltersOf workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.flatMap { context.filters.findings(of: $0, in: workspace, context) }
            .filter { $0.code == code }
    }
}
