import ArgumentParser
import Connectors
import Diagnostics
import Plans
import Specs

/// The `breaking` command.
struct BreakingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "breaking",
        abstract: "Report changes that hurt those who read the events.",
        discussion: """
            Compares the specs as 'plan' does, and reports what is lost, no longer known again, read differently, or \
            told about people. Ends with 1 when there is anything that is not allowed.

            Example:
              currentsctl breaking specs --against git:origin/main
              currentsctl breaking specs --against git:origin/main --allow wire --format json
              currentsctl breaking --categories
            """
    )

    @Argument(help: "Spec files and folders; folders are walked.", completion: .file())
    var paths: [String] = []
    @OptionGroup var stateOption: StateOption
    @OptionGroup var base: BaseOption
    @Option(name: .long, help: "Accept changes of this category; may be given more than once.")
    var allow: [AllowedCategory] = []
    @Flag(name: .long, help: "List the categories and their codes.")
    var categories = false
    @OptionGroup var output: FormatOption

    func validate() throws {
        guard categories || !paths.isEmpty else { throw ValidationError("name the specs to compare") }
        guard !paths.contains("") else { throw ValidationError("a path may not be empty") }
    }

    func run() async throws {
        guard !categories else { return Self.list(output.format) }
        let compilation = Compilation(paths: paths)
        try compilation.requirePlans(output.format)
        let base = try await PlanBase.read(base.against, or: stateOption.state, besides: paths, output.format)
        let changes = ChangeSet(from: base.plans, to: compilation.plans, shapes: Compilation.shapes)
        let effects = changes.effects(
            on: base.plans,
            shapes: base.shapes,
            partners: ConnectorRegistry.requirements
        )
        let found = changes.breakingChanges(from: base.plans, shapes: base.shapes, effects: effects)
        let refused = found.filter { !isAllowed($0) }
        let unknown = effects.values.filter { !$0.unknownEvents.isEmpty && $0.stayingEvents > 0 }
            .sorted { $0.current < $1.current }
        report(found, refused, compilation.workspace, unknown)
        guard refused.isEmpty else { throw ExitCode.findings }
    }

    private func isAllowed(_ change: BreakingChange) -> Bool {
        allow.contains { $0.rawValue == change.category.rawValue }
    }

    /// Prints what was found, and of which currents not all could be compared.
    private func report(
        _ found: [BreakingChange],
        _ refused: [BreakingChange],
        _ workspace: Workspace,
        _ unknown: [ChangeEffects]
    ) {
        let allowed = found.count - refused.count
        switch output.format {
        case .text:
            Console.report(refused.map { $0.diagnostic(in: workspace) }, files: workspace.files, as: .text)
            for effects in unknown {
                let types = counted(effects.unknownEvents.count, "event type")
                Console.complain(
                    "note: current '\(effects.current)': the fields of \(types) could not be compared, as nothing was "
                        + "kept of what they carried"
                )
            }
            if found.isEmpty { Console.line("No breaking changes.") }
            if allowed > 0 { Console.line("\(counted(allowed, "breaking change")) allowed.") }
        case .json:
            let list = found.map { change in
                change.json(at: workspace, isAllowed: isAllowed(change))
            }
            let counts = BreakingChange.Category.allCases.map { category in
                (category.rawValue, JSONValue.integer(Int64(found.count { $0.category == category })))
            }
            let open = unknown.map { effects in
                JSONValue.object(
                    JSONObject([
                        ("current", .text(effects.current)),
                        ("events", .list(effects.unknownEvents.map { .text($0) })),
                    ])
                )
            }
            Console.line(
                JSONObject([
                    ("breaking", .list(list)), ("summary", .object(JSONObject(counts))),
                    ("unknownFields", .list(open)),
                ]).text
            )
        }
    }

    private static func list(_ format: Console.Format) {
        let rows = BreakingChange.Category.allCases.map { category in
            (category, BreakingRules.all.filter { BreakingRules.category(of: $0) == category })
        }
        switch format {
        case .text:
            for (category, entries) in rows {
                Console.line("\(category.rawValue): \(category.summary)")
                for entry in entries { Console.line("  \(entry.code) \(entry.name)") }
            }
        case .json:
            let list = rows.map { category, entries in
                JSONValue.object(
                    JSONObject([
                        ("category", .text(category.rawValue)), ("summary", .text(category.summary)),
                        ("codes", .list(entries.map { .text($0.code) })),
                    ])
                )
            }
            Console.line(JSONObject([("categories", .list(list))]).text)
        }
    }
}

/// The `--allow` command line words: the categories.
enum AllowedCategory: String, CaseIterable, ExpressibleByArgument {
    case loss, identity, wire, privacy
}

extension BreakingChange {
    /// The change as a finding at the place of the spec that decides it.
    fileprivate func diagnostic(in workspace: Workspace) -> Diagnostic {
        diagnostic(at: workspace.place(of: key, in: current))
    }

    /// Keys: `code`, `name`, `category`, `current`, `key` (of the spec; empty for the whole current), `message`,
    /// `help`, `allowed`, and `file`, `line` and `column`, null for a current that is not declared any more.
    fileprivate func json(at workspace: Workspace, isAllowed: Bool) -> JSONValue {
        let range = workspace.place(of: key, in: current)
        return .object(
            JSONObject([
                ("code", .text(entry.code)), ("name", .text(entry.name)),
                ("category", .text(category.rawValue)),
                ("current", .text(current)), ("key", .text(key)), ("message", .text(message)),
                ("help", .text(help)), ("allowed", .boolean(isAllowed)), ("file", .optional(range?.file)),
                ("line", range.map { .integer(Int64($0.start.line)) } ?? .null),
                ("column", range.map { .integer(Int64($0.start.column)) } ?? .null),
            ])
        )
    }
}
