import ArgumentParser
import Connectors
import Diagnostics
import Glossary
import Plans

/// The `events` command.
struct EventsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "List, search and describe event types.",
        discussion: """
            A single type is described with its fields. --search looks for a text in names, other spellings and \
            fields; --partner leaves what a partner takes, and shows the names it gets them under.

            Example:
              currentsctl events
              currentsctl events 'users.messages.email.*'
              currentsctl events users.messages.email.Open --format json
              currentsctl events --search bounce
              currentsctl events --partner amplitude
            """
    )

    @Argument(help: "An event type, a glob or a group; all when absent.")
    var selector = "*"
    @Option(name: .long, help: "Only types with this text in a name, another spelling or a field.")
    var search: String?
    @Option(name: .long, help: "Only types this partner takes, with its names for them.")
    var partner: String?
    @OptionGroup var output: FormatOption

    func run() throws {
        let glossary = Glossary.builtIn
        guard search == nil, partner == nil else { return try narrowed(in: glossary) }
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

    /// Lists what is left by --search and --partner; how a type was found stands beside it.
    private func narrowed(in glossary: Glossary) throws {
        let requirements = try partner.map(PartnersCommand.requirements)
        let selected = glossary.types(inGroup: selector) ?? glossary.types(matching: selector)
        let search = EventSearch(text: search ?? "")
        let found = selected.filter { requirements?.takes($0) ?? true }
            .compactMap { type in search.places(in: type).map { (type: type, places: $0) } }
        guard !found.isEmpty else {
            Console.complain("error: no event type is found; 'currentsctl events' lists them all")
            throw ExitCode.findings
        }
        let naming = requirements?.naming
        switch output.format {
        case .json:
            let events = found.map { type, places in
                JSONValue.object(
                    JSONObject([
                        ("type", .text(type.name)), ("status", .text(type.status.rawValue)),
                        (
                            "name",
                            requirements == nil ? .null : .text(naming?.name(of: type.name) ?? type.name)
                        ),
                        ("found", .list(places.map { .text($0) })),
                    ])
                )
            }
            Console.line(JSONObject([("release", .text(glossary.release)), ("events", .list(events))]).text)
        case .text:
            let last = requirements.map { "NAME AT \($0.title.uppercased())" } ?? "FOUND IN"
            let rows = found.map { type, places in
                let name = requirements == nil ? nil : naming?.name(of: type.name) ?? type.name
                return [type.name, type.status.rawValue, name ?? places.joined(separator: ", ")]
            }
            Console.write(TextTable(["EVENT TYPE", "STATUS", last], rows, numbersFrom: .max).text)
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

/// A search for a text in what the glossary knows of an event type, whatever the case.
struct EventSearch {
    let text: String

    /// Where the text stands: `name`, other spellings and fields as they are; nil for nowhere, none for no text.
    func places(in type: EventType) -> [String]? {
        guard !text.isEmpty else { return [] }
        let wanted = text.lowercased()
        let others = (type.aliases + type.fields.filter(\.isInHTTP).map(\.httpPath))
            .filter { $0.lowercased().contains(wanted) }
        let places = (type.name.lowercased().contains(wanted) ? ["name"] : []) + others
        return places.isEmpty ? nil : places
    }
}
