import Diagnostics
import Glossary
import Plans
import Specs

/// Everything that is found about one filter: first each field and test by itself, then the whole.
struct FilterReview {
    private let catalogue: FieldCatalogue
    private let context: RuleContext
    /// What was found.
    private(set) var findings: [Diagnostic] = []

    init(_ filter: FilterSpec, _ catalogue: FieldCatalogue, _ context: RuleContext) {
        self.catalogue = catalogue
        self.context = context
        // Nothing is selected: that has its own finding.
        guard !catalogue.types.isEmpty else { return }
        review(filter.condition)
        guard !findings.hasErrors else { return }
        findings += FilterJudge(catalogue: catalogue).findings(of: filter)
    }

    private mutating func review(_ condition: FilterSpec.Condition) {
        switch condition {
        case .all(let parts), .any(let parts, _): for part in parts { review(part) }
        case .field(let path, let tests): review(path, tests)
        }
    }

    private mutating func review(_ path: [Located<String>], _ tests: [Located<EventPattern.ValueTest>]) {
        let field = FilterField(path, catalogue)
        guard field.facts.contains(where: \.isCarried) else {
            let finding = FilterPathFinding(path: path, catalogue: catalogue, context: context).finding
            // Several fields may lie below one misspelled key.
            if !findings.contains(where: { $0.range == finding.range }) { findings.append(finding) }
            return
        }
        for (index, test) in tests.enumerated() {
            if let finding = field.finding(about: test, context) {
                findings.append(finding)
            } else if let finding = RepeatedFilterTest.finding(about: index, in: tests) {
                findings.append(finding)
            }
        }
    }
}

/// A field of a filter, and what is known of it in each selected type.
struct FilterField {
    let name: String
    let key: String
    let facts: [FilterFact]

    init(_ path: [Located<String>], _ catalogue: FieldCatalogue) {
        let keys = path.map(\.value)
        name = keys.joined(separator: ".")
        key = keys.last ?? ""
        facts = catalogue.types.map { catalogue.fact(of: keys, in: $0) }
    }

    /// What is wrong with one test by itself; at most one finding.
    func finding(about test: Located<EventPattern.ValueTest>, _ context: RuleContext) -> Diagnostic? {
        if case .numeric(let bounds) = test.value, EventPattern.NumericBound.excludeEachOther(bounds) {
            return ImpossibleBounds.finding(test.range, bounds)
        }
        switch test.value {
        case .exists(let wanted):
            guard facts.allSatisfy(\.isRequired) else { return nil }
            return wanted
                ? IdleFilterTest.finding(test.range, "every selected event has '\(name)'")
                : RequiredFieldAbsent.finding(test.range, name, context)
        default:
            return mismatch(test, context) ?? unknownValue(test, context) ?? idleName(test)
        }
    }

    /// A test for another kind of value than the field holds, in every type that carries it.
    private func mismatch(_ test: Located<EventPattern.ValueTest>, _ context: RuleContext) -> Diagnostic? {
        guard let wanted = FilterKind(of: test.value) else { return nil }
        let carried = facts.filter(\.isCarried)
        let kinds = carried.compactMap(\.kind)
        guard let kind = kinds.first, kinds.count == carried.count,
            !kinds.contains(where: { $0.holds(wanted) })
        else { return nil }
        return FilterTypeMismatch.finding(test, name, kind, wanted, context)
    }

    /// A value that no selected event has, where all values are known.
    private func unknownValue(_ test: Located<EventPattern.ValueTest>, _ context: RuleContext) -> Diagnostic?
    {
        let types = facts.compactMap { fact -> String? in
            guard case .eventType(let type) = fact else { return nil }
            return type
        }
        if !types.isEmpty {
            guard !types.contains(where: { test.value.passes(.text($0)) }) else { return nil }
            return UnknownFilterValue.finding(eventType: test, selected: types, context)
        }
        let values = context.glossary.platformValues
        guard key == "platform", facts.contains(where: { $0.kind == .text }), !values.isEmpty else {
            return nil
        }
        guard !values.contains(where: { test.value.passes(.text($0)) }), test.value != .null else {
            return nil
        }
        return UnknownFilterValue.finding(test, name, among: values, context)
    }

    /// A test of the event type that every selected type passes.
    private func idleName(_ test: Located<EventPattern.ValueTest>) -> Diagnostic? {
        let passes = facts.allSatisfy { fact in
            guard case .eventType(let type) = fact else { return false }
            return test.value.passes(.text(type))
        }
        return passes ? IdleFilterTest.finding(test.range, "every selected event type passes this") : nil
    }
}
