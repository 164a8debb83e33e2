public import Plans

/// Where a current is in its source's log: everything before `position` is terminal, and so is every stretch in
/// `finished` above it.
///
/// What is between is pending, and is read again after a restart.
///
/// Stretches are half-open ranges of log positions. Counters change in the same value as the stretches they belong
/// to, so whoever stores this value stores both or neither.
public struct ProgressTracker: Sendable, Hashable {
    /// The first byte that is not terminal.
    public private(set) var position: Int64
    /// Terminal stretches above `position`: sorted, disjoint, not touching.
    public private(set) var finished: [Range<Int64>]
    /// Events by terminal state.
    public var counts: FateCounts

    /// Starts at a position, with what an earlier run had finished.
    public init(position: Int64, finished: [Range<Int64>] = [], counts: FateCounts = FateCounts()) {
        self.position = position
        self.finished = []
        self.counts = counts
        for stretch in finished { finish(stretch) }
    }

    /// Marks a stretch as terminal; stretches may overlap what is already finished.
    public mutating func finish(_ stretch: Range<Int64>) {
        let lower = max(stretch.lowerBound, position)
        guard lower < stretch.upperBound else { return }
        guard lower > position else {
            position = stretch.upperBound
            absorbFinished()
            return
        }
        insert(lower..<stretch.upperBound)
    }

    /// The end of the finished stretch that holds `position`, or nil when that byte is not terminal.
    public func endOfFinished(at position: Int64) -> Int64? {
        if position < self.position { return self.position }
        let index = firstIndex(endingAfter: position)
        guard index < finished.count, finished[index].lowerBound <= position else { return nil }
        return finished[index].upperBound
    }

    /// The next finished stretch that starts at or after `position`; a reader must stop before it.
    public func nextFinished(from position: Int64) -> Range<Int64>? {
        let index = firstIndex(endingAfter: position)
        return index < finished.count ? finished[index] : nil
    }

    /// The finished stretches, or parts of them, at or after `position`.
    public func stretches(after position: Int64) -> [Range<Int64>] {
        finished[firstIndex(endingAfter: position)...].map { max($0.lowerBound, position)..<$0.upperBound }
    }

    private mutating func absorbFinished() {
        var absorbed = 0
        while absorbed < finished.count, finished[absorbed].lowerBound <= position {
            position = max(position, finished[absorbed].upperBound)
            absorbed += 1
        }
        finished.removeFirst(absorbed)
    }

    private mutating func insert(_ stretch: Range<Int64>) {
        // Merges with every neighbour that overlaps or touches.
        let first = firstIndex(endingAfter: stretch.lowerBound - 1)
        var merged = stretch
        var last = first
        while last < finished.count, finished[last].lowerBound <= merged.upperBound {
            merged =
                min(
                    merged.lowerBound,
                    finished[last].lowerBound
                )..<max(merged.upperBound, finished[last].upperBound)
            last += 1
        }
        finished.replaceSubrange(first..<last, with: CollectionOfOne(merged))
    }

    /// The first stretch whose end lies beyond `position`, by bisection.
    private func firstIndex(endingAfter position: Int64) -> Int {
        var low = 0
        var high = finished.count
        while low < high {
            let middle = (low + high) / 2
            if finished[middle].upperBound <= position { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// How many events have reached each terminal state.
public struct FateCounts: Sendable, Hashable {
    /// Taken by the partner.
    public var delivered: Int64 = 0
    /// Left out on purpose, by reason.
    public var filtered: [FilterReason: Int64] = [:]
    /// Set aside, by reason.
    public var deadLettered: [DeadLetterReason: Int64] = [:]

    /// Starts with nothing.
    public init() {}

    /// Events that are terminal.
    public var total: Int64 { delivered + filtered.values.reduce(0, +) + deadLettered.values.reduce(0, +) }

    /// Counts `events` events of one fate.
    public mutating func add(_ fate: Fate, events: Int64 = 1) {
        switch fate {
        case .delivered: delivered += events
        case .filtered(let reason): filtered[reason, default: 0] += events
        case .deadLettered(let reason): deadLettered[reason, default: 0] += events
        }
    }
}
