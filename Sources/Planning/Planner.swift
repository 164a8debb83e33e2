public import Diagnostics
public import Glossary
public import Plans
public import Specs

// Planning checks specs against the glossary and the partners' requirements, and resolves them into plans. It reads no
// file, no clock and no environment: the same specs give the same plans everywhere.

/// The whole compiler, from typed specs to plans.
public struct Planner: Sendable {
    /// The manual pages of everything a planner reports, sorted by code.
    public static let catalogue: [CatalogueEntry] = ruleList.map { $0.entry }

    private let context: RuleContext

    /// Makes a planner.
    ///
    /// - Parameters:
    ///   - glossary: The event types there are.
    ///   - partners: What each partner requires; the order does not matter.
    public init(glossary: Glossary, partners: [PartnerRequirements]) {
        self.context = RuleContext(glossary: glossary, partners: partners)
    }

    /// Checks a workspace, and resolves nothing.
    ///
    /// - Parameters:
    ///   - workspace: Everything that was declared.
    ///   - earlier: What was found while reading it; findings about gaps that its errors leave stay silent.
    /// - Returns: The new findings in reading order.
    public func check(_ workspace: Workspace, after earlier: [Diagnostic] = []) -> [Diagnostic] {
        check(workspace, after: earlier, in: context(for: workspace))
    }

    private func context(for workspace: Workspace) -> RuleContext {
        var context = context
        context.facts = CurrentFacts(of: workspace)
        return context
    }

    private func check(
        _ workspace: Workspace,
        after earlier: [Diagnostic],
        in context: RuleContext
    ) -> [Diagnostic] {
        ruleList.flatMap { rule in
            rule.init().check(workspace, in: context).filter { !rule.gap.isCovered(for: $0, by: earlier) }
        }
        .inReadingOrder()
    }

    /// Checks a workspace and, unless an error is found, resolves it.
    ///
    /// - Parameters:
    ///   - workspace: Everything that was declared.
    ///   - earlier: What was found while reading it. Its errors leave gaps in the workspace; findings about gaps stay
    ///     silent beside them, and nothing is resolved.
    /// - Returns: One plan per current, sorted by name, or none when there is any error; and the new findings in
    ///   reading order.
    public func plan(
        _ workspace: Workspace,
        after earlier: [Diagnostic] = []
    ) -> (plans: [Plan], findings: [Diagnostic]) {
        let context = context(for: workspace)
        let findings = check(workspace, after: earlier, in: context)
        guard !findings.hasErrors, !earlier.hasErrors else { return ([], findings) }
        // Hashes the whole glossary, which a check alone has no use for.
        let stamp = PlanFile.glossaryStamp(of: context.glossary)
        var resolver = PlanResolver(workspace: workspace, context: context, stamp: stamp)
        let plans = workspace.currents.compactMap { resolver.resolve($0) }.sorted { $0.current < $1.current }
        return (plans, findings)
    }
}
