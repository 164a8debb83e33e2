/// Why a text or a set of facts is not a glossary.
///
/// This is for glossaries that programs write. Mistakes of people, in the YAML source, are diagnostics.
public struct GlossaryProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line of the canonical text, from 1; nil when no single line is at fault.
    public var line: Int?
    /// What is wrong: lower case, no full stop.
    public var message: String

    /// Makes a problem.
    public init(line: Int? = nil, _ message: String) {
        self.line = line
        self.message = message
    }

    /// The message, with the line when there is one.
    public var description: String { line.map { "line \($0): \(message)" } ?? message }
}
