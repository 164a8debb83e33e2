import Diagnostics
import Specs

/// Reports currents without a label that a policy requires.
struct MissingLabel: Rule {
    static let entry = CatalogueEntry(
        code: "CUR267",
        name: "missing-label",
        explanation: """
            Labels are free pairs for an organisation's own order. A policy can require that every current has some of \
            them, with a value that is not empty.
            """,
        example: ExampleWorkspace.policy("{ requireLabels: [env] }"),
        fix: ExampleWorkspace.policy(
            "{ requireLabels: [env] }",
            metadata: "{ name: example, labels: { env: prod } }"
        )
    )
    /// Labels that could not be read were reported.
    static let gap = Gap.inFile

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        var required: [(label: String, policies: [DiagnosticNote])] = []
        for policy in workspace.policiesByPlace {
            for label in policy.requireLabels {
                let words = "policy '\(policy.metadata.name.value)' requires it"
                let note = DiagnosticNote(words, at: label.range)
                if let index = required.firstIndex(where: { $0.label == label.value }) {
                    required[index].policies.append(note)
                } else {
                    required.append((label.value, [note]))
                }
            }
        }
        required.sort { $0.label < $1.label }
        return workspace.currents.flatMap { current in
            empty(current.metadata, required) + missing(current.metadata, required)
        }
    }

    /// Labels that are there and say nothing.
    private func empty(
        _ metadata: Metadata,
        _ required: [(label: String, policies: [DiagnosticNote])]
    ) -> [Diagnostic] {
        metadata.labels.filter { $0.value.value.isEmpty }.compactMap { label in
            guard let rule = required.first(where: { $0.label == label.key.value }) else { return nil }
            return Self.entry.diagnostic(
                at: label.value.range,
                "label '\(label.key.value)' is empty",
                notes: rule.policies,
                help: "give it a value"
            )
        }
    }

    /// All labels that a current lacks, in one finding.
    private func missing(
        _ metadata: Metadata,
        _ required: [(label: String, policies: [DiagnosticNote])]
    ) -> [Diagnostic] {
        let missing = required.filter { rule in
            !metadata.labels.contains { $0.key.value == rule.label }
        }
        guard !missing.isEmpty else { return [] }
        let names = missing.map(\.label)
        let near = metadata.labels.map(\.key.value).first { key in
            !required.contains { $0.label == key } && Suggestion.closest(to: key, among: names) != nil
        }
        let noun = names.count == 1 ? "label" : "labels"
        return [
            Self.entry.diagnostic(
                at: metadata.name.range,
                "current '\(metadata.name.value)' lacks the \(noun) \(Hint.quoted(names))",
                notes: missing.flatMap(\.policies),
                help: near.map { "is label '\($0)' misspelled?" }
                    ?? "add below 'metadata.labels': \(names.map { "\($0): VALUE" }.joined(separator: ", "))"
            )
        ]
    }
}
