import Diagnostics
import Specs

/// A rule about the mappings of one current at a time: a walk through them costs more than all rules about them.
protocol MappingRule: Rule {
    /// Everything in a current's mappings that breaks the rule, in any order.
    func check(_ walk: MappingWalk, in context: RuleContext) -> [Diagnostic]
}

extension MappingRule {
    static var aboutMappings: (any MappingRule.Type)? { Self.self }

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        context.facts.mappings.findings(of: Self.self) {
            let rules = ruleList.compactMap { $0.aboutMappings?.init() as (any MappingRule)? }
            return context.judged(workspace) { current in
                guard let walk = MappingWalk(of: current, in: workspace, context) else { return [] }
                return rules.flatMap { $0.check(walk, in: context) }
            }
        }
    }
}
