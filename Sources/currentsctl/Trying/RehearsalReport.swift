import Delivery
import FakePartners
import Ledger
import Plans

/// How a rehearsal ended, for people and for programs.
struct RehearsalReport {
    /// One current's books, and its partner's.
    struct Current {
        /// Our books.
        var books: RunReport.Current
        /// The partner's books.
        var taken: AcceptanceLedger.Counts
        /// What was set aside, at most a thousand.
        var deadLetters: [DeadLetter]

        /// Different events the partner has.
        var accepted: Int { taken.distinctIDs ?? taken.events }

        /// Whether every event was delivered, or left out on purpose, and the partner has what was delivered.
        var isPassed: Bool {
            books.pending == 0 && books.counts.deadLettered.values.allSatisfy { $0 == 0 }
                && Int64(accepted) == books.counts.delivered && taken.discarded == 0
        }
    }

    /// A current that did not take part.
    struct Absent {
        var current: String
        var partner: String
        var reason: String
    }

    var currents: [Current]
    var sources: [RunReport.Source]
    var absent: [Absent]
    /// What the partners' set-up said, when it failed.
    var problems: [String]
    /// Where the books do not close.
    var mismatches: [String]

    /// Lines of the input that are no events.
    private var refused: Int64 { sources.reduce(0) { $0 + $1.refused } }

    /// Whether everything was delivered or left out, and all books close.
    var isPassed: Bool {
        mismatches.isEmpty && problems.isEmpty && refused == 0 && !sources.contains(where: \.isMissing)
            && currents.allSatisfy(\.isPassed)
    }

    /// A table of currents, what became of events that were not delivered, and the books.
    var text: String {
        var out = TextTable(
            [
                "CURRENT", "PARTNER", "IN", "DELIVERED", "FILTERED", "DEAD LETTERS", "PENDING", "ACCEPTED",
                "REQUESTS",
            ],
            currents.map { current in
                let books = current.books
                return [
                    books.name, books.partner, "\(books.taken)", "\(books.counts.delivered)",
                    "\(books.counts.filtered.values.reduce(0, +))",
                    "\(books.counts.deadLettered.values.reduce(0, +))", "\(books.pending)",
                    "\(current.accepted)", "\(books.requests)",
                ]
            },
            numbersFrom: 2
        ).text
        for current in currents { out += details(of: current) }
        for absent in absent { out += "\n\(absent.current): not rehearsed, \(absent.reason)\n" }
        for problem in problems { out += "\nset-up failed: \(problem)\n" }
        for source in sources where source.refused > 0 {
            out +=
                "\nsource '\(source.name)': \(counted(source.refused, "line")) of the input cannot be events\n"
        }
        for source in sources where source.duplicate > 0 {
            out += "\nsource '\(source.name)': \(counted(source.duplicate, "event")) seen before\n"
        }
        out += "\n"
        for mismatch in mismatches { out += "mismatch: \(mismatch)\n" }
        return out + "books: \(mismatches.isEmpty ? "closed" : "open")\n"
    }

    private func details(of current: Current) -> String {
        let counts = current.books.counts
        var lines = counts.filtered.filter { $0.value > 0 }.map {
            "  filtered: \($0.key.rawValue) \($0.value)"
        }
        .sorted()
        for (reason, count) in counts.deadLettered.sorted(by: { $0.key.rawValue < $1.key.rawValue })
        where count > 0 {
            lines.append("  dead letters: \(reason.rawValue) \(count)")
            lines += words(of: current, reason).prefix(5).map { "    \($0)" }
        }
        if let remainder = current.books.remainder {
            lines.append("  pending: \(current.books.pending): \(remainder.reason)")
        }
        if Int64(current.accepted) != counts.delivered {
            lines.append(
                "  the partner has \(counted(current.accepted, "event")), delivered are \(counts.delivered)"
            )
        }
        if current.taken.discarded > 0 {
            lines.append(
                "  the partner answered \(counted(current.taken.discarded, "event")) as taken and lost them"
            )
        }
        return lines.isEmpty ? "" : "\n\(current.books.name)\n" + lines.joined(separator: "\n") + "\n"
    }

    /// What was said of the events set aside for a reason, each saying once, by event type.
    private func words(of current: Current, _ reason: DeadLetterReason) -> [String] {
        let letters = current.deadLetters.filter { $0.reason == reason }
        return Set(letters.map { "\($0.eventType)\($0.detail.isEmpty ? "" : ": \($0.detail)")" }).sorted()
    }

    /// Everything, for programs.
    var json: JSONObject {
        JSONObject([
            ("passed", .boolean(isPassed)), ("books", .text(mismatches.isEmpty ? "closed" : "open")),
            ("currents", .list(currents.map { .object(json(of: $0)) })),
            (
                "sources",
                .list(
                    sources.map {
                        .object(
                            JSONObject([
                                ("name", .text($0.name)), ("received", .integer($0.received)),
                                ("accepted", .integer($0.accepted)), ("duplicate", .integer($0.duplicate)),
                                ("refused", .integer($0.refused)),
                            ])
                        )
                    }
                )
            ),
            (
                "notRehearsed",
                .list(
                    absent.map {
                        .object(
                            JSONObject([
                                ("name", .text($0.current)), ("partner", .text($0.partner)),
                                ("reason", .text($0.reason)),
                            ])
                        )
                    }
                )
            ),
            ("problems", .list(problems.map { .text($0) })),
            ("mismatches", .list(mismatches.map { .text($0) })),
        ])
    }

    private func json(of current: Current) -> JSONObject {
        let books = current.books
        return JSONObject([
            ("name", .text(books.name)), ("partner", .text(books.partner)),
            ("passed", .boolean(current.isPassed)),
            ("in", .integer(books.taken)), ("delivered", .integer(books.counts.delivered)),
            ("filtered", Self.counts(books.counts.filtered.map { ($0.key.rawValue, $0.value) })),
            ("deadLettered", Self.counts(books.counts.deadLettered.map { ($0.key.rawValue, $0.value) })),
            ("pending", .integer(books.pending)), ("waitsFor", .optional(books.remainder?.reason)),
            ("accepted", .integer(Int64(current.accepted))),
            ("repeated", .integer(Int64(current.taken.duplicates ?? 0))),
            ("requests", .integer(Int64(books.requests))),
        ])
    }

    private static func counts(_ counts: [(String, Int64)]) -> JSONValue {
        let shown = counts.filter { $0.1 > 0 }.sorted { $0.0 < $1.0 }
        return .object(JSONObject(shown.map { ($0.0, .integer($0.1)) }))
    }
}
