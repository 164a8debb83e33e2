import ArgumentParser
import Glossary

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
