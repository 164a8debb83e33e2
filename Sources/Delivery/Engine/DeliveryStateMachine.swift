public import Machine
import Plans

/// Names one batch of one current while it is on its way; never reused within a run.
public typealias BatchID = Int

/// Decides what happens to the batches of one current: send, wait, narrow down, finish, pause.
///
/// Pure: it neither sends nor sleeps, time and randomness are handed in, and equal inputs give equal effects.
///
/// A batch is `ready` → `inFlight` → (finished | `ready` again, not before some instant | split into new batches).
/// The current as a whole is `open` (sending) or `paused`; only `probeAnswered` and `resume` lead out of a pause.
public struct DeliveryStateMachine: Sendable {
    /// An auth failure counts only when it is confirmed by an attempt with credentials loaded anew.
    enum CredentialDoubt: Sendable, Hashable {
        case none
        /// One attempt was refused; the next one leaves alone, with fresh credentials.
        case suspected
        /// That attempt is on its way.
        case confirming(BatchID)
    }

    struct Batch: Sendable {
        var id: BatchID
        var events: Int
        var failures = 0
        /// Requests of it that were refused because of some of its events only.
        var rounds = 0
        /// How many successes there had been when it was refused alone and unread; nil when it never was.
        var forbiddenAfter: Int?
        /// Answers about it that nobody documents.
        var unclear = 0
        /// Whether it was sent again because of a wrong clock.
        var isResigned = false
        var lastFailure: Verdict.Failure?
        var notBefore: MonotonicInstant
        var isInFlight = false
    }

    let configuration: Configuration
    private var random: RandomSource
    /// Oldest first; splits keep the place of the batch they came from.
    var batches: [Batch] = []
    private var nextSplitID: BatchID = -1
    /// How many requests may be in flight now: one while the partner fails, doubling with each success.
    private var window: Int
    private var failuresInRow = 0
    private var holdUntil = MonotonicInstant(nanoseconds: .min)
    /// Until when the partner asked to be left alone; no success of another request ends that earlier.
    public private(set) var throttledUntil = MonotonicInstant(nanoseconds: .min)
    var doubt = CredentialDoubt.none
    private var refusalsInRow = 0
    /// Requests refused unread since the last success, and successes so far.
    private var forbiddenInRow = 0
    private var successes = 0
    private var refusalStatus: Int?
    private var probeAt: MonotonicInstant?
    private var isProbing = false

    /// Why the oldest batch that failed before has not succeeded yet.
    public var lastFailure: Verdict.Failure? { batches.lazy.compactMap(\.lastFailure).first }
    /// The pause in force, if any.
    public private(set) var pause: Pause?

    /// Starts with no batches.
    ///
    /// - Parameters:
    ///   - configuration: What the plan decides.
    ///   - random: Decides jitter.
    ///   - pause: A pause carried over from an earlier run; it is probed at the first tick.
    ///   - throttledUntil: Until when the partner asked an earlier run to leave it alone.
    ///   - now: The moment of the start.
    public init(
        configuration: Configuration,
        random: RandomSource,
        pause: Pause? = nil,
        throttledUntil: MonotonicInstant? = nil,
        now: MonotonicInstant
    ) {
        self.configuration = configuration
        self.random = random
        self.pause = pause
        self.window = configuration.inFlight
        if let pause, pause.cause.isProbed { probeAt = now }
        if let throttledUntil { self.throttledUntil = throttledUntil }
    }

    /// Requests on their way.
    public var inFlight: Int { batches.count { $0.isInFlight } }

    /// Batches that are not terminal.
    public var outstanding: Int { batches.count }

    /// Whether another batch can be taken: the ones in flight and as many ready behind them.
    public var hasRoom: Bool { pause == nil && batches.count < 2 * configuration.inFlight }

    /// Whether the partner fails at the moment, so that nobody should wait for this current.
    public var isHeld: Bool { pause != nil || failuresInRow > 0 }

    /// Whether an attempt or a probe is on its way.
    public var isWaitingForAnswer: Bool { isProbing || inFlight > 0 }

    /// Whether it waits for a person: no passing of time alone will make it go on.
    public var waitsForPerson: Bool { pause != nil && !isProbing }

    /// When the next `tick` is due; nil when only an answer or a person can change anything.
    public var wakeAt: MonotonicInstant? {
        if pause != nil { return isProbing || inFlight > 0 ? nil : probeAt }
        guard inFlight < window else { return nil }
        let candidates = configuration.isOrdered ? batches.prefix(1) : batches[...]
        let hold = max(holdUntil, throttledUntil)
        return candidates.lazy.filter { !$0.isInFlight }.map { max($0.notBefore, hold) }.min()
    }

    /// Takes one input and says what to do now.
    public mutating func step(_ input: Input, now: MonotonicInstant) -> [Effect] {
        var effects: [Effect] = []
        switch input {
        case .sealed(let id, let events):
            batches.append(Batch(id: id, events: events, notBefore: now))
        case .answered(let id, let verdict):
            take(verdict, of: id, now: now, &effects)
        case .probeAnswered(let cause, let failure):
            takeProbe(cause, failure, now: now, &effects)
        case .withheld(let id, let verdicts):
            withhold(verdicts, from: id, now: now, &effects)
        case .blocked(let id, let cause, let failure):
            if let index = batches.firstIndex(where: { $0.id == id }) { batches[index].isInFlight = false }
            enterPause(cause, failure, now: now, &effects)
        case .resume:
            leavePause(&effects)
        case .tick:
            break
        }
        sendWhatIsDue(now: now, &effects)
        return effects
    }
}

// MARK: - Answers

extension DeliveryStateMachine {
    private mutating func take(
        _ verdict: Verdict,
        of id: BatchID,
        now: MonotonicInstant,
        _ effects: inout [Effect]
    ) {
        guard let index = batches.firstIndex(where: { $0.id == id && $0.isInFlight }) else { return }
        batches[index].isInFlight = false
        let isConfirming = doubt == .confirming(id)
        if isConfirming { settleDoubt(with: verdict) }
        switch verdict {
        case .delivered:
            succeed()
            batches.remove(at: index)
            effects.append(.finish(id, events: .all, .delivered, nil))
        case .perEvent(let verdicts):
            judge(verdicts, at: index, isConfirming: isConfirming, now: now, &effects)
        case .transient(let failure, let retryAfter):
            backOff(at: index, failure, retryAfter, now: now)
        case .refused(let failure):
            narrow(at: index, failure, alone: .rejectedByPartner, now: now, &effects)
        case .forbidden(let failure):
            forbid(at: index, failure, now: now, &effects)
        case .tooLarge(let failure):
            narrow(at: index, failure, alone: .tooLargeForPartner, now: now, &effects)
        case .credentialsInvalid(let failure):
            doubtCredentials(at: index, isConfirming: isConfirming, failure, now: now, &effects)
        case .clockSkewed(let failure):
            guard !batches[index].isResigned else {
                doubtCredentials(at: index, isConfirming: isConfirming, failure, now: now, &effects)
                return
            }
            batches[index].isResigned = true
            batches[index].notBefore = now
        case .misconfigured(let failure):
            batches[index].notBefore = now
            enterPause(.misconfigured, failure, now: now, &effects)
        }
    }

    mutating func succeed() {
        failuresInRow = 0
        refusalsInRow = 0
        forbiddenInRow = 0
        successes += 1
        holdUntil = MonotonicInstant(nanoseconds: .min)
        window = min(window * 2, configuration.inFlight)
    }

    /// The batch waits by its own count of failures, the whole current by the failures in a row: a partner that is
    /// down is asked by one request at a time, and one bad batch beside good ones delays only itself.
    mutating func backOff(
        at index: Int,
        _ failure: Verdict.Failure,
        _ retryAfter: Duration?,
        alone isAlone: Bool = false,
        now: MonotonicInstant
    ) {
        if !isAlone {
            failuresInRow += 1
            window = 1
        }
        batches[index].failures += 1
        batches[index].lastFailure = failure
        let failures = batches[index].failures
        let wait = configuration.backoff.wait(afterFailures: failures, floor: retryAfter, random: &random)
        batches[index].notBefore = now.advanced(by: wait)
        guard !isAlone else { return }
        if retryAfter != nil || failure.status == 429 {
            throttledUntil = max(throttledUntil, batches[index].notBefore)
        } else if failuresInRow >= 3 {
            holdUntil = max(holdUntil, batches[index].notBefore)
        }
    }

    /// A refusal that names no event: halve until the event at fault stands alone.
    private mutating func narrow(
        at index: Int,
        _ failure: Verdict.Failure,
        alone reason: DeadLetterReason,
        now: MonotonicInstant,
        _ effects: inout [Effect]
    ) {
        let batch = batches[index]
        guard batch.events == 1 else {
            let half = batch.events / 2
            let halves = [Array(0..<half), Array(half..<batch.events)]
            split(at: index, into: halves, suspect: true, now: now, &effects)
            return
        }
        guard !countRefusal(failure, now: now, &effects) else { return }
        batches.remove(at: index)
        effects.append(.finish(batch.id, events: .all, .deadLettered(reason), failure))
    }

    /// A refusal that may be about an event's content or about us: halving tells, because content lets others pass.
    private mutating func forbid(
        at index: Int,
        _ failure: Verdict.Failure,
        now: MonotonicInstant,
        _ effects: inout [Effect]
    ) {
        forbiddenInRow += 1
        let batch = batches[index]
        // A batch, both of its halves, and one more, as answers overtake each other.
        let isEverything = forbiddenInRow >= 4
        guard batch.events == 1, !isEverything else {
            guard !isEverything else {
                batches[index].notBefore = now
                enterPause(.misconfigured, failure, now: now, &effects)
                return
            }
            narrow(at: index, failure, alone: .rejectedByPartner, now: now, &effects)
            return
        }
        if let before = batch.forbiddenAfter, successes > before {
            narrow(at: index, failure, alone: .rejectedByPartner, now: now, &effects)
        } else {
            batches[index].forbiddenAfter = successes
            backOff(at: index, failure, nil, alone: true, now: now)
        }
    }

    /// Counts an event refused alone; true when the current is now paused and the event stays pending.
    mutating func countRefusal(
        _ failure: Verdict.Failure,
        now: MonotonicInstant,
        _ effects: inout [Effect]
    ) -> Bool {
        refusalsInRow = failure.status == refusalStatus ? refusalsInRow + 1 : 1
        refusalStatus = failure.status
        guard refusalsInRow >= configuration.refusalsBeforePause else { return false }
        enterPause(.rejectingEverything, failure, now: now, &effects)
        return true
    }

    mutating func split(
        at index: Int,
        into groups: [[Int]],
        suspect isSuspect: Bool = false,
        now: MonotonicInstant,
        _ effects: inout [Effect]
    ) {
        let old = batches[index]
        // Whoever refuses is alive: parts of a refused batch start without a history of failures.
        let parts = groups.map { events in
            defer { nextSplitID -= 1 }
            return Part(id: nextSplitID, events: events, isSuspect: isSuspect)
        }
        let pieces = parts.map { part in
            Batch(id: part.id, events: part.events.count, notBefore: now)
        }
        batches.replaceSubrange(index...index, with: pieces)
        effects.append(.split(old.id, into: parts))
    }
}

// MARK: - Pauses

extension DeliveryStateMachine {
    /// One refusal of credentials may be a key that was just rotated: load them again and ask once more, alone.
    mutating func doubtCredentials(
        at index: Int,
        isConfirming: Bool,
        _ failure: Verdict.Failure,
        now: MonotonicInstant,
        _ effects: inout [Effect]
    ) {
        batches[index].notBefore = now
        guard isConfirming else {
            // Also the answer to a request that left before the reload, which says nothing new.
            doubt = .suspected
            window = 1
            return
        }
        enterPause(.credentialsInvalid, failure, now: now, &effects)
    }

    /// The confirming attempt came back with something else than an auth failure.
    private mutating func settleDoubt(with verdict: Verdict) {
        switch verdict {
        case .credentialsInvalid: break
        case .transient, .clockSkewed: doubt = .suspected
        default: doubt = .none
        }
    }

    mutating func enterPause(
        _ cause: PauseCause,
        _ failure: Verdict.Failure,
        now: MonotonicInstant,
        _ effects: inout [Effect]
    ) {
        guard pause == nil else { return }
        pause = Pause(cause: cause, failure: failure, probes: 0)
        doubt = .none
        window = 1
        probeAt = cause.isProbed ? now.advanced(by: nextProbeInterval()) : nil
        effects.append(.pause(cause, failure))
    }

    private mutating func leavePause(_ effects: inout [Effect]) {
        guard pause != nil else { return }
        pause = nil
        probeAt = nil
        isProbing = false
        refusalsInRow = 0
        forbiddenInRow = 0
        failuresInRow = 0
        holdUntil = MonotonicInstant(nanoseconds: .min)
        effects.append(.unpause)
    }

    private mutating func takeProbe(
        _ cause: PauseCause?,
        _ failure: Verdict.Failure,
        now: MonotonicInstant,
        _ effects: inout [Effect]
    ) {
        guard isProbing else { return }
        isProbing = false
        guard let cause else {
            leavePause(&effects)
            return
        }
        if pause?.cause != cause { effects.append(.pause(cause, failure)) }
        pause?.probes += 1
        pause?.cause = cause
        pause?.failure = failure
        probeAt = now.advanced(by: nextProbeInterval())
    }

    /// Half of the interval is fixed and half drawn, so that a probe is never immediate.
    private mutating func nextProbeInterval() -> Duration {
        let isPending = pause?.cause == .pendingAssociation || pause?.cause == .needsRecreate
        let intervals = isPending ? configuration.resourceProbe : configuration.probe
        let ceiling = intervals.ceiling(afterFailures: 1 + (pause?.probes ?? 0))
        let half = Duration.nanoseconds(ceiling.wholeNanoseconds / 2)
        return half + .nanoseconds(Int64.random(in: 0...max(half.wholeNanoseconds, 0), using: &random))
    }
}

// MARK: - Sending

extension DeliveryStateMachine {
    private mutating func sendWhatIsDue(now: MonotonicInstant, _ effects: inout [Effect]) {
        guard pause == nil else {
            guard !isProbing, let probeAt, probeAt <= now, inFlight == 0 else { return }
            isProbing = true
            effects.append(.probe)
            return
        }
        guard max(holdUntil, throttledUntil) <= now else { return }
        var flying = inFlight
        while flying < window, let index = nextDue(now: now) {
            batches[index].isInFlight = true
            flying += 1
            let isConfirming = doubt == .suspected
            if isConfirming { doubt = .confirming(batches[index].id) }
            effects.append(.send(batches[index].id, reloadingCredentials: isConfirming))
        }
    }

    /// The batch that has been due longest; first attempts leave in acceptance order.
    private func nextDue(now: MonotonicInstant) -> Int? {
        if configuration.isOrdered {
            guard let first = batches.first, !first.isInFlight, first.notBefore <= now else { return nil }
            return 0
        }
        var best: Int?
        for index in batches.indices where !batches[index].isInFlight && batches[index].notBefore <= now {
            if let found = best, batches[found].notBefore <= batches[index].notBefore { continue }
            best = index
        }
        return best
    }
}

extension PauseCause {
    /// Whether the runner itself asks from time to time; otherwise only a person ends the pause.
    var isProbed: Bool {
        switch self {
        case .credentialsInvalid, .misconfigured, .credentialsMissing, .pendingAssociation, .needsRecreate:
            true
        case .rejectingEverything, .operatorPaused: false
        }
    }
}
