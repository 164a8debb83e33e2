import Diagnostics
import Glossary
import Plans
import Specs

// What a workspace's policies ask of one current, in an order that does not depend on the order of files.

extension Workspace {
    /// The policies, by the place where they are written.
    var policiesByPlace: [PolicySpec] { policies.sorted { $0.specKey.precedes($1.specKey) } }

    /// What policies say about the regions of a partner, with the policies' names.
    func regionRules(
        of partner: PartnerRequirements
    ) -> [(policy: Located<String>, rule: PolicySpec.RegionRule)] {
        policiesByPlace.flatMap { policy in
            policy.regions.filter { $0.partner.value.utf8.elementsEqual(partner.partner.utf8) }
                .map { (policy.metadata.name, $0) }
        }
    }

    /// What policies say about personal fields that go to a partner, with the policies' names.
    func personalFieldsRules(
        for partner: PartnerRequirements
    ) -> [(policy: Located<String>, rule: PolicySpec.PersonalFieldsRule)] {
        policiesByPlace.flatMap { policy in
            policy.personalFields.filter { rule in
                rule.partners?.contains { $0.value.utf8.elementsEqual(partner.partner.utf8) } ?? true
            }.map { (policy.metadata.name, $0) }
        }
    }
}

extension PolicySpec.RegionRule {
    /// Whether the rule lets a region be used.
    func allows(_ region: String) -> Bool { allowed.contains { Glob($0.value).matches(region.utf8) } }

    /// Whether every name and glob stands for a region of the partner; what does not has a finding of its own.
    func isSound(for partner: PartnerRequirements) -> Bool {
        !allowed.isEmpty
            && allowed.allSatisfy { name in
                partner.regions.contains { Glob(name.value).matches($0.name.utf8) }
            }
    }
}

extension SourceRange {
    /// Whether a place comes before another: by file, then by offset.
    func precedes(_ other: SourceRange) -> Bool { (file, start.offset) < (other.file, other.start.offset) }
}

extension Hint {
    /// Such as `policy 'a'` or `policies 'a', 'b'`; each name once.
    static func policies(_ names: [String]) -> String {
        let names = Set(names).sorted()
        return (names.count == 1 ? "policy " : "policies ") + quoted(names)
    }
}
