import Events
public import Ledger
import Logs
public import Machine
import Plans

/// Recomputes the books from what is on disk and compares them with what the ledger says.
///
/// Counters are never taken on trust: each file of a source is read again up to where it was accepted, and each
/// current's terminal stretches are counted event by event. A file that is gone cannot be counted again, which is
/// a note and not a mismatch.
public struct LedgerVerification: Sendable {
    /// What was found.
    public struct Result: Sendable, Hashable {
        /// Where the books and the disk disagree; empty when they close.
        public var mismatches: [String] = []
        /// What could not be counted again.
        public var notes: [String] = []
    }

    private let ledger: Ledger
    private let disk: any Disk
    private let types: TypeTable

    /// Prepares a verification.
    ///
    /// - Parameters:
    ///   - ledger: The books to check.
    ///   - knownTypes: The event types of the glossary.
    ///   - disk: Where sources are read.
    public init(ledger: Ledger, knownTypes: [String], disk: any Disk = SystemDisk()) {
        self.ledger = ledger
        self.disk = disk
        self.types = TypeTable(names: knownTypes)
    }

    /// Reads everything again.
    ///
    /// - Throws: `LedgerProblem` when the ledger cannot be read.
    public func run() async throws -> Result {
        var result = Result()
        result.mismatches = try await ledger.checkIdentities()
        var sources: [String: SourceState] = [:]
        for progress in try await ledger.allProgress() {
            if sources[progress.source] == nil {
                guard let state = try await ledger.sourceState(named: progress.source) else { continue }
                sources[progress.source] = state
                recount(state, &result)
            }
            guard let state = sources[progress.source] else { continue }
            try await recount(progress, state, &result)
        }
        return result
    }

    private func log(of state: SourceState) -> FileLog {
        FileLog(
            path: state.segments.last?.path ?? "",
            segments: state.segments.map(LogSegment.init),
            disk: disk
        )
    }

    private func recount(_ state: SourceState, _ result: inout Result) {
        let log = log(of: state)
        for segment in state.segments where segment.length > 0 {
            guard let found = count(segment.base..<segment.base + segment.length, in: log, selection: nil)
            else {
                result.notes.append(
                    "source '\(state.name)': '\(segment.path)' is gone or changed and cannot be counted again"
                )
                continue
            }
            compare("source '\(state.name)', accepted", found.accepted, segment.accepted, &result)
            compare("source '\(state.name)', refused", found.refused, segment.refused, &result)
        }
        let sum = state.segments.reduce(Int64(0)) { $0 + $1.received }
        compare("source '\(state.name)', received by segment", sum, state.received, &result)
    }

    private func recount(_ progress: CurrentProgress, _ state: SourceState, _ result: inout Result)
        async throws
    {
        let log = log(of: state)
        let selection = try await onlyPlan(of: progress).map { EventSelection(plan: $0, types: types) }
        var found = Count()
        var stretches = progress.finished
        if progress.position > progress.start { stretches.insert(progress.start..<progress.position, at: 0) }
        for stretch in stretches {
            guard let count = count(stretch, in: log, selection: selection) else {
                result.notes.append(
                    "current '\(progress.current)': some of what it has read is gone and cannot be counted again"
                )
                return
            }
            found.accepted += count.accepted
            found.notSelected += count.notSelected
        }
        let replayed =
            progress.replayedIn - (try await ledger.countOfPendingReplays(current: progress.current))
        compare(
            "current '\(progress.current)', terminal",
            found.accepted,
            progress.terminal - replayed,
            &result
        )
        guard selection != nil, replayed == 0 else { return }
        let filtered = progress.filtered.filter { $0.key != .noIdentity }.values.reduce(0, +)
        compare("current '\(progress.current)', filtered by the spec", found.notSelected, filtered, &result)
    }

    /// The plan the current has always had; nil when it had others, so that selection cannot be counted again.
    private func onlyPlan(of progress: CurrentProgress) async throws -> Plan? {
        let records = try await ledger.planRecords(of: progress.current, limit: .max)
        guard Set(records.map(\.digest)).count == 1, let json = records.first?.json else { return nil }
        return try? PlanFile(reading: Array(json.utf8)).plan
    }

    private func compare(_ what: String, _ found: Int64, _ recorded: Int64, _ result: inout Result) {
        guard found != recorded else { return }
        result.mismatches.append("\(what): the ledger says \(recorded), counting again gives \(found)")
    }

    private struct Count {
        var accepted: Int64 = 0
        var refused: Int64 = 0
        var notSelected: Int64 = 0
    }

    /// Counts the lines of a stretch, or nil when its bytes are gone.
    private func count(_ stretch: Range<Int64>, in log: FileLog, selection: EventSelection?) -> Count? {
        var count = Count()
        var scanner = EventScanner(types: types)
        var event = ScannedEvent()
        let reader = LineReader(log: log, position: stretch.lowerBound)
        do {
            while reader.position < stretch.upperBound {
                guard let line = try reader.next(before: stretch.upperBound, takesRest: true) else {
                    return nil
                }
                let bytes = EventScanner.trimmed(line.bytes)
                if line.isTooLong {
                    count.refused += 1
                } else if bytes.isEmpty {
                    continue
                } else if scanner.scan(bytes, into: &event) != nil {
                    count.refused += 1
                } else {
                    count.accepted += 1
                    if let selection, selection.judge(event, line: bytes) != nil { count.notSelected += 1 }
                }
            }
        } catch {
            return nil
        }
        return count
    }
}
