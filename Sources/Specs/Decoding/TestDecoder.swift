import Diagnostics

/// Reads `kind: Test`.
enum TestDecoder {
    /// The declaration, or nil when what it cannot do without was reported.
    static func decode(_ document: Fields, with nodes: inout NodeDecoder) -> TestSpec? {
        let metadata = MetadataDecoder.decode(document, allowsHistory: false, with: &nodes)
        guard let spec = nodes.fields("spec", in: document, known: Language.testSpec.known) else {
            return nil
        }
        for key in Language.testSpec.known { nodes.require(key, in: spec) }
        let current = spec["current"].flatMap { nodes.text($0, named: "spec.current") }
        let input = spec["input"].flatMap { json($0, named: "spec.input", with: &nodes) }
        let expectation = expectation(spec, with: &nodes)
        guard let metadata, let current, let input, let expectation else { return nil }
        return TestSpec(
            metadata: metadata,
            specKey: spec.key,
            current: current,
            input: input,
            eventType: spec["input"]?["event_type"].flatMap { node in
                node.text.map { Located($0, at: node.range) }
            },
            expectation: expectation
        )
    }

    private static func expectation(_ spec: Fields, with nodes: inout NodeDecoder) -> TestSpec.Expectation? {
        guard let fields = nodes.fields("expect", in: spec, known: Language.expectation.known) else {
            return nil
        }
        let outcomeNode = fields["outcome"]
        let outcome = outcomeNode.flatMap {
            nodes.choice($0, named: "spec.expect.outcome", among: Language.expectation.words(of: "outcome"))
        }
        let reason = fields["reason"].flatMap { nodes.text($0, named: "spec.expect.reason") }
        let record = fields["record"].flatMap { json($0, named: "spec.expect.record", with: &nodes) }
        if spec["expect"]?.entries?.isEmpty == true {
            nodes.badValue(
                fields.key,
                "'spec.expect' expects nothing",
                help: "write 'record' with what the partner gets, or 'outcome: filtered'"
            )
        }
        // What was written and reported leaves an expectation that nobody meant.
        let isWhole =
            (outcomeNode == nil) == (outcome == nil) && (fields["reason"] == nil) == (reason == nil)
            && (fields["record"] == nil) == (record == nil)
        guard isWhole, fields.excused.isEmpty, !fields.entries.isEmpty else { return nil }
        return TestSpec.Expectation(key: fields.key, outcome: outcome, reason: reason, record: record)
    }

    /// A mapping as JSON, or a text that holds JSON.
    private static func json(
        _ node: Node,
        named name: String,
        with nodes: inout NodeDecoder
    ) -> Located<String>? {
        if let text = node.text, !node.isNull { return Located(text, at: node.range) }
        guard node.entries != nil else {
            nodes.wrongType(node, named: name, wanted: "a mapping, or a text that holds JSON")
            return nil
        }
        switch node.json() {
        case .success(let text):
            return Located(text, at: node.range)
        case .failure(let problem):
            nodes.badValue(problem.range, problem.message, help: problem.help)
            return nil
        }
    }
}
