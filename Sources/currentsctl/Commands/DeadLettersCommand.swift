import ArgumentParser
import Diagnostics
import Foundation
import Ledger
import Machine
import Plans

/// The `dead-letters` command.
struct DeadLettersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead-letters",
        abstract: "Events that were set aside: list, show, replay.",
        discussion: """
            An event that cannot be delivered is set aside with its reason and its bytes. Replaying it counts it as a \
            new event of its current; the running or next 'run' delivers it.

            Example:
              currentsctl dead-letters list --current amplitude-eu
              currentsctl dead-letters show 17
              currentsctl dead-letters replay --current amplitude-eu
            """,
        subcommands: [List.self, Show.self, Replay.self]
    )

    /// The `dead-letters list` command.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List dead letters, oldest first.",
            discussion: "Example:\n  currentsctl dead-letters list --limit 20 --format json"
        )

        @OptionGroup var stateOption: StateOption
        @Option(name: .long, help: "Only this current.")
        var current: String?
        @Option(name: .long, help: "How many at the most.")
        var limit = Int.max
        @Option(name: .long, help: "Only those after this number.")
        var after: Int64 = 0
        @OptionGroup var output: FormatOption

        func run() async throws {
            let letters = try await Storage.reporting(output.format) {
                let ledger = try Ledger.open(at: stateOption.state, mode: .read)
                return try await all(in: ledger)
            }
            switch output.format {
            case .json:
                Console.line(
                    JSONObject([("deadLetters", .list(letters.map { .object($0.json(withBody: false)) }))])
                        .text
                )
            case .text where letters.isEmpty:
                Console.line("no dead letters")
            case .text:
                Console.write(
                    TextTable(
                        ["NUMBER", "CURRENT", "REASON", "EVENT ID", "EVENT TYPE", "DETAIL"],
                        letters.map {
                            [
                                "\($0.id)", $0.current, $0.reason.rawValue, $0.eventIDText, $0.eventType,
                                $0.detail,
                            ]
                        },
                        numbersFrom: .max
                    ).text
                )
            }
        }

        /// Page by page, and without their bodies: there may be many, and large ones.
        private func all(in ledger: Ledger) async throws -> [DeadLetter] {
            var letters: [DeadLetter] = []
            var last = after
            while letters.count < limit {
                let page = try await ledger.deadLetters(
                    current: current,
                    limit: min(200, limit - letters.count),
                    after: last
                )
                guard let end = page.last else { break }
                last = end.id
                letters += page.map { letter in
                    var letter = letter
                    letter.body = nil
                    return letter
                }
            }
            return letters
        }
    }

    /// The `dead-letters show` command.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one dead letter with the event's bytes.",
            discussion: "Example:\n  currentsctl dead-letters show 17"
        )

        @Argument(help: "The dead letter's number, or the id of its event.")
        var number: String
        @OptionGroup var stateOption: StateOption
        @OptionGroup var output: FormatOption

        func run() async throws {
            let letter = try await Storage.reporting(output.format) {
                let ledger = try Ledger.open(at: stateOption.state, mode: .read)
                return try await find(in: ledger)
            }
            guard let letter else {
                Console.complain("error: there is no dead letter '\(number)'")
                throw ExitCode.findings
            }
            switch output.format {
            case .json: Console.line(letter.json(withBody: true).text)
            case .text: Console.write(letter.page)
            }
        }

        private func find(in ledger: Ledger) async throws -> DeadLetter? {
            if let id = Int64(number), let letter = try await ledger.deadLetter(id: id) { return letter }
            var after: Int64 = 0
            while true {
                let letters = try await ledger.deadLetters(limit: 1000, after: after)
                guard let last = letters.last else { return nil }
                if let found = letters.first(where: { $0.eventIDText == number }) { return found }
                after = last.id
            }
        }
    }

    /// The `dead-letters replay` command.
    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Deliver dead letters after all.",
            discussion: """
                Marks them; the running or next 'run' delivers them. Each is a new event of its current in the books.

                Example:
                  currentsctl dead-letters replay 17 18
                  currentsctl dead-letters replay --current amplitude-eu
                """
        )

        @Argument(help: "Numbers of dead letters.")
        var numbers: [Int64] = []
        @Option(name: .long, help: "All dead letters of this current.")
        var current: String?
        @Flag(name: .long, help: "All dead letters of all currents.")
        var all = false
        @OptionGroup var stateOption: StateOption
        @OptionGroup var output: FormatOption

        func validate() throws {
            let ways = [!numbers.isEmpty, current != nil, all].count { $0 }
            guard ways == 1 else { throw ValidationError("name numbers, or a --current, or --all") }
        }

        func run() async throws {
            var unknown: [Int64] = []
            let marked = try await Storage.reporting(output.format) {
                let ledger = try Ledger.open(at: stateOption.state, mode: .write)
                for number in numbers where try await ledger.deadLetter(id: number) == nil {
                    unknown.append(number)
                }
                if let current { return try await ledger.markForReplay(.current(current)) }
                guard all else { return try await ledger.markForReplay(.letters(numbers)) }
                var marked = 0
                for plan in try await ledger.appliedPlans() {
                    marked += try await ledger.markForReplay(.current(plan.name))
                }
                return marked
            }
            switch output.format {
            case .json: Console.line(JSONObject([("marked", .integer(Int64(marked)))]).text)
            case .text:
                Console.line("\(counted(marked, "dead letter")) marked; 'currentsctl run' delivers them")
            }
            guard !unknown.isEmpty else { return }
            let list = unknown.map { "\($0)" }.joined(separator: ", ")
            Console.complain("error: there is no dead letter \(list)")
            throw ExitCode.findings
        }
    }
}

extension DeadLetter {
    /// The event's id as text.
    var eventIDText: String { String(decoding: eventID, as: UTF8.self) }

    private var replayText: String {
        switch replay {
        case .none: "no"
        case .requested: "requested"
        case .finished(let outcome): outcome
        case .closed: "closed"
        }
    }

    private var time: String {
        Date(timeIntervalSince1970: Double(at.milliseconds) / 1000).formatted(.iso8601)
    }

    func json(withBody: Bool) -> JSONObject {
        var members: [(String, JSONValue)] = [
            ("number", .integer(id)), ("current", .text(current)), ("eventId", .text(eventIDText)),
            ("eventType", .text(eventType)), ("reason", .text(reason.rawValue)), ("detail", .text(detail)),
            ("status", status.map { .integer(Int64($0)) } ?? .null), ("position", .integer(position)),
            ("length", .integer(length)), ("at", .text(time)), ("replay", .text(replayText)),
            ("replayOf", replayOf.map { .integer($0) } ?? .null),
        ]
        // The body was scanned as JSON when it was accepted, so it can be passed on as it is.
        if withBody {
            members.append(("event", body.map { .raw(String(decoding: $0, as: UTF8.self)) } ?? .null))
        }
        return JSONObject(members)
    }

    /// All facts, then the event.
    var page: String {
        let facts = [
            ("number", "\(id)"), ("current", current), ("event id", eventIDText), ("event type", eventType),
            ("reason", reason.rawValue), ("detail", detail), ("status", status.map { "\($0)" } ?? "none"),
            ("at", time), ("replayed", replayText),
        ]
        let body = body.map { String(decoding: $0, as: UTF8.self) } ?? "(its bytes are not kept)"
        return facts.map { "\($0.0): \($0.1)\n" }.joined() + "\n" + body + "\n"
    }
}
