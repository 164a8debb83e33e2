import ArgumentParser
import Connectors
import Delivery
import Diagnostics
import Glossary
import Ledger
import Planning
import Plans
import Specs

/// The `events` command.
struct EventsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "List and describe event types.",
        discussion: """
            Example:
              currentsctl events
              currentsctl events 'users.messages.email.*'
              currentsctl events users.messages.email.Open --format json
            """
    )

    @Argument(help: "An event type, a glob or a group; all when absent.")
    var selector = "*"
    @OptionGroup var output: FormatOption

    func run() throws {
        let glossary = Glossary.builtIn
        let types = glossary.types(inGroup: selector) ?? glossary.types(matching: selector)
        guard !types.isEmpty else {
            let hint = glossary.closest(to: selector).map { "; did you mean '\($0)'?" } ?? ""
            Console.complain("error: no event type matches '\(selector)'\(hint)")
            throw ExitCode.findings
        }
        switch output.format {
        case .json:
            Console.line(
                JSONObject([("release", .text(glossary.release)), ("events", .list(types.map(Self.json)))])
                    .text
            )
        case .text where types.count == 1: Console.write(Self.page(of: types[0]))
        case .text:
            Console.write(
                TextTable(
                    ["EVENT TYPE", "CATEGORY", "STATUS", "HTTP", "STORAGE", "FIELDS"],
                    types.map {
                        [
                            $0.name, $0.category.rawValue, $0.status.rawValue, $0.isInHTTP ? "yes" : "no",
                            $0.isInStorage ? "yes" : "no", "\($0.fields.count)",
                        ]
                    },
                    numbersFrom: 5
                ).text
            )
        }
    }

    private static func page(of type: EventType) -> String {
        var out = "\(type.name)\n\(type.category.rawValue), \(type.status.rawValue)"
        if let successor = type.replacedBy { out += ", replaced by \(successor)" }
        if let note = type.statusNote { out += "\n\(note)" }
        out += "\n\n"
        return out
            + TextTable(
                ["FIELD", "TYPE", "REQUIRED", "PERSONAL"],
                type.fields.filter(\.isInHTTP).map {
                    [
                        $0.httpPath, ($0.httpType ?? $0.type).rawValue, $0.isRequired ? "yes" : "no",
                        $0.isPersonal ? "yes" : "no",
                    ]
                },
                numbersFrom: .max
            ).text
    }

    private static func json(_ type: EventType) -> JSONValue {
        .object(
            JSONObject([
                ("type", .text(type.name)), ("category", .text(type.category.rawValue)),
                ("family", .text(type.family)), ("status", .text(type.status.rawValue)),
                ("replacedBy", .optional(type.replacedBy)), ("http", .boolean(type.isInHTTP)),
                ("storage", .boolean(type.isInStorage)), ("aliases", .list(type.aliases.map { .text($0) })),
                (
                    "fields",
                    .list(
                        type.fields.map {
                            .object(
                                JSONObject([
                                    ("path", .text($0.httpPath)),
                                    ("type", .text(($0.httpType ?? $0.type).rawValue)),
                                    ("required", .boolean($0.isRequired)),
                                    ("personal", .boolean($0.isPersonal)),
                                    ("http", .boolean($0.isInHTTP)), ("storage", .boolean($0.isInStorage)),
                                ])
                            )
                        }
                    )
                ),
            ])
        )
    }
}

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

/// All codes of all rooms, sorted.
enum Catalogue {
    static let all: [CatalogueEntry] =
        (ReadingRules.all + ShapeRules.all + Planner.catalogue + ChangeSetRules.all + ApplyRules.all
        + LedgerRules.all
        + RunRules.all)
        .sorted { $0.code < $1.code }
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
