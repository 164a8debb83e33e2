import Diagnostics
import Foundation

/// Standard output and standard error, and what they may carry.
enum Console {
    /// How results are printed.
    enum Format: String, CaseIterable, Sendable {
        case text, json
    }

    /// Prints to standard output, without a line end of its own.
    static func write(_ text: String) { put(text, to: .standardOutput) }

    /// Prints a line to standard output.
    static func line(_ text: String) { write(text + "\n") }

    /// Prints a line to standard error.
    static func complain(_ text: String) { put(text + "\n", to: .standardError) }

    /// Replaces the last line of a terminal on standard error.
    static func complainInPlace(_ text: String) { put("\r\u{1B}[2K" + text, to: .standardError) }

    /// Prints findings: JSON to standard output, text to standard error.
    static func report(_ findings: [Diagnostic], files: [SourceFile], as format: Format) {
        switch format {
        case .json:
            line(JSONRenderer().render(findings))
        case .text where !findings.isEmpty:
            let renderer = TextRenderer(usesColour: usesColour(standardError), files: files)
            put(renderer.render(findings), to: .standardError)
        case .text:
            break
        }
    }

    /// Whether a descriptor is a terminal that wants colours (https://no-color.org).
    static func usesColour(_ descriptor: Int32) -> Bool {
        isTerminal(descriptor) && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
    }

    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    static let standardOutput: Int32 = 1
    static let standardError: Int32 = 2

    /// A reader that went away is no reason to fail: what was asked for has been done.
    private static func put(_ text: String, to handle: FileHandle) {
        try? handle.write(contentsOf: Data(text.utf8))
    }
}
