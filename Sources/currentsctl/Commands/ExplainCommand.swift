import ArgumentParser
import Diagnostics

/// The `explain` command.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain a finding's code.",
        discussion: """
            Example:
              currentsctl explain CUR301
              currentsctl explain
            """
    )

    @Argument(help: "A code such as CUR301, or a rule's name; all when absent.")
    var code: String?
    @OptionGroup var output: FormatOption

    func run() throws {
        let entries =
            code.map { code in Catalogue.all.filter { $0.code == code.uppercased() || $0.name == code } }
            ?? Catalogue.all
        guard !entries.isEmpty else {
            let near = Suggestion.closest(
                to: code ?? "",
                among: Catalogue.all.flatMap { [$0.code, $0.name] }
            )
            Console.complain(
                "error: there is no code '\(code ?? "")'\(near.map { "; did you mean '\($0)'?" } ?? "")"
            )
            throw ExitCode.findings
        }
        switch output.format {
        case .json: Console.line(JSONObject([("codes", .list(entries.map { .object($0.json) }))]).text)
        case .text where code != nil: Console.write(entries.map(\.page).joined(separator: "\n"))
        case .text:
            Console.write(
                TextTable(
                    ["CODE", "NAME", "WEIGHT"],
                    entries.map { [$0.code, $0.name, $0.severity.rawValue] },
                    numbersFrom: .max
                ).text
            )
        }
    }
}

extension CatalogueEntry {
    fileprivate var page: String {
        var out = "\(code) \(name) (\(severity.rawValue))\n\n\(explanation)\n"
        if let example { out += "\nWrong:\n\n\(Self.indented(example))\n" }
        if let fix { out += "\nRight:\n\n\(Self.indented(fix))\n" }
        return out
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "    \($0)" }
            .joined(separator: "\n")
    }

    fileprivate var json: JSONObject {
        JSONObject([
            ("code", .text(code)), ("name", .text(name)), ("severity", .text(severity.rawValue)),
            ("explanation", .text(explanation)), ("example", .optional(example)), ("fix", .optional(fix)),
        ])
    }
}
