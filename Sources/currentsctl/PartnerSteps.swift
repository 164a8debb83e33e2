import ArgumentParser
import Connectors
import Delivery
import Diagnostics
import Foundation
import Ledger
import Machine
import Plans

/// What an apply does at partners, planned from what the ledger knows and carried out over the network.
enum PartnerSteps {
    /// The steps an apply would take for the desired plans, sorted by current.
    ///
    /// - Parameters:
    ///   - changes: The desired plans.
    ///   - base: The plans in force.
    ///   - records: What is known of partners; nil when there is no state to ask.
    ///   - now: The moment, which decides what has expired.
    /// - Returns: A step for each enabled current whose partner needs something to stand.
    static func steps(
        for changes: ChangeSet,
        base: [PlanFile],
        records: [PartnerResourceRecord]?,
        now: WallInstant
    ) -> [PartnerStep] {
        changes.plans.map(\.plan).filter(\.isEnabled).compactMap { plan in
            guard let resource = try? ConnectorRegistry.connector(for: plan).resource else { return nil }
            var step = PartnerStep(
                current: plan.current,
                action: .create,
                kind: resource.kind,
                name: resource.name
            )
            if let record = records?.first(where: { $0.name == resource.name && $0.place == resource.place })
            {
                describe(record, &step, now)
            } else if records == nil,
                base.contains(where: { place(of: $0.plan) == resource.name + resource.place })
            {
                step.action = .keep
            }
            return step
        }
    }

    private static func place(of plan: Plan) -> String? {
        (try? ConnectorRegistry.connector(for: plan))?.resource.map { $0.name + $0.place }
    }

    private static func describe(
        _ record: PartnerResourceRecord,
        _ step: inout PartnerStep,
        _ now: WallInstant
    ) {
        let state = PartnerResourceState(record)
        step.status = record.status
        step.action = state.mustBeCreated(at: now) ? .recreate : .keep
        guard let deadline = state.deadline else { return }
        step.note =
            deadline < now
            ? "expired \(Moments.text(deadline))"
            : "goes in \(Moments.span(from: now, to: deadline)) unless it is made active"
    }

    /// The steps for people; nothing when there are none.
    ///
    /// - Parameters:
    ///   - steps: The steps.
    ///   - isDone: Whether they have been carried out.
    /// - Returns: Lines that end in a line feed.
    static func text(_ steps: [PartnerStep], isDone: Bool = false) -> String {
        guard !steps.isEmpty else { return "" }
        let lines = steps.map { step in
            let words = [step.status, step.note].compactMap { $0 }.joined(separator: ", ")
            let what = "\(step.kind) \(step.name) (\(step.current))" + (words.isEmpty ? "" : ": \(words)")
            return switch step.action {
            case .create: "  + \(isDone ? "created" : "create") \(what)\n"
            case .recreate: "  ~ \(isDone ? "created" : "create") again \(what)\n"
            case .keep: "    \(what)\n"
            }
        }
        return "\nAt partners:\n" + lines.joined()
    }

    /// Creates what must stand and does not, and keeps in the ledger how it stands.
    ///
    /// - Returns: The steps as they stand afterwards.
    /// - Throws: `Storage.Refusal` when a partner refuses, the exit code of failed I/O when one cannot be reached.
    static func carryOut(_ steps: [PartnerStep], _ changes: ChangeSet, _ ledger: Ledger) async throws
        -> [PartnerStep]
    {
        guard steps.contains(where: { $0.action != .keep }) else { return steps }
        let transport = try NIOTransport()
        var done: [PartnerStep] = []
        var failures: [StepFailure] = []
        for step in steps {
            do throws(StepFailure) {
                done.append(try await carryOut(step, changes, ledger, transport))
            } catch {
                failures.append(error)
            }
        }
        await transport.shutdown()
        guard !failures.isEmpty else { return done }
        let stands = done.filter { $0.action != .keep }
        if !stands.isEmpty {
            Console.complain(
                "Nothing is applied, but this stands now and is kept:\n" + text(stands, isDone: true)
            )
        }
        guard failures.allSatisfy(\.isNetwork) else { throw Storage.Refusal(failures.map(\.finding)) }
        throw Storage.Unreachable(failures.map(\.finding))
    }

    /// A step that could not be carried out.
    private struct StepFailure: Error {
        var finding: Diagnostic
        /// Whether the partner could only not be reached.
        var isNetwork: Bool
    }

    private static func carryOut(
        _ step: PartnerStep,
        _ changes: ChangeSet,
        _ ledger: Ledger,
        _ transport: NIOTransport
    ) async throws(StepFailure) -> PartnerStep {
        guard step.action != .keep,
            let plan = changes.plans.first(where: { $0.plan.current == step.current })?.plan,
            let connector = try? ConnectorRegistry.connector(for: plan), let resource = connector.resource
        else { return step }
        switch await PartnerSetUp(plan: plan, connector: connector, over: transport).run() {
        case .ready:
            return step
        case .resource(let state, let wasCreated):
            let now = SystemClock().wall()
            // What could not be written down is found again by the next look.
            try? await ledger.record(state.record(of: resource, current: plan.current, at: now))
            var after = step
            if !wasCreated { after.action = .keep }
            after.status = state.status.rawValue
            after.note = state.status == .active ? nil : resource.howToActivate
            return after
        case .failed(let words, let failure):
            let finding = ApplyRules.partnerStepFailed.diagnostic(
                at: nil,
                "\(step.kind) '\(step.name)' of current '\(step.current)' cannot be created: \(words)",
                help: failure.help
            )
            throw StepFailure(finding: finding, isNetwork: failure == .unreachable)
        }
    }
}

extension PartnerSetUp.SetUpFailure {
    fileprivate var help: String {
        switch self {
        case .credentialsMissing:
            "apply where the credentials can be loaded, or with --no-probe, which leaves partners alone"
        case .credentialsInvalid: "put the credentials right, and apply again"
        case .refused: "put the spec or the account right, and apply again"
        case .unreachable: "apply again when the partner can be reached"
        }
    }
}

extension PartnerResourceState {
    /// The state as it was last seen; a word that this version does not know counts as missing.
    init(_ record: PartnerResourceRecord) {
        self.init(
            Status(rawValue: record.status) ?? .missing,
            created: record.created ?? record.since,
            expires: record.expires
        )
    }
}

/// Moments and spans of time in words.
enum Moments {
    /// A moment as ISO 8601 in UTC.
    static func text(_ moment: WallInstant) -> String {
        Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000).formatted(.iso8601)
    }

    /// A span in its two largest units.
    static func span(from start: WallInstant, to end: WallInstant) -> String {
        let seconds = max(end.milliseconds &- start.milliseconds, 0) / 1000
        guard seconds >= 120 else { return "\(seconds) s" }
        let minutes = seconds / 60
        if minutes >= 1440 { return "\(minutes / 1440) d \(minutes % 1440 / 60) h" }
        return minutes >= 60 ? "\(minutes / 60) h \(minutes % 60) min" : "\(minutes) min"
    }
}
