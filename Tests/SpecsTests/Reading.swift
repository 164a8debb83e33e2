import Diagnostics

@testable import Specs

/// What the tests of this room read, from texts.
enum Reading {
    /// A Source without a mistake.
    static let goodSource = """
        apiVersion: currents/v1
        kind: Source
        metadata: { name: braze-events }
        spec:
          schema: braze
          file: { path: events.jsonl }

        """

    static func file(_ text: String) -> SourceFile { SourceFile(path: "spec.yaml", bytes: Array(text.utf8)) }

    static func parse(_ text: String) -> (documents: [Document], findings: [Diagnostic]) {
        YAMLParser.parse(file(text))
    }

    static func read(_ text: String) -> (workspace: Workspace, findings: [Diagnostic]) {
        SpecReader.read([file(text)])
    }

    /// The part of `text` a range covers.
    static func slice(_ text: String, _ range: SourceRange) -> String {
        String(decoding: Array(text.utf8)[range.start.offset..<range.end.offset], as: UTF8.self)
    }

    /// A current whose `spec` ends with `lines`.
    static func current(_ lines: String, events: String = "[users.messages.email.Open]") -> String {
        """
        apiVersion: currents/v1
        kind: Current
        metadata: { name: mail }
        spec:
          source: braze-events
          partner: http
          events: \(events)
        \(lines)

        """
    }
}
