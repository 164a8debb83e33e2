import ArgumentParser
import Connectors
import Delivery
import Foundation
import Glossary
import Machine
import Plans

/// The `preview` command.
struct PreviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Show what the partner would get for each event.",
        discussion: """
            Selects and maps events as 'run' would, and sends nothing. Prints a line for each event: its id, what \
            becomes of it, and the partner's record. With --request also the whole HTTP request that would carry the \
            records, with *** in place of secrets; none is read.

            Example:
              currentsctl preview specs --current amplitude-eu --input events.jsonl
              currentsctl preview specs --current amplitude-eu --input events.jsonl --request
              head -n 5 events.jsonl | currentsctl preview specs --current amplitude-eu --input - --format json
            """
    )

    @OptionGroup var specs: SpecPaths
    @Option(name: .long, help: "The current.")
    var current: String
    @Option(name: .long, help: "A file of JSON lines; - is standard input.", completion: .file())
    var input: String
    @Flag(name: .long, help: "Show the HTTP requests, too, with secrets masked.")
    var request = false
    @OptionGroup var output: FormatOption

    func run() throws {
        let compilation = Compilation(paths: specs.paths)
        try compilation.requirePlans(output.format)
        guard let plan = compilation.plans.first(where: { $0.current == current }) else {
            throw compilation.unknownCurrent(current)
        }
        let connector = try ConnectorRegistry.connector(for: plan)
        var preview = EventPreview(
            plan: plan,
            connector: connector,
            knownTypes: Glossary.builtIn.eventTypes.map(\.name)
        )
        var gathering = RequestGathering(plan: plan)
        do {
            let lines = try InputLines(path: input)
            while let line = try lines.next() {
                guard let result = line.withUnsafeBytes({ preview.result(for: $0) }) else { continue }
                Console.line(output.format == .json ? Self.json(result).text : Self.text(result))
                if let record = result.record { show(gathering.take(record), plan, connector) }
            }
            show(gathering.finish(), plan, connector)
        } catch let error as CocoaError {
            Console.complain("error: '\(input)' cannot be read: \(error.localizedDescription)")
            throw ExitCode.ioFailure
        }
    }

    /// Prints the request that would carry records, if it was asked for.
    private func show(_ records: [[UInt8]]?, _ plan: Plan, _ connector: any Connector) {
        guard request, let records else { return }
        let view = RequestView(of: records, plan: plan, connector: connector, at: SystemClock().wall())
        switch output.format {
        case .json: Console.line(JSONObject([("request", .object(view.json))]).text)
        case .text: Console.write("\n" + view.text + "\n")
        }
    }

    private static func json(_ result: EventPreview.Result) -> JSONObject {
        let detail: [(String, JSONValue)] = result.detail.isEmpty ? [] : [("detail", .text(result.detail))]
        return JSONObject(
            [
                ("id", .optional(result.id)),
                ("outcome", .text(result.outcome.rawValue)),
                ("reason", .optional(result.reason)),
                ("record", result.record.map { .raw(String(decoding: $0, as: UTF8.self)) } ?? .null),
            ] + detail
        )
    }

    private static func text(_ result: EventPreview.Result) -> String {
        let words = [result.reason, result.detail.isEmpty ? nil : result.detail].compactMap { $0 }
        let reason = words.isEmpty ? "" : " (\(words.joined(separator: ": ")))"
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
