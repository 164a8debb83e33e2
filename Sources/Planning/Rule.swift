import Diagnostics
import Glossary
import Plans
import Specs

/// One check of a workspace, with the manual page of what it reports.
protocol Rule: Sendable {
    /// The manual page.
    static var entry: CatalogueEntry { get }
    /// Whether findings are about something that is not there.
    static var gap: Gap { get }
    /// The rule itself when it is about mappings.
    static var aboutMappings: (any MappingRule.Type)? { get }

    init()

    /// Everything that breaks the rule, in any order.
    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic]
}

extension Rule {
    static var gap: Gap { .none }
    static var aboutMappings: (any MappingRule.Type)? { nil }
}

/// Where a mistake of reading could have made the gap that a rule reports: one mistake makes one finding.
enum Gap: Sendable {
    /// The rule reports what is there.
    case none
    /// What is missing would stand in the same file.
    case inFile

    /// Whether an earlier error explains a finding.
    func isCovered(for finding: Diagnostic, by earlier: [Diagnostic]) -> Bool {
        switch self {
        case .none: false
        case .inFile: earlier.contains { $0.severity == .error && $0.range?.file == finding.range?.file }
        }
    }
}

/// What rules check against.
struct RuleContext: Sendable {
    /// The event types there are.
    let glossary: Glossary
    /// What each partner requires, sorted by name.
    let partners: [PartnerRequirements]
    /// What the workspace's currents come to, as far as somebody asked.
    var facts = CurrentFacts()

    init(glossary: Glossary, partners: [PartnerRequirements]) {
        self.glossary = glossary
        self.partners = partners.sorted { $0.partner < $1.partner }
    }

    /// What the partner of a current requires; nil when none is named or it is unknown.
    func requirements(of current: CurrentSpec) -> PartnerRequirements? {
        guard let name = current.partner?.value else { return nil }
        return partners.first { $0.partner.utf8.elementsEqual(name.utf8) }
    }

    /// How findings cite the glossary.
    var glossarySource: String { "event glossary, release \(glossary.release)" }
}
