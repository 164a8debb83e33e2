import Events
import Ledger
import Logging
import Logs
public import Machine
import NIOCore
import Plans

/// Carries out what the state machines decide: one loop that reads, sends and commits for all currents.
///
/// One thread runs it, turn by turn; everything that blocks or takes long happens elsewhere and leaves word in the
/// inbox. `turn` neither sleeps nor waits, so a simulation can drive it with a clock of its own.
public final class DeliveryEngine {
    /// What to do after a turn.
    public enum Next: Sendable, Hashable {
        /// There is more to do now.
        case goOn
        /// Nothing to do before this instant, or before word arrives.
        case sleep(until: MonotonicInstant)
        /// The run is over.
        case end
    }

    /// How often a followed file is looked at, and how often the applied plans are.
    static let pollInterval: Duration = .milliseconds(200)
    static let planInterval: Duration = .seconds(1)
    /// How often progress is committed.
    static let commitInterval: Duration = .milliseconds(100)
    /// How long an open batch waits for more events while others are on their way.
    static let linger: Duration = .seconds(1)
    /// Bytes of dead letters and refused lines that may wait for a commit before reading pauses.
    static let maximumUncommitted = 8 << 20

    let environment: EngineEnvironment
    let mode: RunMode
    let inbox: Inbox<EngineMessage>
    let types: TypeTable
    var random: RandomSource

    var feeds: [String: SourceFeed] = [:]
    var lanes: [Int: Lane] = [:]
    var plans: [PlannedCurrent] = []
    var planSerial: Int64 = -1
    var requests: [String: Int] = [:]
    var notices: [String: [String]] = [:]
    var openInputs: Set<String> = []
    var applied: AppliedState?
    /// What lanes that ended have left to commit.
    var carried = LedgerCommit()
    /// Lanes that ended in this run, whose progress in memory is newer than the ledger's.
    var retired: [String: Lane] = [:]
    /// Whether a current waits for its source to be read to the end before it begins.
    var hasWaitingStarts = false
    private var nextLane = 1
    private var isStopping = false
    private var stopBy: MonotonicInstant?
    private var nextPoll: MonotonicInstant
    private var nextPlanCheck: MonotonicInstant
    private var isReading = false
    /// Whether a look at the ledger was wanted while another one was under way, which may have come too early.
    private var mustReadAgain = false
    /// The ledger's file number, to notice when it is replaced under us.
    private var ledgerFile: UInt64?
    private var hasPlans = false
    private var committing = false
    /// Whether a transaction is on its way to disk.
    var isCommitting: Bool { committing }
    private var lastCommit: MonotonicInstant
    private var failure: RunProblem?

    /// Prepares a run over the applied plans of the ledger.
    public init(environment: EngineEnvironment, mode: RunMode, inbox: Inbox<EngineMessage>) {
        self.environment = environment
        self.mode = mode
        self.inbox = inbox
        self.types = TypeTable(names: environment.knownTypes)
        self.random = environment.random
        let now = environment.clock.monotonic()
        nextPoll = now
        nextPlanCheck = now
        // The first progress is committed at once: a run that is killed early repeats little.
        lastCommit = now.advanced(by: .zero - Self.commitInterval)
    }

    /// Runs to the end on the calling thread, which sleeps in the inbox between turns.
    ///
    /// - Throws: `RunProblem` when storage fails.
    public func run() throws -> RunReport {
        var messages: [EngineMessage] = []
        while true {
            switch try turn(messages) {
            case .goOn: messages = inbox.take(until: nil)
            case .sleep(let until): messages = inbox.take(until: until)
            case .end: return report()
            }
        }
    }

    /// Handles what arrived, reads and sends what can be, and says when to come again.
    ///
    /// - Throws: `RunProblem` when storage fails; what is on disk is then true, and nothing more is claimed.
    public func turn(_ messages: [EngineMessage]) throws -> Next {
        for message in messages { take(message) }
        if let failure { throw failure }
        let now = environment.clock.monotonic()
        try lookAround(now)
        for lane in lanes.values {
            perform(lane.machine.step(.tick, now: now), for: lane, now: now)
            if lane.gate.quietUntil != nil { openGate(lane, now: now) }
            loadHashKey(of: lane, now: now)
            guard !isStopping else { continue }
            try wrap(lane.plan.source.name) { try lane.releaseParked(now: now) }
            sendSealed(lane, now: now)
        }
        let isBusy = try isStopping ? false : readSome(now)
        closeBatches(now)
        startCommit(now)
        if isBusy { return .goOn }
        if isOver(now) { return try finish(now) }
        return .sleep(until: nextWake(now))
    }
}

// MARK: - Messages

extension DeliveryEngine {
    private func take(_ message: EngineMessage) {
        let now = environment.clock.monotonic()
        switch message {
        case .answered(let serial, let batch, let result):
            guard let lane = lanes[serial] else { return }
            let verdict = verdict(on: result, lane, to: lane.batch(batch)?.sent ?? RecordBatch())
            lane.land(batch, now: now)
            // What a partner asks for besides is kept with the books.
            if verdict != .delivered { lane.isDirty = true }
            perform(
                lane.machine.step(.answered(batch, lane.withoutHolds(verdict, batch)), now: now),
                for: lane,
                now: now
            )
        case .loaded(let serial, let result):
            guard let lane = lanes[serial] else { return }
            takeLoaded(result, lane, now: now)
        case .exchanged(let serial, let result):
            guard let lane = lanes[serial] else { return }
            takeExchange(result, lane, now: now)
        case .looked(let serial, let since, let result):
            guard let lane = lanes[serial] else { return }
            takeLook(result, since: since, lane, now: now)
        case .probed(let serial, let result):
            guard let lane = lanes[serial] else { return }
            let (cause, failure) = probeOutcome(verdict(on: result, lane, to: RecordBatch()), lane)
            perform(lane.machine.step(.probeAnswered(cause, failure), now: now), for: lane, now: now)
        case .committed(let receipt):
            committing = false
            take(receipt)
        case .commitFailed(let error):
            committing = false
            failure = .storage(error)
        case .applied(let state):
            isReading = false
            hasPlans = true
            take(state, now: now)
            // The lanes that were just made may have dead letters to try again.
            lookForPlansNow()
        case .replays(let letters):
            isReading = false
            for letter in letters { replay(letter, now: now) }
            if mustReadAgain { lookForPlansNow() }
        case .readFailed(let error):
            isReading = false
            failure = .storage(error)
        case .arrived(let source, _):
            try? refresh(source)
        case .inputEnded(let source, let failure):
            inputEnded(source, failure)
        case .stop:
            isStopping = true
            stopBy = now.advanced(by: mode.drain)
        }
    }

    private func inputEnded(_ source: String, _ problem: DiskFailure?) {
        openInputs.remove(source)
        feeds[source]?.isComplete = true
        if let problem { failure = .source(source, problem) }
        try? refresh(source)
    }

    /// Takes a later look at one source; the limit of a single pass moves with it while standard input is open.
    func refresh(_ source: String) throws {
        guard let feed = feeds[source] else { return }
        let segments = feed.log.segments
        for notice in try feed.log.refresh() { note(notice, source) }
        feed.lookedAgain(hasChanged: feed.log.segments != segments)
    }

    private func note(_ notice: LogNotice, _ source: String) {
        let words = notice.words
        guard notices[source, default: []].last != words else { return }
        notices[source, default: []].append(words)
        environment.logger.warning("source '\(source)': \(words)")
    }
}

// MARK: - Reading and committing

extension DeliveryEngine {
    private func lookAround(_ now: MonotonicInstant) throws {
        if now >= nextPlanCheck {
            nextPlanCheck = now.advanced(by: Self.planInterval)
            try checkState()
            readLedger()
            if hasPlans { environment.onProgress?(report()) }
        }
        retire(now)
        if hasWaitingStarts { startLanes(now) }
        guard now >= nextPoll else { return }
        nextPoll = now.advanced(by: Self.pollInterval)
        for (name, feed) in feeds where !mode.isOnce || feed.log.isLeavingLast && feed.isAtEnd {
            try wrap(name) { try refresh(name) }
            if mode.isOnce { feed.limit = feed.log.end }
        }
    }

    /// A ledger whose file is gone takes commits that nobody will ever find again.
    private func checkState() throws {
        let path = environment.ledger.path
        guard let status = try? environment.disk.status(at: path) else {
            throw RunProblem.storage(LedgerProblem.missing(path: environment.state, found: "nothing"))
        }
        ledgerFile = ledgerFile ?? status.inode
        guard ledgerFile == status.inode else {
            throw RunProblem.storage(LedgerProblem.missing(path: environment.state, found: "another ledger"))
        }
    }

    /// Asks the ledger for changed plans and for replays; the answer arrives in the inbox.
    private func readLedger() {
        mustReadAgain = isReading
        guard !isReading else { return }
        isReading = true
        let ledger = environment.ledger
        let inbox = inbox
        let known = planSerial
        let names = lanes.values.filter(\.wantsReplays).map(\.name).sorted()
        Task.detached {
            do {
                if let state = try await AppliedState.read(ledger, unless: known) {
                    inbox.post(.applied(state))
                    return
                }
                var letters: [DeadLetter] = []
                for name in names { letters += try await ledger.pendingReplays(current: name, limit: 16) }
                inbox.post(.replays(letters))
            } catch {
                inbox.post(.readFailed(error))
            }
        }
    }

    private func readSome(_ now: MonotonicInstant) throws -> Bool {
        let waiting =
            lanes.values.reduce(0) { $0 + $1.deadLetterBytes }
            + feeds.values.reduce(0) { $0 + $1.refusedBytes }
        guard waiting < Self.maximumUncommitted else { return false }
        var isBusy = false
        for (name, feed) in feeds {
            try wrap(name) {
                do {
                    if try feed.pump(now: now) { isBusy = true }
                } catch is SegmentGone {
                    // The file became shorter while it was read: a new look finds out what stands there now.
                    try refresh(name)
                    isBusy = true
                }
            }
            for lane in feed.lanes { sendSealed(lane, now: now) }
        }
        return isBusy
    }

    private func wrap(_ source: String, _ work: () throws -> Void) throws {
        do {
            try work()
        } catch let problem as RunProblem {
            throw problem
        } catch {
            throw RunProblem.source(source, error)
        }
    }

    func sendSealed(_ lane: Lane, now: MonotonicInstant) {
        for (id, events) in lane.takeSealed() {
            perform(lane.machine.step(.sealed(id, events: events), now: now), for: lane, now: now)
        }
        if lane.hasRoom { lane.blockedSince = nil }
    }

    /// Ends open batches of lanes that have read all there is: at once when nothing more can come or nothing is on
    /// its way, and otherwise when they have waited long enough for company.
    private func closeBatches(_ now: MonotonicInstant) {
        for feed in feeds.values {
            for lane in feed.lanes
            where feed.isAtEnd && lane.cursor >= (lane.end?.position ?? feed.books.head) {
                if lane.openEvents > 0 {
                    let since = lane.openSince ?? now
                    lane.openSince = since
                    let isLast =
                        mode.isOnce || isStopping || (feed.isComplete && !openInputs.contains(feed.name))
                    let isDue = isLast || lane.machine.inFlight == 0 || now >= since.advanced(by: Self.linger)
                    guard isDue else { continue }
                }
                lane.seal()
                sendSealed(lane, now: now)
            }
        }
    }

    /// Commits that hold very many finished stretches, as parked events leave them, are large: then there are fewer.
    private var commitInterval: Duration {
        let stretches = lanes.values.reduce(0) { max($0, $1.tracker.finished.count) }
        return Self.commitInterval * (1 + stretches / 10_000)
    }

    private func startCommit(_ now: MonotonicInstant) {
        guard !committing, now >= lastCommit.advanced(by: commitInterval) else { return }
        let commit = gatherCommit()
        guard !commit.isEmpty else { return }
        write(commit, now)
    }

    private func write(_ commit: LedgerCommit, _ now: MonotonicInstant) {
        committing = true
        lastCommit = now
        environment.ledger.commit(commit) { [inbox] result in
            switch result {
            case .success(let receipt): inbox.post(.committed(receipt))
            case .failure(let problem): inbox.post(.commitFailed(problem))
            }
        }
    }
}

// MARK: - When to wake, when to end

extension DeliveryEngine {
    private func nextWake(_ now: MonotonicInstant) -> MonotonicInstant {
        var wakes = [nextPlanCheck]
        if feeds.values.contains(where: { !mode.isOnce || $0.log.isLeavingLast }) { wakes.append(nextPoll) }
        for feed in feeds.values { if let wake = feed.wakeAt() { wakes.append(wake) } }
        for lane in lanes.values {
            if let wake = lane.wakeAt { wakes.append(wake) }
            if let since = lane.openSince { wakes.append(since.advanced(by: Self.linger)) }
        }
        // While a commit is on its way, its end is what wakes us.
        if !committing, hasNews { wakes.append(lastCommit.advanced(by: commitInterval)) }
        if let stopBy { wakes.append(stopBy) }
        return wakes.min() ?? nextPlanCheck
    }

    /// Whether there is something to commit.
    private var hasNews: Bool {
        !carried.isEmpty || lanes.values.contains(where: \.isDirty) || feeds.values.contains(where: \.isDirty)
    }

    private func isOver(_ now: MonotonicInstant) -> Bool {
        let isWaiting = lanes.values.contains { $0.machine.isWaitingForAnswer }
        if isStopping {
            guard let stopBy else { return true }
            return !isWaiting || now >= stopBy
        }
        guard hasPlans, !hasWaitingStarts, !isReading, now < nextPlanCheck else { return false }
        guard !isWaiting, openInputs.isEmpty else { return false }
        guard feeds.values.allSatisfy({ $0.isAtEnd && !$0.log.isLeavingLast }) else { return false }
        guard mode.isOnce else {
            return !feeds.isEmpty && feeds.values.allSatisfy(\.isComplete) && lanes.values.allSatisfy(isDone)
        }
        return lanes.values.allSatisfy { isDone($0) || isStuck($0, now) }
    }

    private func isDone(_ lane: Lane) -> Bool {
        guard let feed = feeds[lane.plan.source.name] else { return true }
        if lane.end != nil { return lane.isDrained }
        // Until the key of hashes is there, nobody has asked for its dead letters.
        guard !lane.lacksHashKey || lane.machine.pause != nil else { return false }
        return lane.cursor >= feed.books.head && lane.isIdle && lane.replaying.isEmpty
            && lane.replayed.isEmpty
    }

    /// Whether the lane waits for a person, or for longer than this run wants to.
    private func isStuck(_ lane: Lane, _ now: MonotonicInstant) -> Bool {
        guard !lane.machine.waitsForPerson else { return true }
        guard let wake = lane.wakeAt else { return false }
        return wake > lane.lastProgress.advanced(by: mode.wait) && wake > now
    }

    /// The last commit holds everything; the run ends when it is on disk.
    private func finish(_ now: MonotonicInstant) throws -> Next {
        if committing { return .sleep(until: now.advanced(by: .seconds(1))) }
        for lane in lanes.values { lane.settleAll() }
        let commit = gatherCommit()
        guard !commit.isEmpty else {
            try checkState()
            return .end
        }
        write(commit, now)
        return .sleep(until: now.advanced(by: .seconds(1)))
    }

    /// An apply was noticed: do not wait for the next look.
    func lookForPlansNow() { nextPlanCheck = environment.clock.monotonic() }

    func newSerial() -> Int {
        defer { nextLane += 1 }
        return nextLane
    }
}
