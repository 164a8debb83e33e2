import Events
import Ledger
import Logs
import Machine
import NIOCore
import Plans

// Users and devices that are over the partner's limits: their events wait alone, and everybody else's flow.

extension Lane {
    /// Events taken up in one go, so that nothing else waits for long.
    private static let releasedAtOnce = 4096
    private static let overLimit = Verdict.Failure("the limit of a user or device")

    /// Whether an event of the log has to wait because of its user or device; then it has been set apart.
    func isParked(_ keys: IdentityKeys, at position: Int64, end: Int64) -> Bool {
        var until: MonotonicInstant?
        if !parked.holds(keys.key) {
            until = limiter?.promise(keys, now: clock.monotonic(), wall: clock.wall())
            guard until != nil else { return false }
        }
        parked.park(.init(position: position, end: end, keys: keys), behind: keys.key, until: until)
        builder.leave(position, end)
        return true
    }

    /// Takes up the events whose wait is over, as far as there is room.
    ///
    /// - Throws: The disk's failure; an event whose file is gone is set aside instead.
    func releaseParked(now: MonotonicInstant) throws {
        guard let due = parked.nextDue, due <= now, canSend else { return }
        var scanner = EventScanner(types: types)
        var left = Self.releasedAtOnce
        // Taken out while it is walked through, since taking an event touches the lane.
        var waiting = parked
        parked = ParkedEvents()
        defer { parked = waiting }
        try waiting.release(now: now) { mark in
            guard canSend, left > 0 else { return nil }
            left -= 1
            if let until = limiter?.promise(mark.keys, now: now, wall: clock.wall()) {
                return .blocked(until: until)
            }
            try take(mark, &scanner)
            return .taken
        }
        sealLoose()
    }

    /// Sets apart events of a batch that the partner does not take now, because of their user or device.
    func park(
        _ id: BatchID,
        _ events: [DeliveryStateMachine.ParkedEvent],
        _ failure: Verdict.Failure,
        now: MonotonicInstant
    ) {
        guard var batch = batches[id] else { return }
        settle(&batch)
        parkedFailure = failure
        for event in events where batch.events.indices.contains(event.index) {
            let mark = batch.events[event.index]
            let until = now.advanced(by: event.wait)
            var keys = batch.keys.indices.contains(event.index) ? batch.keys[event.index] : .none
            hold(keys, event.identity, until: until)
            // Without a user and a device it waits alone, and its place tells it apart.
            if keys == .none { keys.user = UInt64(bitPattern: mark.position) | 1 << 63 }
            parked.park(
                .init(position: mark.position, end: mark.end, keys: keys),
                behind: keys.key,
                until: until
            )
            batch.finished += 1
        }
        batches[id] = batch.finished < batch.events.count ? batch : nil
        isDirty = true
    }

    /// Holds the events of a batch against the limits, now that it leaves.
    ///
    /// - Returns: Nil when all may leave; else a verdict on each event, which keeps some back and lets the others go.
    func depart(_ id: BatchID, now: MonotonicInstant) -> [EventVerdict]? {
        guard limiter != nil, let batch = batches[id], !batch.keys.isEmpty else { return nil }
        guard batch.allowance != .granted else {
            batches[id]?.allowance = .flying
            return nil
        }
        // A dead letter that is tried again has no place in the log to wait at, and events among which one is at fault
        // would meet the others again there: they wait in their batch, all or none.
        guard batch.replayed.isEmpty, !batch.isSuspect else { return departTogether(id, batch, now: now) }
        let isPromised = batch.allowance == .promised
        let wall = clock.wall()
        var isBlocked = false
        let verdicts = batch.keys.map { keys -> EventVerdict in
            guard let until = limiter?.depart(keys, isPromised: isPromised, now: now, wall: wall) else {
                return .again
            }
            isBlocked = true
            // The limiter knows whom this is about; nobody needs to be held besides.
            return .held(.itself, for: until.since(now), Self.overLimit)
        }
        batches[id]?.allowance = isBlocked ? .granted : .flying
        return isBlocked ? verdicts : nil
    }

    private func departTogether(_ id: BatchID, _ batch: Batch, now: MonotonicInstant) -> [EventVerdict]? {
        let isPromised = batch.allowance == .promised
        let wall = clock.wall()
        var departed: [IdentityKeys] = []
        var wait: Duration?
        for keys in batch.keys {
            if let until = limiter?.depart(keys, isPromised: isPromised, now: now, wall: wall) {
                wait = max(wait ?? .zero, until.since(now))
            } else {
                departed.append(keys)
            }
        }
        guard let wait else {
            batches[id]?.allowance = .flying
            return nil
        }
        for keys in departed { limiter?.forgo(keys) }
        batches[id]?.allowance = .spent
        return batch.keys.map { _ in .retry(Self.overLimit, retryAfter: wait) }
    }

    /// Counts the events of a batch whose request has ended.
    func land(_ id: BatchID, now: MonotonicInstant) {
        guard limiter != nil, let batch = batches[id], batch.allowance == .flying else { return }
        let wall = clock.wall()
        for keys in batch.keys { limiter?.land(keys, now: now, wall: wall) }
        batches[id]?.allowance = .spent
    }

    /// Dead letters that are tried again have no place in the log to wait at: they wait in their batch.
    func withoutHolds(_ verdict: Verdict, _ id: BatchID) -> Verdict {
        guard case .perEvent(let verdicts) = verdict, batches[id]?.replayed.isEmpty == false else {
            return verdict
        }
        return .perEvent(
            verdicts.map {
                guard case .held(_, let wait, let failure) = $0 else { return $0 }
                return .retry(failure, retryAfter: wait)
            }
        )
    }

    /// How users and devices stand, as it is kept; nil for partners that do not limit them.
    var identitySummary: IdentitySummary? {
        guard limiter != nil else { return nil }
        let now = clock.monotonic()
        let due = parked.nextDue.map {
            WallInstant(
                milliseconds: clock.wall().milliseconds &+ max($0.since(now).wholeNanoseconds, 0) / 1_000_000
            )
        }
        return IdentitySummary(
            parked: Int64(parked.count),
            identities: Int64(parked.identities),
            dueAt: due,
            anonymous: anonymous
        )
    }

    /// Until when the partner wants to be left alone; nil when that is what was handed over last.
    func takeHolds() -> [PartnerHold]? {
        let now = clock.monotonic()
        let wall = clock.wall().milliseconds
        func moment(_ until: MonotonicInstant) -> WallInstant {
            WallInstant(milliseconds: wall &+ until.since(now).wholeNanoseconds / 1_000_000)
        }
        var holds = (limiter?.holds(at: now) ?? []).map { hold in
            PartnerHold(identity: hold.key, until: moment(hold.until), detail: parkedFailure?.detail ?? "")
        }
        if machine.throttledUntil > now {
            let detail = machine.lastFailure?.detail ?? ""
            holds.append(PartnerHold(identity: 0, until: moment(machine.throttledUntil), detail: detail))
        }
        // By whole seconds: the two clocks do not tick as one.
        let seconds = holds.map { ($0.identity, $0.until.milliseconds / 1000) }
        let kept = Dictionary(seconds) { max($0, $1) }
        guard
            kept.keys != keptHolds.keys
                || kept.contains(where: { ($0.value - (keptHolds[$0.key] ?? 0)).magnitude > 1 })
        else { return nil }
        keptHolds = kept
        return holds
    }

    /// What is to be kept of what must stand at the partner, once.
    func takeResource() -> PartnerResourceRecord? {
        defer { gate.unsaved = nil }
        return gate.unsaved
    }

    /// Takes note of whom the partner does not serve for a while.
    private func hold(_ keys: IdentityKeys, _ identity: HeldIdentity, until: MonotonicInstant) {
        if identity == .user || identity == .both, keys.user != 0 { limiter?.hold(keys.user, until: until) }
        if identity == .device || identity == .both, keys.device != 0 {
            limiter?.hold(keys.device, until: until)
        }
    }

    /// Reads an event again and builds it into a batch.
    private func take(_ mark: ParkedEvents.Mark, _ scanner: inout EventScanner) throws {
        let line: [UInt8]
        do {
            line = try log.read(mark.position..<mark.end)
        } catch is SegmentGone {
            lose(mark, nil)
            return
        }
        line.withUnsafeBytes { line in
            var event = ScannedEvent()
            let bytes = EventScanner.trimmed(line)
            guard scanner.scan(bytes, into: &event) == nil else {
                lose(mark, [UInt8](line))
                return
            }
            build(mark, event, bytes)
        }
    }

    private func lose(_ mark: ParkedEvents.Mark, _ bytes: [UInt8]?) {
        limiter?.forgo(mark.keys)
        setAside(bytes, position: mark.position, end: mark.end, .sourceLost, nil)
    }

    private func build(
        _ mark: ParkedEvents.Mark,
        _ event: borrowing ScannedEvent,
        _ line: UnsafeRawBufferPointer
    ) {
        let before = looseBuilder.count
        switch looseBuilder.offer(event, line: line, at: mark.position, end: mark.end, keys: mark.keys) {
        case .taken where looseBuilder.count > before:
            if looseBuilder.isFull { sealLoose() }
        case .taken:
            // The partner's rule leaves it out: the batch counts it, and nobody else covers its stretch.
            limiter?.forgo(mark.keys)
            tracker.finish(mark.position..<mark.end)
            isDirty = true
        case .full:
            sealLoose()
            build(mark, event, line)
        case .setAside(let reason, let words):
            limiter?.forgo(mark.keys)
            let failure = words.isEmpty ? nil : Verdict.Failure(words)
            setAside([UInt8](line), position: mark.position, end: mark.end, reason, failure)
        }
    }

    /// Hands over the batch of events that had waited; it accounts for them alone.
    private func sealLoose() {
        var batch = looseBuilder.seal()
        batch.filtered.settle(into: &tracker.counts)
        batch.coverage = nil
        guard !batch.events.isEmpty else { return }
        take(batch)
    }
}
