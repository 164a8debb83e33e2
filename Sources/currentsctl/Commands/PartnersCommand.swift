import ArgumentParser
import Connectors
import Plans

/// The `partners` command.
struct PartnersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partners",
        abstract: "List partners, or describe one.",
        discussion: """
            Example:
              currentsctl partners
              currentsctl partners http
              currentsctl partners --format json
            """
    )

    @Argument(help: "A partner; all when absent.")
    var name: String?
    @OptionGroup var output: FormatOption

    func run() throws {
        let all = ConnectorRegistry.requirements
        let partners = name.map { name in all.filter { $0.partner == name } } ?? all
        guard !partners.isEmpty else {
            Console.complain(
                "error: there is no partner '\(name ?? "")'; there are: \(all.map(\.partner).joined(separator: ", "))"
            )
            throw ExitCode.findings
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
}
