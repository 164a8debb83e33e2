import ArgumentParser
import Connectors
import Delivery
import Glossary
import Ledger
import Plans

/// The `ledger` command.
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Show the books: where every event is.",
        discussion: """
            For each current: in = delivered + filtered + dead letters + pending. For each source: received = \
            accepted + duplicate + refused. With --verify the sources are read again and everything is recomputed; \
            a difference ends with 1.

            Example:
              currentsctl ledger
              currentsctl ledger --format json --verify
            """
    )

    @OptionGroup var stateOption: StateOption
    @Flag(name: .long, help: "Recompute the books from the sources, and compare.")
    var verify = false
    @OptionGroup var output: FormatOption

    func run() async throws {
        let (totals, findings) = try await Storage.reporting(output.format) {
            let ledger = try Ledger.open(at: stateOption.state, mode: .read)
            let verification = LedgerVerification(
                ledger: ledger,
                knownTypes: Glossary.builtIn.eventTypes.map(\.name)
            )
            let plans = try Storage.planFiles(try await ledger.appliedPlans()).map(\.plan)
            let totals = try await ledger.totals().including(plans)
            return (totals, verify ? try await verification.run() : nil)
        }
        switch output.format {
        case .json: Console.line(json(totals, findings).text)
        case .text: Console.write(text(totals, findings))
        }
        if let findings, !findings.mismatches.isEmpty { throw ExitCode.findings }
    }

    private func json(_ totals: LedgerTotals, _ findings: LedgerVerification.Result?) -> JSONObject {
        var members: [(String, JSONValue)] = [
            ("currents", .list(totals.currents.map(current))),
            (
                "sources",
                .list(
                    totals.sources.map { source in
                        .object(
                            JSONObject([
                                ("name", .text(source.name)), ("received", .integer(source.received)),
                                ("accepted", .integer(source.accepted)),
                                ("duplicate", .integer(source.duplicate)),
                                ("refused", .integer(source.refused)),
                            ])
                        )
                    }
                )
            ),
        ]
        if !totals.removed.isEmpty { members.append(("removed", .list(totals.removed.map(current)))) }
        if let findings {
            members.append(
                (
                    "verify",
                    .object(
                        JSONObject([
                            ("ok", .boolean(findings.mismatches.isEmpty)),
                            ("mismatches", .list(findings.mismatches.map { .text($0) })),
                            ("notes", .list(findings.notes.map { .text($0) })),
                        ])
                    )
                )
            )
        }
        return JSONObject(members)
    }

    private func current(_ current: CurrentTotals) -> JSONValue {
        .object(
            JSONObject([
                ("name", .text(current.name)), ("in", .integer(current.taken)),
                ("delivered", .integer(current.delivered)), ("filtered", .integer(current.filtered)),
                ("deadLettered", .integer(current.deadLettered)), ("pending", .integer(current.pending)),
            ])
        )
    }

    private func text(_ totals: LedgerTotals, _ findings: LedgerVerification.Result?) -> String {
        var out = TextTable(
            ["CURRENT", "IN", "DELIVERED", "FILTERED", "DEAD LETTERS", "PENDING"],
            totals.currents.map {
                [
                    "\($0.name)", "\($0.taken)", "\($0.delivered)", "\($0.filtered)", "\($0.deadLettered)",
                    "\($0.pending)",
                ]
            },
            numbersFrom: 1
        ).text
        out += "\n"
        out +=
            TextTable(
                ["SOURCE", "RECEIVED", "ACCEPTED", "DUPLICATE", "REFUSED"],
                totals.sources.map {
                    ["\($0.name)", "\($0.received)", "\($0.accepted)", "\($0.duplicate)", "\($0.refused)"]
                },
                numbersFrom: 1
            ).text
        for current in totals.removed {
            out += "\nremoved '\(current.name)': \(current.taken) in, \(current.delivered) delivered, "
            out += "\(current.filtered) filtered, \(current.deadLettered) dead letters\n"
        }
        guard let findings else { return out }
        out += "\n"
        for note in findings.notes { out += "note: \(note)\n" }
        for mismatch in findings.mismatches { out += "mismatch: \(mismatch)\n" }
        return out + (findings.mismatches.isEmpty ? "verified: the books close\n" : "")
    }
}

extension LedgerTotals {
    /// The totals with a line of zeros for each current and source that is applied and has not run yet.
    fileprivate func including(_ plans: [Plan]) -> LedgerTotals {
        var totals = self
        for plan in plans where !totals.currents.contains(where: { $0.name == plan.current }) {
            totals.currents.append(.none(of: plan.current))
        }
        for plan in plans where !totals.sources.contains(where: { $0.name == plan.source.name }) {
            totals.sources.append(.none(of: plan.source.name))
        }
        totals.currents.sort { $0.name < $1.name }
        totals.sources.sort { $0.name < $1.name }
        return totals
    }
}
