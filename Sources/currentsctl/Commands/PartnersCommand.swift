import ArgumentParser
import Connectors
import Diagnostics
import Plans

/// The `partners` command.
struct PartnersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partners",
        abstract: "List, search and describe partners.",
        discussion: """
            Example:
              currentsctl partners
              currentsctl partners http
              currentsctl partners --search analytics
              currentsctl partners --format json
            """
    )

    @Argument(help: "A partner; all when absent.")
    var name: String?
    @Option(
        name: .long,
        help: "Only partners with this text in their name, summary, credentials or settings."
    )
    var search: String?
    @OptionGroup var output: FormatOption

    func run() throws {
        let all = ConnectorRegistry.requirements
        var partners = try name.map { [try Self.requirements(of: $0)] } ?? all
        if let search {
            partners = partners.filter { $0.mentions(search) }
            guard !partners.isEmpty else {
                Console.complain("error: no partner mentions '\(search)'")
                throw ExitCode.findings
            }
        }
        switch output.format {
        case .json:
            Console.line(
                JSONObject([("partners", .list(partners.map { .object(PartnerJSON($0).object) }))]).text
            )
        case .text where name != nil:
            Console.write(partners.map { PartnerPage($0).text }.joined(separator: "\n"))
        case .text:
            Console.write(
                TextTable(["PARTNER", "WHAT"], partners.map { [$0.partner, $0.summary] }, numbersFrom: .max)
                    .text
            )
        }
    }

    /// What a partner requires.
    ///
    /// - Throws: The exit code to end with, when there is no such partner; that has been said then.
    static func requirements(of name: String) throws -> PartnerRequirements {
        let all = ConnectorRegistry.requirements
        if let found = all.first(where: { $0.partner == name }) { return found }
        let names = all.map(\.partner)
        let near = Suggestion.closest(to: name, among: names).map { "did you mean '\($0)'?" }
        let hint = near ?? "there are: \(names.joined(separator: ", "))"
        Console.complain("error: there is no partner '\(name)'; \(hint)")
        throw ExitCode.findings
    }
}

extension PartnerRequirements {
    /// Whether a text stands in what people read about the partner, whatever the case.
    fileprivate func mentions(_ text: String) -> Bool {
        let words =
            [partner, title, summary] + credentials.flatMap { [$0.name, $0.summary] }
            + settings.flatMap { [$0.name, $0.summary] }
        return words.contains { $0.lowercased().contains(text.lowercased()) }
    }
}
