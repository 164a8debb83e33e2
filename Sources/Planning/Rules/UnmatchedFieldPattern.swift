import Diagnostics
import Glossary
import Plans
import Specs

/// Reports fields that a policy names and no event has.
struct UnmatchedFieldPattern: Rule {
    static let entry = CatalogueEntry(
        code: "CUR264",
        name: "unmatched-field-pattern",
        explanation: """
            A policy names fields by their path from the top of the event, such as 'properties.email_address' or \
            'user.*'. A path that no event type has protects nothing, and the field that was meant leaves in clear. \
            Below 'properties.custom_properties' and 'properties.purchase_properties' any name may be right.
            """,
        example: ExampleWorkspace.policy(
            "{ personalFields: [{ fields: [properties.email_adress], partners: [http] }] }"
        ),
        fix: ExampleWorkspace.policy(
            "{ personalFields: [{ fields: [properties.email_address], partners: [http] }] }"
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        let written = workspace.policies.flatMap(\.personalFields).flatMap { $0.fields ?? [] }
        guard !written.isEmpty else { return [] }
        let fields = context.glossary.eventTypes.flatMap(\.fields).filter(\.isInHTTP)
        let paths = Set(fields.map(\.httpPath)).sorted()
        let maps = Set(fields.filter { $0.httpType == .map }.map(\.httpPath)).sorted()
        return written.compactMap { written in
            let pattern = FieldPattern(written.value)
            let matched = paths.filter { pattern.matches($0) }
            if matched.isEmpty, !maps.contains(where: { pattern.mayFit(below: $0) }) {
                return finding(written, paths, in: context)
            }
            guard !matched.isEmpty, matched.allSatisfy(FieldFlow.envelope.contains) else { return nil }
            return Self.entry.diagnostic(
                at: written.range,
                "'\(written.value)' leaves with every event",
                help: "remove it: no mapping can take \(Hint.quoted(FieldFlow.envelope)) away"
            )
        }
    }

    private func finding(_ written: Located<String>, _ paths: [String], in context: RuleContext) -> Diagnostic
    {
        // People often write the field's name without the object it lies in.
        let whole = paths.filter { $0.hasSuffix("." + written.value) }
        let near = whole.first ?? Suggestion.closest(to: written.value, among: paths)
        return Self.entry.diagnostic(
            at: written.range,
            "no event has a field '\(written.value)'",
            help: near.map { "did you mean '\($0)'?" }
                ?? "write a path such as 'properties.email_address', or a glob such as \"user.*\"",
            source: context.glossarySource,
            fixes: near.map { [Fix("write '\($0)'", replace: written.range, with: $0)] } ?? []
        )
    }
}
