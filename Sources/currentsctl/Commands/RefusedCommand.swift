import ArgumentParser
import Ledger
import Plans

/// The `refused` command.
struct RefusedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refused",
        abstract: "List lines that cannot be events.",
        discussion: """
            A line that is not JSON, not UTF-8, has no id, names a key twice or is too long is refused at the source: \
            counted, kept and listed here, and no current ever sees it.

            Example:
              currentsctl refused
              currentsctl refused --source braze-events --format json
            """
    )

    @OptionGroup var stateOption: StateOption
    @Option(name: .long, help: "Only this source.")
    var source: String?
    @Option(name: .long, help: "How many of each source at the most.")
    var limit = 1000
    @OptionGroup var output: FormatOption

    func run() async throws {
        let lines = try await Storage.reporting(output.format) {
            let ledger = try Ledger.open(at: stateOption.state, mode: .read)
            let sources = try await ledger.totals().sources.map(\.name).filter {
                source == nil || source == $0
            }
            var lines: [RefusedLine] = []
            for name in sources { lines += try await ledger.refusedLines(source: name, limit: limit) }
            return lines
        }
        switch output.format {
        case .json: Console.line(JSONObject([("refused", .list(lines.map { .object($0.json) }))]).text)
        case .text where lines.isEmpty: Console.line("no refused lines")
        case .text:
            Console.write(
                TextTable(
                    ["SOURCE", "POSITION", "BYTES", "REASON", "BEGINNING"],
                    lines.map {
                        [$0.source, "\($0.position)", "\($0.length)", $0.reason.rawValue, $0.beginning]
                    },
                    numbersFrom: .max
                ).text
            )
        }
    }
}

extension RefusedLine {
    /// The line as text; bytes that are no text are shown as U+FFFD.
    private var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

    /// The first characters, without any that would disturb a terminal.
    fileprivate var beginning: String {
        String(
            (text ?? "").unicodeScalars.prefix(60).map {
                $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0)
            }
        )
    }

    fileprivate var json: JSONObject {
        JSONObject([
            ("source", .text(source)), ("position", .integer(position)), ("length", .integer(length)),
            ("reason", .text(reason.rawValue)), ("line", .optional(text)),
        ])
    }
}
