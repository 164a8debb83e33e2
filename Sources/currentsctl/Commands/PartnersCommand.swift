import ArgumentParser
import Connectors
import Glossary
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
        case .json: Console.line(JSONObject([("partners", .list(partners.map { .object($0.json) }))]).text)
        case .text where name != nil: Console.write(partners.map(\.page).joined(separator: "\n"))
        case .text:
            Console.write(
                TextTable(["PARTNER", "WHAT"], partners.map { [$0.partner, $0.summary] }, numbersFrom: .max)
                    .text
            )
        }
    }
}

extension PartnerRequirements {
    fileprivate var takenEvents: [EventType] { Glossary.builtIn.eventTypes.filter(takes) }

    fileprivate var json: JSONObject {
        JSONObject([
            ("partner", .text(partner)), ("title", .text(title)), ("summary", .text(summary)),
            ("mappingVersion", .integer(Int64(mappingVersion))),
            (
                "regions",
                .list(
                    regions.map { .object(JSONObject([("name", .text($0.name)), ("url", .text($0.url))])) }
                )
            ),
            (
                "credentials",
                .list(
                    credentials.map {
                        .object(
                            JSONObject([
                                ("name", .text($0.name)), ("required", .boolean($0.isRequired)),
                                ("summary", .text($0.summary)),
                            ])
                        )
                    }
                )
            ),
            (
                "settings",
                .list(
                    settings.map {
                        .object(
                            JSONObject([
                                ("name", .text($0.name)), ("required", .boolean($0.isRequired)),
                                ("summary", .text($0.summary)),
                            ])
                        )
                    }
                )
            ),
            (
                "limits",
                .object(
                    JSONObject([
                        ("eventsPerRequest", .integer(Int64(limits.eventsPerRequest.value))),
                        (
                            "bytesPerRequest",
                            limits.bytesPerRequest.map { .integer(Int64($0.value)) } ?? .null
                        ),
                        ("bytesPerRecord", limits.bytesPerRecord.map { .integer(Int64($0.value)) } ?? .null),
                    ])
                )
            ),
            ("events", .list(takenEvents.map { .text($0.name) })),
        ])
    }

    fileprivate var page: String {
        var out = "\(partner): \(title)\n\(summary)\n\n"
        for credential in credentials {
            out +=
                "credential \(credential.name) (\(credential.isRequired ? "required" : "optional")): \(credential.summary)\n"
        }
        for setting in settings {
            out +=
                "setting \(setting.name) (\(setting.isRequired ? "required" : "optional")): \(setting.summary)\n"
        }
        for region in regions { out += "region \(region.name): \(region.url)\n" }
        out += "events in a request: \(limits.eventsPerRequest.value) (\(limits.eventsPerRequest.source))\n"
        return out + "event types taken: \(takenEvents.count)\n"
    }
}
