import Diagnostics

/// Turns the documents of one file into declarations.
struct DocumentDecoder {
    /// The currents declared, in reading order.
    private(set) var currents: [CurrentSpec] = []
    /// The sources declared, in reading order.
    private(set) var sources: [SourceSpec] = []
    /// The custom events declared, in reading order.
    private(set) var customEvents: [CustomEventSpec] = []
    /// The policies declared, in reading order.
    private(set) var policies: [PolicySpec] = []
    /// The documents of kind Workspace, in reading order.
    private(set) var settings: [WorkspaceSpec] = []
    /// The tests declared, in reading order.
    private(set) var tests: [TestSpec] = []
    /// Whether a document that may have declared something was left out for its mistakes.
    private(set) var hasLeftOut = false
    /// What does not fit, and where secrets may stand.
    private(set) var nodes = NodeDecoder()

    private static let version = Language.version
    /// The source of the built-in glossary may lie in the same folder; it has its own reader.
    private static let glossaryVersion = "glossary/v1"
    private static let kinds = Language.kinds.map(\.name)

    /// Takes the next document.
    mutating func decode(_ document: Document) {
        nodes.kind = document.root["kind"]?.text
        let root = nodes.indenting(document.root)
        let before = declared
        defer {
            let isGlossary = root["apiVersion"]?.text == Self.glossaryVersion
            if declared == before, !isGlossary { hasLeftOut = true }
        }
        nodes.misplacedKeys = []
        nodes.misplacedHomes = []
        guard root.entries != nil else {
            return nodes.report(
                ShapeRules.notAMapping.diagnostic(
                    at: root.range,
                    "a document is a mapping, but \(NodeDecoder.describe(root)) stands here",
                    help:
                        "begin it with 'apiVersion: \(Self.version)' and a kind: \(NodeDecoder.list(Self.kinds))"
                )
            )
        }
        if root["apiVersion"]?.text == Self.glossaryVersion { return }
        guard checkVersion(root), let kind = kind(of: root) else { return }
        let known = Language.documentKeys
        guard let fields = nodes.fields(of: root, key: kind.range, named: "", known: known) else { return }
        nodes.require("metadata", in: fields)
        nodes.require("spec", in: fields)
        decode(fields, as: kind.value)
    }

    /// How many documents were declared so far.
    private var declared: Int {
        currents.count + sources.count + customEvents.count + policies.count + settings.count + tests.count
    }

    private mutating func decode(_ fields: Fields, as kind: String) {
        switch kind {
        case "Current": currents += optional(CurrentDecoder.decode(fields, with: &nodes))
        case "Source": sources += optional(SourceDecoder.decode(fields, with: &nodes))
        case "CustomEvent": customEvents += optional(CustomEventDecoder.decode(fields, with: &nodes))
        case "Policy": policies += optional(PolicyDecoder.decode(fields, with: &nodes))
        case "Workspace": settings += optional(WorkspaceDecoder.decode(fields, with: &nodes))
        default: tests += optional(TestDecoder.decode(fields, with: &nodes))
        }
    }

    private func optional<Declaration>(_ declaration: Declaration?) -> [Declaration] {
        declaration.map { [$0] } ?? []
    }

    /// Whether the document can be read further; reports a version that is missing or unknown.
    private mutating func checkVersion(_ root: Node) -> Bool {
        guard let node = root["apiVersion"] else {
            if !isMisspelled("apiVersion", in: root) { nodes.missing("apiVersion", at: head(of: root)) }
            return true
        }
        guard let version = nodes.text(node, named: "apiVersion") else { return true }
        if version.value == Self.version { return true }
        nodes.report(
            ShapeRules.unknownAPIVersion.diagnostic(
                at: version.range,
                "'\(Node.shorten(version.value))' is not a version this program reads",
                help: "write '\(Self.version)'",
                fixes: [Fix("write '\(Self.version)'", replace: version.range, with: Self.version)]
            )
        )
        // A slip of the pen hides no other findings; another version's keys may mean something else.
        let isSlip = Suggestion.closest(to: version.value, among: [Self.version]) != nil
        return isSlip && !version.value.hasPrefix("currents/v")
    }

    private mutating func kind(of root: Node) -> Located<String>? {
        guard let node = root["kind"] else {
            if isMisspelled("kind", in: root) {
                _ = nodes.fields(of: root, key: root.range, named: "", known: Language.documentKeys)
            } else {
                nodes.missing("kind", at: head(of: root))
            }
            return nil
        }
        guard let kind = nodes.text(node, named: "kind") else { return nil }
        if Self.kinds.contains(kind.value) { return kind }
        let meant = Suggestion.closest(to: kind.value, among: Self.kinds)
        nodes.report(
            ShapeRules.unknownKind.diagnostic(
                at: kind.range,
                "'\(Node.shorten(kind.value))' is not a kind of document",
                help: meant.map { "did you mean '\($0)'?" }
                    ?? "the kinds are \(NodeDecoder.list(Self.kinds))",
                fixes: meant.map { [Fix("write '\($0)'", replace: kind.range, with: $0)] } ?? []
            )
        )
        return nil
    }

    /// Whether an unknown key looks like `key`, so that the unknown key is the finding.
    private func isMisspelled(_ key: String, in root: Node) -> Bool {
        let unknown = (root.entries ?? []).compactMap(\.key.text)
            .filter { !Language.documentKeys.contains($0) }
        return unknown.contains { Suggestion.closest(to: $0, among: [key]) != nil }
    }

    /// The first key of a document, where findings about missing ones point.
    private func head(of root: Node) -> SourceRange { root.entries?.first?.key.range ?? root.range }
}
