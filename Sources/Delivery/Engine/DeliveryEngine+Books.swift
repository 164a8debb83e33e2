import Ledger
import Logs
import Machine
import Plans

extension DeliveryEngine {
    /// Everything that changed since the last commit, as one transaction.
    func gatherCommit() -> LedgerCommit {
        // What lanes and sources left behind comes first: their successors' entries are newer.
        var commit = carried
        carried = LedgerCommit()
        commit.at = environment.clock.wall()
        for feed in feeds.values where feed.isDirty {
            feed.isDirty = false
            commit.sources.append(feed.state)
            commit.refused += feed.takeRefused()
        }
        commit.currents += booksOfIdleCurrents()
        for lane in lanes.values where lane.isDirty {
            if lane.isHeld { lane.settleAll() }
            lane.isDirty = false
            commit.currents.append(lane.progress(at: lane.digest))
            if let resource = lane.takeResource() { commit.resources.append(resource) }
            if let holds = lane.takeHolds() { commit.holds[lane.name] = holds }
            let hours = lane.limiter?.takeUnsaved(wall: environment.clock.wall()) ?? []
            if !hours.isEmpty { commit.identityHours[lane.name, default: []] += hours }
            let records = lane.takeRecords()
            commit.deadLetters += records.deadLetters
            commit.finishedReplays += records.replays
        }
        return commit
    }

    /// Keeps what a lane that ends has not committed yet.
    func carry(_ lane: Lane) {
        lane.settleAll()
        let records = lane.takeRecords()
        // Without a book and without a plan nothing of it was ever on disk, and nobody would own it.
        guard lane.book != nil || plans.contains(where: { $0.plan.current == lane.name }) else { return }
        carried.currents.append(lane.progress(at: lane.digest))
        carried.deadLetters += records.deadLetters
        carried.finishedReplays += records.replays
        if let resource = lane.takeResource() { carried.resources.append(resource) }
        if let holds = lane.takeHolds() { carried.holds[lane.name] = holds }
        let hours = lane.limiter?.takeUnsaved(wall: environment.clock.wall()) ?? []
        if !hours.isEmpty { carried.identityHours[lane.name, default: []] += hours }
    }

    /// Keeps what a source that is opened anew has not committed yet.
    func carry(_ feed: SourceFeed) {
        carried.sources.append(feed.state)
        carried.refused += feed.takeRefused()
    }

    /// Currents without a lane (disabled, or not servable) have books too: their events are pending.
    private func booksOfIdleCurrents() -> [CurrentProgress] {
        plans.compactMap { planned in
            let name = planned.plan.current
            guard applied?.progress[name] == nil, !hasWaitingStarts,
                !lanes.values.contains(where: { $0.name == name })
            else { return nil }
            let progress = newProgress(of: planned.plan, feeds[planned.plan.source.name])
            applied?.progress[name] = progress
            return progress
        }
    }

    /// Learns from a commit which book each current writes, and notices an apply early.
    func take(_ receipt: CommitReceipt) {
        for lane in lanes.values {
            if let book = receipt.books[lane.name] { lane.book = book }
            if lane.forgetReplayed() { lookForPlansNow() }
        }
        if receipt.planSerial != planSerial { lookForPlansNow() }
        for lane in lanes.values where lane.isDrained && !lane.isDirty { finishDraining(lane) }
    }

    /// A removed current has nothing pending any more: it goes.
    private func finishDraining(_ lane: Lane) {
        let ledger = environment.ledger
        let now = environment.clock.wall()
        let name = lane.name
        Task.detached { _ = try? await ledger.finishDraining(of: name, at: now) }
    }

    /// How the run stands, for people.
    func report() -> RunReport {
        let now = environment.clock.monotonic()
        let currents = plans.map { planned in
            let lane = lanes.values.first { $0.name == planned.plan.current }
            let feed = feeds[planned.plan.source.name]
            let progress = lane.map { $0.progress(at: $0.digest) } ?? applied?.progress[planned.plan.current]
            let shown = progress.map(FateCounts.init) ?? FateCounts()
            let accepted = feed?.books.total.accepted ?? 0
            let total = accepted - (progress?.acceptedBeforeStart ?? 0) + (progress?.replayedIn ?? 0)
            let pending = total - shown.total
            return RunReport.Current(
                name: planned.plan.current,
                partner: planned.plan.partner,
                taken: total,
                counts: shown,
                pending: pending,
                requests: requests[planned.plan.current] ?? 0,
                remainder: pending > 0 ? remainder(planned, lane, now) : nil
            )
        }
        return RunReport(
            currents: currents.sorted { $0.name < $1.name },
            sources: feeds.values.map(sourceReport).sorted { $0.name < $1.name }
        )
    }

    private func rest(of feed: SourceFeed) -> [String] {
        let bytes = feed.end - feed.books.head
        guard bytes > 0, feed.isAtEnd else { return [] }
        return ["\(bytes) bytes behind the last line feed are no whole event yet and were left"]
    }

    private func sourceReport(_ feed: SourceFeed) -> RunReport.Source {
        let total = feed.books.total
        return RunReport.Source(
            name: feed.name,
            received: total.received,
            accepted: total.accepted,
            duplicate: total.duplicate,
            refused: total.refused,
            notices: (notices[feed.name] ?? []) + rest(of: feed),
            isMissing: feed.log.isMissing
        )
    }

    private func remainder(_ planned: PlannedCurrent, _ lane: Lane?, _ now: MonotonicInstant)
        -> RunReport.Remainder
    {
        guard planned.plan.isEnabled else { return .init(reason: "the current is disabled", due: nil) }
        guard let lane else {
            return .init(reason: planned.trouble ?? "the current cannot be served", due: nil)
        }
        if let pause = lane.machine.pause {
            return .init(reason: "\(pause.cause.rawValue): \(pause.failure.detail)", due: nil)
        }
        let due = lane.wakeAt.map { max($0.since(now), .zero) }
        if lane.parked.count > 0, lane.machine.lastFailure == nil {
            let said = lane.parkedFailure.map { " (\($0.detail))" } ?? ""
            let words =
                "\(lane.parked.count) events wait for \(lane.parked.identities) users or devices over a limit\(said)"
            return .init(reason: words, due: due)
        }
        return .init(reason: lane.machine.lastFailure?.detail ?? "the run was stopped", due: due)
    }
}

extension FateCounts {
    init(_ progress: CurrentProgress) {
        self.init()
        delivered = progress.delivered
        filtered = progress.filtered
        deadLettered = progress.deadLettered
    }
}

extension LedgerCommit {
    /// Whether there is nothing to write.
    var isEmpty: Bool {
        sources.isEmpty && currents.isEmpty && deadLetters.isEmpty && refused.isEmpty
            && finishedReplays.isEmpty && resources.isEmpty && identityHours.isEmpty && holds.isEmpty
    }
}

extension CurrentCondition {
    /// The pause to carry over into a new run; none when an operator has ended it since.
    func pause(unlessResumedAt resumed: WallInstant?) -> DeliveryStateMachine.Pause? {
        guard case .paused(let word, let since, let detail) = self else { return nil }
        if let resumed, resumed >= since { return nil }
        // A word this version does not know was written by a newer one; a probe will show what is wrong.
        let cause = PauseCause(rawValue: word) ?? .misconfigured
        return DeliveryStateMachine.Pause(cause: cause, failure: Verdict.Failure(detail), probes: 0)
    }
}

extension LogSegment {
    init(_ stored: SourceSegment) {
        self.init(
            base: stored.base,
            path: stored.path,
            identity: FileIdentity(
                device: stored.device,
                inode: stored.inode,
                fingerprint: stored.fingerprint.reduce(0) { $0 << 8 | UInt64($1) },
                fingerprintLength: stored.fingerprintLength
            ),
            length: stored.length,
            isClosed: stored.isClosed
        )
    }
}

extension SourceBooks {
    init(_ stored: SourceState) {
        var starts: [(base: Int64, total: Lines)] = []
        var sum = Lines()
        for segment in stored.segments {
            starts.append((segment.base, sum))
            sum.accepted += segment.accepted
            sum.refused += segment.refused
            sum.duplicate += segment.duplicate
        }
        self.init(
            head: stored.head,
            total: Lines(accepted: stored.accepted, refused: stored.refused, duplicate: stored.duplicate),
            atStart: starts
        )
    }
}

extension SourceFeed {
    /// The books as they are stored.
    var state: SourceState {
        SourceState(
            name: name,
            segments: log.segments.map { segment in
                let lines = books.lines(ofSegment: segment.base)
                return SourceSegment(
                    base: segment.base,
                    path: segment.path,
                    device: segment.identity.device,
                    inode: segment.identity.inode,
                    fingerprint: (0..<8).map {
                        UInt8(truncatingIfNeeded: segment.identity.fingerprint >> (56 - 8 * $0))
                    },
                    fingerprintLength: segment.identity.fingerprintLength,
                    length: segment.length,
                    isClosed: segment.isClosed,
                    received: lines.received,
                    accepted: lines.accepted,
                    refused: lines.refused,
                    duplicate: lines.duplicate
                )
            },
            received: books.total.received,
            accepted: books.total.accepted,
            duplicate: books.total.duplicate,
            refused: books.total.refused,
            head: books.head
        )
    }
}

extension Lane {
    /// The books as they are stored.
    func progress(at digest: String) -> CurrentProgress {
        var progress = CurrentProgress(
            book: book,
            current: name,
            source: plan.source.name,
            start: start.position,
            acceptedBeforeStart: start.acceptedBefore,
            position: tracker.position,
            finished: tracker.finished,
            delivered: tracker.counts.delivered,
            filtered: tracker.counts.filtered,
            deadLettered: tracker.counts.deadLettered,
            planDigest: digest,
            condition: condition,
            replayedIn: replayedIn,
            end: end
        )
        progress.identities = identitySummary
        return progress
    }
}

extension LogNotice {
    /// The notice for people.
    var words: String {
        switch self {
        case .missing(let path, let reason): "'\(path)' cannot be read: \(reason)"
        case .truncated(let path): "'\(path)' was truncated; what had not been read is gone"
        case .replaced(let path): "'\(path)' is another file now; the one before was read to its end"
        case .lost(let path):
            "'\(path)' is another file now, and the one before is gone with what had not been read"
        }
    }
}
