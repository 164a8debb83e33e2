import ArgumentParser
import Connectors
import Delivery
import Foundation
import Glossary
import Plans

/// The `preview` command.
struct PreviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Show what the partner would get for each event.",
        discussion: """
            Selects and maps events as 'run' would, and sends nothing. Prints a line for each event: its id, what \
            becomes of it, and the partner's record.

            Example:
              currentsctl preview specs --current amplitude-eu --input events.jsonl
              head -n 5 events.jsonl | currentsctl preview specs --current amplitude-eu --input - --format json
            """
    )

    @OptionGroup var specs: SpecPaths
    @Option(name: .long, help: "The current.")
    var current: String
    @Option(name: .long, help: "A file of JSON lines; - is standard input.", completion: .file())
    var input: String
    @OptionGroup var output: FormatOption

    func run() throws {
        let compilation = Compilation(paths: specs.paths)
        try compilation.requirePlans(output.format)
        guard let plan = compilation.plans.first(where: { $0.current == current }) else {
            let names = compilation.plans.map(\.current).joined(separator: ", ")
            Console.complain("error: there is no current '\(current)'; declared are: \(names)")
            throw ExitCode.findings
        }
        let connector = try ConnectorRegistry.connector(for: plan)
        var preview = EventPreview(
            plan: plan,
            connector: connector,
            knownTypes: Glossary.builtIn.eventTypes.map(\.name)
        )
        do {
            let lines = try InputLines(path: input)
            while let line = try lines.next() {
                guard let result = line.withUnsafeBytes({ preview.result(for: $0) }) else { continue }
                Console.line(output.format == .json ? Self.json(result).text : Self.text(result))
            }
        } catch let error as CocoaError {
            Console.complain("error: '\(input)' cannot be read: \(error.localizedDescription)")
            throw ExitCode.ioFailure
        }
    }

    private static func json(_ result: EventPreview.Result) -> JSONObject {
        JSONObject([
            ("id", .optional(result.id)),
            ("outcome", .text(result.outcome.rawValue)),
            ("reason", .optional(result.reason)),
            ("record", result.record.map { .raw(String(decoding: $0, as: UTF8.self)) } ?? .null),
        ])
    }

    private static func text(_ result: EventPreview.Result) -> String {
        let reason = result.reason.map { " (\($0))" } ?? ""
        let record = result.record.map { "\n  " + String(decoding: $0, as: UTF8.self) } ?? ""
        let detail = result.detail.isEmpty ? "" : "\n  " + result.detail
        return "\(result.id ?? "(no id)"): \(result.outcome.rawValue)\(reason)\(detail)\(record)"
    }
}

/// The lines of a file, one at a time.
final class InputLines {
    private let handle: FileHandle
    private var buffer = Data()
    private var isAtEnd = false

    /// - Throws: `CocoaError` when the file cannot be opened.
    init(path: String) throws {
        handle = path == "-" ? .standardInput : try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    }

    /// The next line without its line feed.
    func next() throws -> Data? {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                defer { buffer = buffer[buffer.index(after: end)...] }
                return Data(buffer[..<end])
            }
            guard !isAtEnd else {
                defer { buffer = Data() }
                return buffer.isEmpty ? nil : buffer
            }
            guard let more = try handle.read(upToCount: 1 << 20), !more.isEmpty else {
                isAtEnd = true
                continue
            }
            buffer = Data(buffer) + more
        }
    }
}
