import Events
import Ledger
import Logs
import Machine
import NIOCore
import Plans

// Users and devices that are over the partner's limits: their events wait alone, and everybody else's flow.

extension Lane {
    /// Whether an event of the log has to wait because of its user or device; then it has been set apart.
    func isParked(_ keys: IdentityKeys, at position: Int64, end: Int64) -> Bool {
        let mark = ParkedEvents.Mark(position: position, end: end, keys: keys)
        if let key = parked.queue(for: keys) {
            parked.park(mark, behind: key, until: nil)
        } else if let block = limiter?.promise(keys, now: clock.monotonic(), wall: clock.wall()) {
            parked.park(mark, behind: block.key, until: block.until)
        } else {
            return false
        }
        builder.leave(position, end)
        return true
    }

    /// Takes up the events whose wait is over, as far as there is room.
    func releaseParked(now: MonotonicInstant) {
        guard let due = parked.nextDue, due <= now, hasRoom else { return }
        var scanner = EventScanner(types: types)
        var waiting = parked
        parked = ParkedEvents()
        waiting.release(now: now) { mark in
            guard hasRoom else { return nil }
            if let block = limiter?.promise(mark.keys, now: now, wall: clock.wall()) {
                return .blocked(block)
            }
            take(mark, &scanner)
            return .taken
        }
        parked = waiting
        sealLoose()
    }

    /// Sets apart events of a batch that the partner does not take now, because of their user or device.
    func park(
        _ id: BatchID,
        _ events: [DeliveryStateMachine.ParkedEvent],
        now: MonotonicInstant
    ) {
        guard var batch = batches[id] else { return }
        settle(&batch)
        for event in events where batch.events.indices.contains(event.index) {
            let mark = batch.events[event.index]
            let until = now.advanced(by: event.wait)
            let keys = batch.keys.indices.contains(event.index) ? batch.keys[event.index] : .none
            let key = hold(keys, event.identity, until: until) ?? UInt64(bitPattern: mark.position)
            parked.park(.init(position: mark.position, end: mark.end, keys: keys), behind: key, until: until)
            batch.finished += 1
        }
        batches[id] = batch.finished < batch.events.count ? batch : nil
        isDirty = true
    }

    /// Holds the events of a batch against the limits, now that it leaves.
    ///
    /// - Returns: Nil when all may leave; else a verdict on each event, which parks some and lets the others go.
    func depart(_ id: BatchID, now: MonotonicInstant) -> Verdict? {
        guard limiter != nil, let batch = batches[id], !batch.keys.isEmpty else { return nil }
        guard batch.allowance != .granted else {
            batches[id]?.allowance = .flying
            return nil
        }
        let isPromised = batch.allowance == .promised
        let wall = clock.wall()
        var isBlocked = false
        let verdicts = batch.keys.map { keys -> EventVerdict in
            guard let block = limiter?.depart(keys, isPromised: isPromised, now: now, wall: wall) else {
                return .again
            }
            isBlocked = true
            let identity: HeldIdentity = block.key == keys.user ? .user : .device
            return .held(identity, for: block.until.since(now), .init("over the partner's limit"))
        }
        if !isBlocked, isPromised {
            anonymous += Int64(batch.keys.count { $0.user == 0 && $0.device != 0 })
        }
        batches[id]?.allowance = isBlocked ? .granted : .flying
        return isBlocked ? .perEvent(verdicts) : nil
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

    /// What is to be kept of what must stand at the partner, once.
    func takeResource() -> PartnerResourceRecord? {
        defer { gate.unsaved = nil }
        return gate.unsaved
    }

    private func hold(_ keys: IdentityKeys, _ identity: HeldIdentity, until: MonotonicInstant) -> UInt64? {
        let wanted = identity == .device ? [keys.device, keys.user] : [keys.user, keys.device]
        let known = wanted.filter { $0 != 0 }
        for key in identity == .both ? known[...] : known.prefix(1) { limiter?.hold(key, until: until) }
        return known.first
    }

    /// Reads an event again and builds it into a batch.
    private func take(_ mark: ParkedEvents.Mark, _ scanner: inout EventScanner) {
        guard let line = log.bytes(mark.position..<mark.end) else {
            limiter?.forgo(mark.keys)
            setAside(nil, position: mark.position, end: mark.end, .sourceLost, nil)
            return
        }
        line.withUnsafeBytes { line in
            var event = ScannedEvent()
            let bytes = EventScanner.trimmed(line)
            guard scanner.scan(bytes, into: &event) == nil else {
                limiter?.forgo(mark.keys)
                setAside([UInt8](line), position: mark.position, end: mark.end, .sourceLost, nil)
                return
            }
            build(mark, event, bytes)
        }
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
