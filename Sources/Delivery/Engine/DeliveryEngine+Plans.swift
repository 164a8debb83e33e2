import Events
import Ledger
import Logging
import Logs
import Machine
import Plans

/// One applied plan as the engine follows it.
struct PlannedCurrent {
    var plan: Plan
    var digest: String
    /// Whether it was removed and only finishes what is pending.
    var isDraining = false
    /// Why it cannot be served, when it cannot.
    var trouble: String?
}

extension DeliveryEngine {
    /// Takes up what is applied now.
    ///
    /// Currents whose plan is unchanged are not touched; a changed one ends its requests on their way and goes
    /// on from its progress; a source nobody names any more is left.
    func take(_ state: AppliedState, now: MonotonicInstant) {
        planSerial = state.serial
        let old = plans
        plans = state.plans.map { applied in
            do throws(PlanFileProblem) {
                let file = try PlanFile(reading: Array(applied.json.utf8))
                let plan = file.plan.resolvingPaths(against: state.folder)
                return PlannedCurrent(plan: plan, digest: applied.digest, isDraining: applied.isDraining)
            } catch {
                environment.logger.error("the applied plan of '\(applied.name)' cannot be read: \(error)")
                return old.first { $0.plan.current == applied.name }
            }
        }
        .compactMap { $0 }
        applied = state
        for lane in lanes.values where !isCurrent(lane) {
            lane.isRetiring = true
            lane.settleAll()
        }
        for source in Set(plans.map(\.plan.source)) { open(source, state) }
        let named = Set(plans.map(\.plan.source.name))
        for (name, feed) in feeds where !named.contains(name) && feed.lanes.isEmpty && !feed.isDirty {
            feeds[name] = nil
        }
        for lane in lanes.values {
            lane.replayedIn = state.progress[lane.name]?.replayedIn ?? lane.replayedIn
        }
        resumeLanes(state, now)
        startLanes(now)
    }

    private func resumeLanes(_ state: AppliedState, _ now: MonotonicInstant) {
        for lane in lanes.values where lane.machine.pause != nil {
            let wanted = state.progress[lane.name]?.resumeAt
            guard wanted != nil, lane.condition.pause(unlessResumedAt: wanted) == nil else { continue }
            perform(lane.machine.step(.resume, now: now), for: lane, now: now)
        }
    }

    /// Ends lanes whose plan changed or went, once nothing of theirs is on its way, and starts their successors.
    func retire(_ now: MonotonicInstant) {
        let ended = lanes.values.filter { $0.isRetiring && !$0.machine.isWaitingForAnswer }
        guard !ended.isEmpty else { return }
        for lane in ended {
            for feed in feeds.values { feed.remove(lane) }
            lanes[lane.serial] = nil
            retired[lane.name] = lane
            carry(lane)
        }
        startLanes(now)
    }

    private func isCurrent(_ lane: Lane) -> Bool {
        plans.contains {
            $0.plan.current == lane.name && $0.digest == lane.digest && $0.plan.isEnabled
                && $0.isDraining == (lane.end != nil) && feeds[$0.plan.source.name]?.plan == $0.plan.source
        }
    }

    func startLanes(_ now: MonotonicInstant) {
        hasWaitingStarts = false
        for index in plans.indices where plans[index].plan.isEnabled {
            let plan = plans[index].plan
            guard !lanes.values.contains(where: { $0.name == plan.current }) else { continue }
            guard let feed = feeds[plan.source.name] else { continue }
            // `now` leaves out what the source holds already: it is read to its end before the current begins.
            if plan.start == .now, applied?.progress[plan.current] == nil, !feed.isAtEnd {
                hasWaitingStarts = true
                continue
            }
            do {
                let connector = try environment.connector(plan)
                // Before the lane: making it takes over what the one before has left.
                let ran = ran(plan)
                let limiter = limiter(of: plan, ran)
                let lane = makeLane(plan, plans[index].digest, connector, feed, now)
                lane.limiter = limiter
                if ran == nil { restoreHolds(of: lane, now) }
                lane.anonymous =
                    ran?.anonymous ?? applied?.progress[plan.current]?.identities?.anonymous ?? 0
                if plans[index].isDraining { lane.end = end(of: plan, feed) }
                lanes[lane.serial] = lane
                feed.add(lane)
                plans[index].trouble = nil
            } catch {
                plans[index].trouble = "\(error)"
                environment.logger.error("current '\(plan.current)' cannot be served: \(error)")
            }
        }
    }

    private func makeLane(
        _ plan: Plan,
        _ digest: String,
        _ connector: any Connector,
        _ feed: SourceFeed,
        _ now: MonotonicInstant
    ) -> Lane {
        let progress = progress(of: plan, feed)
        // A changed plan may have mended what was wrong, and an operator may have said so.
        let isSamePlan = digest == progress.planDigest
        let pause = isSamePlan ? progress.condition.pause(unlessResumedAt: progress.resumeAt) : nil
        let machine = DeliveryStateMachine(
            configuration: .init(
                inFlight: plan.delivery.inFlight,
                isOrdered: plan.delivery.ordering == .perKey
            ),
            random: RandomSource(seed: random.next()),
            pause: pause,
            throttledUntil: ran(plan) == nil ? throttle(of: plan.current, now) : nil,
            now: now
        )
        let clock = environment.clock
        var counts = FateCounts()
        counts.delivered = progress.delivered
        counts.filtered = progress.filtered
        counts.deadLettered = progress.deadLettered
        return Lane(
            serial: newSerial(),
            plan: plan,
            digest: digest,
            connector: connector,
            types: types,
            log: feed.log,
            start: .init(position: progress.start, acceptedBefore: progress.acceptedBeforeStart),
            tracker: ProgressTracker(
                position: progress.position,
                finished: progress.finished,
                counts: counts
            ),
            machine: machine,
            condition: pause == nil ? .running : progress.condition,
            replayedIn: progress.replayedIn,
            replayedFinished: progress.replayedIn - (applied?.waitingReplays[plan.current] ?? 0),
            book: progress.book,
            clock: clock,
            now: now
        )
    }

    /// The limits of users and devices, with what they have had already.
    private func limiter(of plan: Plan, _ ran: Lane?) -> IdentityLimiter? {
        guard let rate = plan.delivery.perIdentity else { return nil }
        if let limiter = ran?.limiter { return limiter.with(rate) }
        return IdentityLimiter(rate: rate, kept: applied?.identityHours[plan.current] ?? [])
    }

    /// Takes up what the partner asked of an earlier run, and leaves it alone for as long as that run may have sent
    /// what the ledger does not know.
    private func restoreHolds(of lane: Lane, _ now: MonotonicInstant) {
        let wall = environment.clock.wall()
        for hold in applied?.holds[lane.name] ?? [] {
            // Those that are over are known too, so that the next commit clears them away.
            lane.keptHolds[hold.identity] = hold.until.milliseconds / 1000
            guard hold.identity != 0, hold.until > wall else { continue }
            lane.limiter?.hold(hold.identity, until: now.advanced(by: hold.until.after(wall)))
        }
        guard lane.limiter != nil, lane.book != nil else { return }
        lane.gate.quietUntil = now.advanced(by: Gate.quiet)
    }

    /// Until when an earlier run was asked to leave the partner of a current alone.
    private func throttle(of current: String, _ now: MonotonicInstant) -> MonotonicInstant? {
        let wall = environment.clock.wall()
        guard let hold = applied?.holds[current]?.first(where: { $0.identity == 0 }), hold.until > wall else {
            return nil
        }
        return now.advanced(by: hold.until.after(wall))
    }

    /// The lane that served the current under another plan in this run.
    private func ran(_ plan: Plan) -> Lane? {
        let stored = applied?.progress[plan.current]
        // By book, because a rename keeps it and a removal ends it; by name only before the first commit.
        return retired.values.first {
            $0.book == nil ? $0.name == plan.current : $0.book == stored?.book
        }
    }

    /// Where a current stands: in memory when it just ran under another plan, else in the ledger, else at its start.
    private func progress(of plan: Plan, _ feed: SourceFeed) -> CurrentProgress {
        let stored = applied?.progress[plan.current]
        if let ran = ran(plan), ran.plan.source.name == plan.source.name {
            retired[ran.name] = nil
            var progress = ran.progress(at: ran.digest)
            progress.current = plan.current
            return progress
        }
        return stored ?? newProgress(of: plan, feed)
    }

    /// Where a removed current stops: at what was accepted when its removal was noticed.
    private func end(of plan: Plan, _ feed: SourceFeed) -> CurrentProgress.End {
        applied?.progress[plan.current]?.end
            ?? CurrentProgress.End(position: feed.books.head, accepted: feed.books.total.accepted)
    }

    /// Where a current begins that has never run.
    func newProgress(of plan: Plan, _ feed: SourceFeed?) -> CurrentProgress {
        CurrentProgress(
            current: plan.current,
            source: plan.source.name,
            start: plan.start == .now ? feed?.books.head ?? 0 : 0,
            acceptedBeforeStart: plan.start == .now ? feed?.books.total.accepted ?? 0 : 0,
            planDigest: ""
        )
    }
}

// MARK: - Sources

extension DeliveryEngine {
    private func open(_ source: SourcePlan, _ state: AppliedState) {
        let running = feeds[source.name]
        guard running?.plan != source else { return }
        if let running { carry(running) }
        // What is in memory is newer than what is stored.
        let stored = running?.state ?? state.sources[source.name]
        let spool = StandardInputSpool(state: environment.state, source: source.name, disk: environment.disk)
        let path = source.kind == .file ? source.path : spool.path
        let log = FileLog(
            path: path,
            segments: stored?.segments.map(LogSegment.init) ?? [],
            disk: environment.disk
        )
        let books = stored.map(SourceBooks.init) ?? SourceBooks()
        let feed = SourceFeed(plan: source, log: log, books: books, types: types, clock: environment.clock)
        feeds[source.name] = feed
        switch source.kind {
        case .file:
            feed.isComplete = !source.isFollowed
            do {
                try refresh(source.name)
            } catch {
                inbox.post(.inputEnded(source: source.name, error as? DiskFailure))
            }
            if mode.isOnce { feed.limit = log.end }
        case .standardInput:
            // The first refresh comes with the first bytes: before that there may be no spool.
            openInputs.insert(source.name)
            startSpool(spool, source.name)
        }
    }

    /// Standard input is read on a thread of its own: reading it blocks.
    private func startSpool(_ spool: StandardInputSpool, _ source: String) {
        let inbox = inbox
        BlockingThread.start {
            do throws(DiskFailure) {
                try spool.prepare()
                try spool.copy(from: 0) { inbox.post(.arrived(source: source, $0)) }
                inbox.post(.inputEnded(source: source, nil))
            } catch {
                inbox.post(.inputEnded(source: source, error))
            }
        }
    }
}

// MARK: - Replays

extension DeliveryEngine {
    /// Takes a dead letter up again, unless it is on its way already.
    func replay(_ letter: DeadLetter, now: MonotonicInstant) {
        guard let lane = lanes.values.first(where: { $0.name == letter.current }), lane.hasRoom,
            lane.replaying[letter.id] == nil, !lane.replayed.contains(letter.id)
        else { return }
        guard let body = letter.body else {
            lane.refuseReplay(letter)
            return
        }
        body.withUnsafeBytes { bytes in
            var scanner = EventScanner(types: types)
            var event = ScannedEvent()
            if scanner.scan(bytes, into: &event) == nil {
                lane.offer(replay: letter, event, line: bytes)
            } else {
                lane.refuseReplay(letter)
            }
        }
        sendSealed(lane, now: now)
    }
}

extension WallInstant {
    /// The time from an earlier moment, a day at the most: what a partner asks for beyond that is not believed.
    fileprivate func after(_ earlier: WallInstant) -> Duration {
        .milliseconds(min(max(milliseconds &- earlier.milliseconds, 0), 86_400_000))
    }
}
