import Events
import Ledger
import Logs
import Machine
import NIOCore
import Plans

/// One current at work: its batches, its decisions, its books.
///
/// Lives on the engine's thread.
final class Lane {
    /// Where the current began, which its `in` is counted from.
    struct Start: Sendable, Hashable {
        var position: Int64
        var acceptedBefore: Int64
    }

    /// Events that may wait by themselves, after which the current takes nothing new: their places are in memory.
    static let usualMaximumParked = 1_000_000

    let serial: Int
    let plan: Plan
    let digest: String
    let connector: any Connector
    let start: Start
    var machine: DeliveryStateMachine
    /// Set while the lane reads for itself; an attached lane is fed by the head.
    var reader: LineReader?
    /// Since when it has no room although the head has more for it.
    var blockedSince: MonotonicInstant?
    /// Set when the plan has changed or gone: takes nothing new, and ends when nothing is in flight.
    var isRetiring = false
    /// Where a removed current stops; nil while it is in force.
    var end: CurrentProgress.End?
    /// When the lane last finished an event, or began.
    var lastProgress: MonotonicInstant
    /// When the open batch got its first event.
    var openSince: MonotonicInstant?
    var credentials: Credentials? {
        didSet { takeHashKey() }
    }
    /// The secrets used lately, which partners may still quote.
    private(set) var secrets: [Credentials] = []
    /// The key that hashes are made with, to notice another one.
    private var hashKeyText: String?
    /// Why the credentials could not be loaded, when they could not.
    var credentialTrouble: String?
    /// The ledger's number for this current's books, known after the first commit.
    var book: Int64?
    var condition: CurrentCondition
    var replayedIn: Int64
    var isDirty = true

    /// What must be in order before requests leave.
    var gate = Gate()
    /// Keeps users and devices below the partner's limits; nil when there are none.
    var limiter: IdentityLimiter?
    /// Events that wait by themselves.
    var parked = ParkedEvents()
    var maximumParked = Lane.usualMaximumParked
    /// The holds in the ledger: until which second, by user or device.
    var keptHolds: [UInt64: Int64] = [:]
    /// What the partner said when it last named a user or device.
    var parkedFailure: Verdict.Failure?
    /// Events handed to requests that carried a device and no user.
    var anonymous: Int64 = 0

    var tracker: ProgressTracker
    private(set) var deadLetters: [NewDeadLetter] = []
    private(set) var deadLetterBytes = 0
    private(set) var replays: [ReplayResult] = []
    var builder: BatchBuilder
    /// Builds batches of events that had waited, which stand anywhere in the log.
    lazy var looseBuilder = makeBuilder(0)
    private let makeBuilder: (Int64) -> BatchBuilder
    /// Carries out the spec's mappings for both builders.
    private let rewriter: EventRewriter?
    var batches: [BatchID: Batch] = [:]
    private var nextBatch: BatchID = 1
    private var sealed: [(id: BatchID, events: Int)] = []
    let log: FileLog
    let clock: any MachineClock
    let types: TypeTable
    /// Dead letters that are being tried again, by row.
    private(set) var replaying: [Int64: DeadLetter] = [:]
    /// Rows whose new fate is not committed yet, so that the ledger still lists them.
    private(set) var replayed: Set<Int64> = []
    private var replayedInCommit: Set<Int64> = []
    /// Events of `tracker.counts` that came from dead letters and not from the log.
    private var replayedFinished: Int64

    init(
        serial: Int,
        plan: Plan,
        digest: String,
        connector: any Connector,
        types: TypeTable,
        log: FileLog,
        start: Start,
        tracker: ProgressTracker,
        machine: DeliveryStateMachine,
        condition: CurrentCondition,
        replayedIn: Int64,
        replayedFinished: Int64,
        book: Int64?,
        clock: any MachineClock,
        now: MonotonicInstant
    ) {
        self.serial = serial
        self.plan = plan
        self.digest = digest
        self.connector = connector
        self.log = log
        self.start = start
        self.tracker = tracker
        self.machine = machine
        self.condition = condition
        self.replayedIn = replayedIn
        self.replayedFinished = replayedFinished
        self.book = book
        self.clock = clock
        self.types = types
        self.lastProgress = now
        let selection = EventSelection(plan: plan, types: types)
        let rewriter = EventRewriter(plan: plan, types: types)
        self.rewriter = rewriter
        let builder = { (position: Int64) in
            BatchBuilder(
                selection: selection,
                rewriter: rewriter,
                mapper: connector.makeMapper(),
                delivery: plan.delivery,
                position: position
            )
        }
        self.builder = builder(tracker.position)
        self.makeBuilder = builder
    }

    var name: String { plan.current }
    var timeout: Duration { .milliseconds(plan.delivery.requestTimeoutMilliseconds) }
    /// Whether dead letters can be taken up again now.
    var wantsReplays: Bool { hasRoom && replaying.isEmpty && replayed.isEmpty }
    /// The log position of the next line to take.
    var cursor: Int64 { builder.position }
    /// Whether a removed current has finished what was pending.
    var isDrained: Bool { end.map { cursor >= $0.position } == true && isIdle && replaying.isEmpty }
    /// Whether it can take another event.
    var hasRoom: Bool { canSend && parked.count < maximumParked }
    /// Whether another batch can be taken over.
    var canSend: Bool { !isRetiring && machine.hasRoom && sealed.isEmpty && !lacksHashKey }
    /// Whether the key of keyed hashes is not there yet: until it is, no event may be taken.
    var lacksHashKey: Bool {
        // A key without mappings has nothing to hash, and is not waited for.
        guard plan.hashKey != nil, let rewriter else { return false }
        return rewriter.key == nil
    }
    /// Whether a batch waits to be taken over by the engine.
    var hasSealed: Bool { !sealed.isEmpty }
    /// Whether it fails, so that nobody should wait for it.
    var isHeld: Bool { isRetiring || machine.isHeld }
    /// Events of the open batch.
    var openEvents: Int { builder.count }
    /// Whether anything is on its way or waits to be sent.
    var isIdle: Bool {
        builder.count == 0 && sealed.isEmpty && machine.outstanding == 0 && parked.count == 0
    }
    /// When something is due without anything arriving; nil when nothing is.
    var wakeAt: MonotonicInstant? {
        // Without room nothing is released; what makes room wakes the engine by itself.
        let release = machine.pause == nil && canSend ? parked.nextDue : nil
        let opening = gate.waiting.isEmpty || gate.isBusy ? nil : gate.quietUntil
        return [machine.wakeAt, release, opening].compactMap { $0 }.min()
    }

    func batch(_ id: BatchID) -> Batch? { batches[id] }

    /// Hashes by the key that was loaded last, and not at all when it could not be loaded.
    ///
    /// The open batch ends, so that none holds hashes of two keys.
    private func takeHashKey() {
        guard plan.hashKey != nil, let rewriter else { return }
        let key = credentials?[Plan.hashKeyName]
        guard key == nil || key != hashKeyText else { return }
        if builder.count > 0 { seal() }
        hashKeyText = key
        rewriter.key = key.map { HashKey(Array($0.utf8)) }
    }

    /// Takes note of secrets that requests may carry from now on.
    func remember(_ credentials: Credentials) { secrets = secrets.suffix(7) + [credentials] }
}

// MARK: - Taking events

extension Lane {
    /// Takes one scanned event of the log.
    ///
    /// The lane must have room.
    func offer(_ event: borrowing ScannedEvent, line: UnsafeRawBufferPointer, at position: Int64, end: Int64)
    {
        var keys: IdentityKeys?
        if limiter != nil, builder.selects(event, line: line) {
            let found = IdentityKeys(event, line: line)
            guard !isParked(found, at: position, end: end) else { return }
            keys = found
        }
        let before = builder.count
        switch builder.offer(event, line: line, at: position, end: end, keys: keys) {
        case .taken:
            if let keys, builder.count == before { limiter?.forgo(keys) }
        case .full:
            if let keys { limiter?.forgo(keys) }
            seal()
            offer(event, line: line, at: position, end: end)
            return
        case .setAside(let reason, let words):
            if let keys { limiter?.forgo(keys) }
            let failure = words.isEmpty ? nil : Verdict.Failure(words)
            setAside([UInt8](line), position: position, end: end, reason, failure)
            builder.cover(upTo: end)
        }
        if builder.isFull { seal() }
    }

    /// Steps over bytes that hold no event.
    func pass(upTo position: Int64) { builder.cover(upTo: position) }

    /// Steps over what an earlier run finished, and says where reading goes on; nil when there is nothing to skip.
    func skipFinished() -> Int64? {
        guard let end = tracker.endOfFinished(at: cursor) else { return nil }
        seal()
        builder.move(to: end)
        return end
    }

    /// Takes a dead letter to try it again.
    ///
    /// It travels in batches of its own.
    func offer(replay letter: DeadLetter, _ event: borrowing ScannedEvent, line: UnsafeRawBufferPointer) {
        if builder.count > 0 { seal() }
        replaying[letter.id] = letter
        let keys = limiter == nil ? nil : IdentityKeys(event, line: line)
        switch builder.offer(replay: letter.id, event, line: line, keys: keys) {
        case .taken where builder.count > 0: seal()
        case .taken: finishReplay(letter.id, .filtered(.noIdentity), nil)
        case .setAside(let reason, let words):
            finishReplay(letter.id, .deadLettered(reason), words.isEmpty ? nil : Verdict.Failure(words))
        case .full: break
        }
    }

    /// Sets a dead letter aside again because nothing of it can be sent.
    func refuseReplay(_ letter: DeadLetter) {
        replaying[letter.id] = letter
        finishReplay(letter.id, .deadLettered(.mappingFailed), nil)
    }

    /// The results handed over for the last commit are on disk.
    ///
    /// - Returns: Whether there were any, so that more may be waiting.
    func forgetReplayed() -> Bool {
        defer { replayedInCommit = [] }
        replayed.subtract(replayedInCommit)
        return !replayedInCommit.isEmpty
    }

    /// Ends the open batch, so that it is sent as it is.
    ///
    /// A batch without events is accounted for at once.
    func seal() {
        var batch = builder.seal()
        openSince = nil
        guard !batch.events.isEmpty else {
            settle(&batch)
            return
        }
        take(batch)
    }

    /// Takes a batch that is built, to be handed over.
    func take(_ batch: Batch) {
        batches[nextBatch] = batch
        sealed.append((nextBatch, batch.events.count))
        nextBatch += 1
    }

    /// Hands over the batches sealed since the last call, oldest first.
    func takeSealed() -> [(id: BatchID, events: Int)] {
        defer { sealed = [] }
        return sealed
    }

    /// Accounts for events whose bytes no file holds any more, up to `end`, the end of a segment.
    ///
    /// - Parameters:
    ///   - end: The log position after the segment.
    ///   - accepted: Events of the log before `end`.
    ///   - beyond: Events beyond `end` that an earlier run finished.
    ///   - now: When it was noticed.
    func lose(upTo end: Int64, accepted: Int64, beyond: Int64, now: WallInstant) {
        seal()
        let onTheirWay = batches.values.reduce(Int64(parked.count)) { $0 + $1.unfinished }
        let terminal = tracker.counts.total - replayedFinished - beyond
        let lost = accepted - start.acceptedBefore - terminal - onTheirWay
        if lost > 0 {
            tracker.counts.add(.deadLettered(.sourceLost), events: lost)
            deadLetters.append(.lost(lost, of: name, stretch: cursor..<end, at: now))
        }
        tracker.finish(cursor..<max(end, cursor))
        builder.move(to: max(end, cursor))
        isDirty = true
    }
}

// MARK: - Finishing events

extension Lane {
    /// Carries out `split`.
    func split(_ id: BatchID, into parts: [DeliveryStateMachine.Part]) {
        guard var batch = batches.removeValue(forKey: id) else { return }
        settle(&batch)
        for part in parts {
            batches[part.id] = batch.part(part.events)
            if part.isSuspect { batches[part.id]?.isSuspect = true }
        }
    }

    /// Carries out `finish`.
    func finish(
        _ id: BatchID,
        _ events: DeliveryStateMachine.Events,
        _ fate: Fate,
        _ failure: Verdict.Failure?,
        now: MonotonicInstant
    ) {
        guard var batch = batches[id] else { return }
        lastProgress = now
        isDirty = true
        if case .all = events, case .delivered = fate, batch.replayed.isEmpty, batch.coverage != nil {
            batches[id] = nil
            for stretch in batch.covered { tracker.finish(stretch) }
            tracker.counts.add(fate, events: Int64(batch.events.count))
            batch.filtered.settle(into: &tracker.counts)
            anonymous += Int64(batch.keys.count { $0.isAnonymous })
            builder.recycle(batch.records)
            return
        }
        settle(&batch)
        let indexes = indexes(events, of: batch)
        batch.finished += indexes.count
        if case .some = events, batch.finished < batch.events.count {
            batches[id] = batch
        } else {
            batches[id] = nil
        }
        for index in indexes { finish(index, of: batch, fate, failure) }
    }

    private func indexes(_ events: DeliveryStateMachine.Events, of batch: Batch) -> [Int] {
        switch events {
        case .all: Array(batch.events.indices)
        case .some(let indexes): indexes.filter { batch.events.indices.contains($0) }
        }
    }

    private func finish(_ index: Int, of batch: Batch, _ fate: Fate, _ failure: Verdict.Failure?) {
        if batch.replayed.indices.contains(index) {
            finishReplay(batch.replayed[index], fate, failure)
            return
        }
        let mark = batch.events[index]
        guard case .deadLettered(let reason) = fate else {
            if batch.keys.indices.contains(index), batch.keys[index].isAnonymous { anonymous += 1 }
            tracker.finish(mark.position..<mark.end)
            tracker.counts.add(fate)
            return
        }
        let original = log.bytes(mark.position..<mark.end)
        // A record that mappings were carried out on is no source event: replaying it would carry them out again.
        let record = plan.mappings == nil ? batch.record(of: index) : nil
        let bytes = original ?? record.map { Array($0.readableBytesView) }
        setAside(bytes, position: mark.position, end: mark.end, reason, failure)
    }

    private func finishReplay(_ id: Int64, _ fate: Fate, _ failure: Verdict.Failure?) {
        tracker.counts.add(fate)
        replayedFinished += 1
        replays.append(ReplayResult(deadLetter: id, fate: fate))
        replayed.insert(id)
        isDirty = true
        guard case .deadLettered(let reason) = fate, let letter = replaying.removeValue(forKey: id) else {
            replaying[id] = nil
            return
        }
        deadLetters.append(letter.again(reason, failure, at: clock.wall()))
    }

    func setAside(
        _ bytes: [UInt8]?,
        position: Int64,
        end: Int64,
        _ reason: DeadLetterReason,
        _ failure: Verdict.Failure?
    ) {
        tracker.finish(position..<end)
        tracker.counts.add(.deadLettered(reason))
        isDirty = true
        deadLetterBytes += bytes?.count ?? 0
        deadLetters.append(
            .setAside(bytes, of: name, stretch: position..<end, reason, failure, at: clock.wall())
        )
    }

    /// Accounts for what lies between the events of a batch, so that they can end one by one.
    func settle(_ batch: inout Batch) {
        guard let coverage = batch.coverage else { return }
        batch.coverage = nil
        guard !coverage.isEmpty else { return }
        isDirty = true
        var others = batch.holes
        if batch.replayed.isEmpty { others += batch.events.map { $0.position..<$0.end } }
        if !batch.holes.isEmpty { others.sort { $0.lowerBound < $1.lowerBound } }
        for stretch in coverage.leavingOut(others) { tracker.finish(stretch) }
        batch.filtered.settle(into: &tracker.counts)
    }

    /// Accounts for what lies between the events of all batches on their way: they may be on their way for long.
    func settleAll() {
        for id in batches.keys {
            guard var batch = batches.removeValue(forKey: id) else { continue }
            settle(&batch)
            batches[id] = batch
        }
    }

    /// Hands over what a commit must hold besides progress.
    func takeRecords() -> (deadLetters: [NewDeadLetter], replays: [ReplayResult]) {
        replayedInCommit = replayed
        defer {
            deadLetters = []
            replays = []
            deadLetterBytes = 0
        }
        return (deadLetters, replays)
    }
}
