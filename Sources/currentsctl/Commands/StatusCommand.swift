import ArgumentParser
import Connectors
import Delivery
import Foundation
import Ledger
import Machine
import Plans

/// The `status` command.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show how each current stands.",
        discussion: """
            Reads only the ledger, so it works beside a running 'run' and after it: what is shown is on disk. Below the \
            table it answers why events do not appear at a partner, are late, or do not match its users.

            Example:
              currentsctl status
              currentsctl status --format json
            """
    )

    @OptionGroup var stateOption: StateOption
    @OptionGroup var output: FormatOption

    func run() async throws {
        let rows = try await Storage.reporting(output.format) {
            let ledger = try Ledger.open(at: stateOption.state, mode: .read)
            return try await CurrentStatus.read(ledger)
        }
        switch output.format {
        case .json: Console.line(JSONObject([("currents", .list(rows.map { .object($0.json) }))]).text)
        case .text where rows.isEmpty:
            Console.line("nothing is applied; 'currentsctl apply specs' puts plans in force")
        case .text: Console.write(CurrentStatus.text(rows))
        }
    }
}

/// How one current stands.
struct CurrentStatus {
    var name: String
    var partner: String
    var condition: String
    var detail: String?
    var totals: CurrentTotals?
    var progress: CurrentProgress?
    var resource: PartnerResourceRecord?
    var advice: [StatusAdvice.Line]

    static func read(_ ledger: Ledger) async throws -> [CurrentStatus] {
        let totals = try await ledger.totals()
        let resources = try await ledger.resources()
        var rows: [CurrentStatus] = []
        for file in try Storage.planFiles(try await ledger.appliedPlans()) {
            let plan = file.plan
            let total = totals.currents.first { $0.name == plan.current }
            let progress = try await ledger.progress(of: plan.current)
            let needed = (try? ConnectorRegistry.connector(for: plan))?.resource
            let resource = resources.first { $0.name == needed?.name && $0.place == needed?.place }
            let advice = StatusAdvice(
                plan: plan,
                progress: progress,
                totals: total,
                deadLetters: try await ledger.deadLetterWords(of: plan.current, limit: 5),
                resource: resource,
                holds: try await ledger.holds(of: plan.current),
                now: SystemClock().wall()
            )
            rows.append(
                CurrentStatus(
                    name: plan.current,
                    partner: plan.partner,
                    condition: Self.condition(progress, total, resource, isEnabled: plan.isEnabled),
                    detail: Self.detail(progress),
                    totals: total,
                    progress: progress,
                    resource: resource,
                    advice: advice.lines
                )
            )
        }
        return rows
    }

    private static func condition(
        _ progress: CurrentProgress?,
        _ totals: CurrentTotals?,
        _ resource: PartnerResourceRecord?,
        isEnabled: Bool
    ) -> String {
        guard isEnabled else { return "disabled" }
        guard let progress else { return "new" }
        guard case .paused(let cause, let since, _) = progress.condition else {
            return (totals?.pending ?? 0) > 0 ? "pending" : "up to date"
        }
        return resource?.cause(insteadOf: cause, since: since) ?? cause
    }

    private static func detail(_ progress: CurrentProgress?) -> String? {
        guard case .paused(_, let since, let detail)? = progress?.condition else { return nil }
        let time = Date(timeIntervalSince1970: Double(since.milliseconds) / 1000).formatted(.iso8601)
        return "since \(time): \(detail)"
    }

    static func text(_ rows: [CurrentStatus]) -> String {
        let table = TextTable(
            ["CURRENT", "PARTNER", "CONDITION", "IN", "DELIVERED", "DEAD LETTERS", "PENDING"],
            rows.map { row in
                [
                    row.name, row.partner, row.condition, "\(row.totals?.taken ?? 0)",
                    "\(row.totals?.delivered ?? 0)", "\(row.totals?.deadLettered ?? 0)",
                    "\(row.totals?.pending ?? 0)",
                ]
            },
            numbersFrom: 3
        ).text
        return table + rows.map(Self.answers).joined()
    }

    private static func answers(_ row: CurrentStatus) -> String {
        guard !row.advice.isEmpty else { return "" }
        var text = "\n\(row.name)\n"
        var last: StatusAdvice.Line.Question?
        for line in row.advice {
            if line.question != last { text += "  \(line.question.heading)\n" }
            last = line.question
            text += "    - \(line.words)\n"
        }
        return text
    }

    var json: JSONObject {
        JSONObject([
            ("name", .text(name)), ("partner", .text(partner)), ("condition", .text(condition)),
            ("detail", .optional(detail)), ("in", .integer(totals?.taken ?? 0)),
            ("delivered", .integer(totals?.delivered ?? 0)), ("filtered", .integer(totals?.filtered ?? 0)),
            ("deadLettered", .integer(totals?.deadLettered ?? 0)),
            ("pending", .integer(totals?.pending ?? 0)),
            ("identities", progress?.identities.map { .object(Self.json($0)) } ?? .null),
            ("resource", resource.map { .object(Self.json($0)) } ?? .null),
            (
                "answers",
                .list(
                    advice.map {
                        .object(
                            JSONObject([
                                ("question", .text($0.question.rawValue)), ("answer", .text($0.words)),
                            ])
                        )
                    }
                )
            ),
        ])
    }

    private static func json(_ identities: IdentitySummary) -> JSONObject {
        JSONObject([
            ("parked", .integer(identities.parked)), ("identities", .integer(identities.identities)),
            ("dueAt", .optional(identities.dueAt.map(Moments.text))),
            ("anonymous", .integer(identities.anonymous)),
        ])
    }

    private static func json(_ resource: PartnerResourceRecord) -> JSONObject {
        JSONObject([
            ("kind", .text(resource.kind)), ("name", .text(resource.name)),
            ("status", .text(resource.status)),
            ("since", .text(Moments.text(resource.since))),
            ("expires", .optional(PartnerResourceState(resource).deadline.map(Moments.text))),
            ("checkedAt", .text(Moments.text(resource.checkedAt))),
        ])
    }
}

extension StatusAdvice.Line.Question {
    /// The question as people ask it.
    var heading: String {
        switch self {
        case .notAppearing: "not appearing"
        case .delayed: "delayed"
        case .notMatching: "not matching"
        }
    }
}
