import Delivery
import Plans

/// The end of a run, for people and for programs.
struct RunReportView {
    let report: RunReport

    func print(as format: Console.Format) {
        switch format {
        case .text: Console.write(text)
        case .json: Console.line(json.text)
        }
    }

    /// A table of currents, a table of sources, and what stays behind.
    var text: String {
        var out = TextTable(
            ["CURRENT", "PARTNER", "IN", "DELIVERED", "FILTERED", "DEAD LETTERS", "PENDING", "REQUESTS"],
            report.currents.map { current in
                [
                    current.name, current.partner, "\(current.taken)", "\(current.counts.delivered)",
                    "\(current.counts.filtered.values.reduce(0, +))",
                    "\(current.counts.deadLettered.values.reduce(0, +))", "\(current.pending)",
                    "\(current.requests)",
                ]
            },
            numbersFrom: 2
        ).text
        out += "\n"
        out +=
            TextTable(
                ["SOURCE", "RECEIVED", "ACCEPTED", "DUPLICATE", "REFUSED"],
                report.sources.map {
                    ["\($0.name)", "\($0.received)", "\($0.accepted)", "\($0.duplicate)", "\($0.refused)"]
                },
                numbersFrom: 1
            ).text
        for source in report.sources {
            for notice in source.notices { out += "\nsource '\(source.name)': \(notice)\n" }
        }
        for current in report.currents { out += details(of: current) }
        return out
    }

    private func details(of current: RunReport.Current) -> String {
        var lines: [String] = []
        let reasons =
            current.counts.filtered.map { ($0.key.rawValue, $0.value, "filtered") }
            + current.counts.deadLettered.map { ($0.key.rawValue, $0.value, "dead letters") }
        for (reason, count, kind) in reasons.sorted(by: { $0.0 < $1.0 }) where count > 0 {
            lines.append("  \(kind): \(reason) \(count)")
        }
        if let remainder = current.remainder {
            let due =
                remainder.due.map { "next attempt in \(Int($0.inSecondsRoundedUp)) s" }
                ?? "waits for a person"
            lines.append("  pending: \(current.pending), \(due): \(remainder.reason)")
        }
        return lines.isEmpty ? "" : "\n\(current.name)\n" + lines.joined(separator: "\n") + "\n"
    }

    private var json: JSONObject {
        JSONObject([
            ("currents", .list(report.currents.map { .object(json(of: $0)) })),
            (
                "sources",
                .list(
                    report.sources.map { source in
                        .object(
                            JSONObject([
                                ("name", .text(source.name)), ("received", .integer(source.received)),
                                ("accepted", .integer(source.accepted)),
                                ("duplicate", .integer(source.duplicate)),
                                ("refused", .integer(source.refused)),
                                ("notices", .list(source.notices.map { .text($0) })),
                            ])
                        )
                    }
                )
            ),
        ])
    }

    private func json(of current: RunReport.Current) -> JSONObject {
        JSONObject([
            ("name", .text(current.name)),
            ("partner", .text(current.partner)),
            ("in", .integer(current.taken)),
            ("delivered", .integer(current.counts.delivered)),
            ("filtered", .integer(current.counts.filtered.values.reduce(0, +))),
            ("deadLettered", .integer(current.counts.deadLettered.values.reduce(0, +))),
            ("pending", .integer(current.pending)),
            ("requests", .integer(Int64(current.requests))),
            ("waitsFor", .optional(current.remainder?.reason)),
            ("dueInSeconds", current.remainder?.due.map { .integer(Int64($0.inSecondsRoundedUp)) } ?? .null),
        ])
    }
}

extension Duration {
    /// Whole seconds, never fewer than there are.
    var inSecondsRoundedUp: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }
}

/// Columns with a heading; numbers stand to the right.
struct TextTable {
    let heading: [String]
    let rows: [[String]]
    let firstNumber: Int

    init(_ heading: [String], _ rows: [[String]], numbersFrom firstNumber: Int) {
        self.heading = heading
        self.rows = rows
        self.firstNumber = firstNumber
    }

    var text: String {
        let widths = heading.indices.map { column in
            ([heading] + rows).map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        return ([heading] + rows).map { row in
            let cells = zip(row.indices, row).map { column, cell in
                let space = String(repeating: " ", count: max(widths[column] - cell.count, 0))
                return column >= firstNumber ? space + cell : cell + space
            }
            return cells.joined(separator: "  ").trimmingTrailingSpaces + "\n"
        }.joined()
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
