import Machine
import Plans

// What becomes of a batch whose events were judged one by one.

extension DeliveryStateMachine {
    /// The events of one batch, by what is to be done with them.
    private struct Sorted {
        var delivered: [Int] = []
        var parked: [ParkedEvent] = []
        var parkedFailure = Verdict.Failure("")
        /// To be sent again at once.
        var again: [Int] = []
        /// To be sent again after a wait.
        var retry: [Int] = []
        var retryFailure = Verdict.Failure("")
        var retryAfter: Duration?
        var hasUnclear = false
        /// Refused because of the credentials.
        var unauthorized: [Int] = []
        var authFailure = Verdict.Failure("")
        /// Refused for good in this answer.
        var rejected = 0

        mutating func retry(_ event: Int, _ failure: Verdict.Failure, after: Duration?) {
            retry.append(event)
            retryFailure = failure
            retryAfter = [after, retryAfter].compactMap { $0 }.max()
        }
    }

    /// Takes a batch apart that was not sent as it is; no partner has said anything.
    mutating func withhold(
        _ verdicts: [EventVerdict],
        from id: BatchID,
        now: MonotonicInstant,
        _ effects: inout [Effect]
    ) {
        guard let index = batches.firstIndex(where: { $0.id == id && $0.isInFlight }) else { return }
        batches[index].isInFlight = false
        // What was to confirm a doubt has not left: the next batch confirms it.
        if doubt == .confirming(id) { doubt = .suspected }
        judge(verdicts, at: index, isConfirming: false, now: now, &effects)
    }

    /// Finishes what has a fate and keeps the rest as batches of their own.
    mutating func judge(
        _ verdicts: [EventVerdict],
        at index: Int,
        isConfirming: Bool,
        now: MonotonicInstant,
        _ effects: inout [Effect]
    ) {
        let batch = batches[index]
        guard verdicts.count == batch.events else {
            // A list of the wrong length says nothing about any event: unknown whether taken.
            let words = "the answer judges \(verdicts.count) of \(batch.events) events"
            backOff(at: index, .init(words), nil, now: now)
            return
        }
        var sorted = sort(verdicts, of: batch, now: now, &effects)
        if !sorted.delivered.isEmpty {
            succeed()
            effects.append(.finish(batch.id, events: .some(sorted.delivered), .delivered, nil))
        }
        if !sorted.parked.isEmpty { effects.append(.park(batch.id, sorted.parked, sorted.parkedFailure)) }
        if sorted.again.count == batch.events {
            // "Send it again at once" about all of it would be asked without end.
            sorted.retry = sorted.again
            sorted.retryFailure = .init("the partner refused the batch and named no event")
            sorted.again = []
        }
        keep(sorted, of: batch, at: index, isConfirming: isConfirming, now: now, &effects)
    }

    private mutating func sort(
        _ verdicts: [EventVerdict],
        of batch: Batch,
        now: MonotonicInstant,
        _ effects: inout [Effect]
    ) -> Sorted {
        var sorted = Sorted()
        for (event, verdict) in verdicts.enumerated() {
            switch verdict {
            case .delivered:
                sorted.delivered.append(event)
            case .rejected(let reason, let failure):
                guard pause == nil, !countRefusal(failure, now: now, &effects) else {
                    sorted.again.append(event)
                    continue
                }
                sorted.rejected += 1
                effects.append(.finish(batch.id, events: .some([event]), .deadLettered(reason), failure))
            case .retry(let failure, let after):
                sorted.retry(event, failure, after: after)
            case .again:
                sorted.again.append(event)
            case .held(let identity, let wait, let failure):
                sorted.parked.append(ParkedEvent(index: event, identity: identity, wait: wait))
                sorted.parkedFailure = failure
            case .unclear(let failure) where batch.unclear + 1 >= configuration.unclearAttempts:
                sorted.rejected += 1
                effects.append(
                    .finish(batch.id, events: .some([event]), .deadLettered(.retryExhausted), failure)
                )
            case .unclear(let failure):
                sorted.retry(event, failure, after: nil)
                sorted.hasUnclear = true
            case .credentialsInvalid(let failure):
                sorted.unauthorized.append(event)
                sorted.authFailure = failure
            }
        }
        return sorted
    }

    /// Replaces a judged batch by what is left of it.
    private mutating func keep(
        _ sorted: Sorted,
        of batch: Batch,
        at index: Int,
        isConfirming: Bool,
        now: MonotonicInstant,
        _ effects: inout [Effect]
    ) {
        // A partner that names the first event at fault only is asked about parts: one event a request takes too long.
        let isDivided = batch.rounds + 1 >= configuration.roundsBeforeDividing && sorted.rejected > 0
        let again = isDivided ? Self.quarters(of: sorted.again) : [sorted.again].filter { !$0.isEmpty }
        let groups = again + [sorted.retry, sorted.unauthorized].filter { !$0.isEmpty }
        guard !groups.isEmpty else {
            batches.remove(at: index)
            return
        }
        split(at: index, into: groups, now: now, &effects)
        for part in again.indices { batches[index + part].rounds = batch.rounds + 1 }
        var next = index + again.count
        if !sorted.retry.isEmpty {
            // A partner that took some of the batch is there: only what it never takes waits longer each time.
            batches[next].failures = sorted.delivered.isEmpty ? batch.failures : 0
            batches[next].unclear = batch.unclear + (sorted.hasUnclear ? 1 : 0)
            backOff(
                at: next,
                sorted.retryFailure,
                sorted.retryAfter,
                alone: sorted.retryAfter != nil,
                now: now
            )
            next += 1
        }
        if !sorted.unauthorized.isEmpty {
            doubtCredentials(at: next, isConfirming: isConfirming, sorted.authFailure, now: now, &effects)
        }
    }

    private static func quarters(of events: [Int]) -> [[Int]] {
        let size = max((events.count + 3) / 4, 1)
        return stride(from: 0, to: events.count, by: size).map {
            Array(events[$0..<min($0 + size, events.count)])
        }
    }
}
