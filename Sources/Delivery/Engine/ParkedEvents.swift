import Machine

/// Events that wait by themselves because of their user or device, as places in the log: their bytes are read again.
///
/// Events of one user (of one device when there is no user) wait in acceptance order, and later ones queue up behind
/// them. Whose turn comes first goes first.
struct ParkedEvents {
    /// One event that waits.
    struct Mark: Sendable, Hashable {
        var position: Int64
        var end: Int64
        var keys: IdentityKeys
    }

    /// What became of an event that was offered.
    enum Taking {
        case taken
        /// It may not go before this moment.
        case blocked(until: MonotonicInstant)
    }

    private struct Queue {
        var marks: [Mark] = []
        var first = 0
        var due: MonotonicInstant

        var next: Mark? { first < marks.count ? marks[first] : nil }

        mutating func dropFirst() {
            first += 1
            guard first > 1024, first * 2 > marks.count else { return }
            marks.removeFirst(first)
            first = 0
        }

        /// Keeps the order of the log; nearly always the mark is the last.
        mutating func insert(_ mark: Mark) {
            guard let last = marks.last, marks.count > first, last.position > mark.position else {
                marks.append(mark)
                return
            }
            var low = first
            var high = marks.count
            while low < high {
                let middle = (low + high) / 2
                if marks[middle].position > mark.position { high = middle } else { low = middle + 1 }
            }
            marks.insert(mark, at: low)
        }
    }

    private var queues: [UInt64: Queue] = [:]
    /// Every queue stands in it with its due moment; a queue whose moment has moved stands in it more than once.
    private var turns = DueHeap()
    /// How many events wait.
    private(set) var count = 0

    /// How many users and devices they belong to.
    var identities: Int { queues.count }

    /// When the next of them may go; nil when none waits.
    var nextDue: MonotonicInstant? { turns.first?.due }

    /// Whether an event must queue up behind others of its user or device.
    func holds(_ key: UInt64) -> Bool { !queues.isEmpty && queues[key] != nil }

    /// Sets an event apart.
    ///
    /// - Parameters:
    ///   - mark: The event.
    ///   - key: Whose queue it joins.
    ///   - until: When it may go at the earliest; nil when it only queues up.
    mutating func park(_ mark: Mark, behind key: UInt64, until: MonotonicInstant?) {
        let due = until ?? MonotonicInstant(nanoseconds: .min)
        let before = queues[key]?.due
        // In place: a queue may be long, and a copy of it for each event would be too much.
        queues[key, default: Queue(due: due)].insert(mark)
        count += 1
        guard before == nil || due > before ?? due else { return }
        queues[key]?.due = due
        turns.insert(due, key)
        dropStaleTurns()
    }

    /// Offers the events that are due, in order, until one is not taken.
    ///
    /// - Parameters:
    ///   - now: The moment.
    ///   - take: Takes an event, or says until when it may not go; nil means that nothing more can be taken now.
    mutating func release(now: MonotonicInstant, _ take: (Mark) throws -> Taking?) rethrows {
        while let turn = turns.first, turn.due <= now {
            var blockedUntil: MonotonicInstant?
            while blockedUntil == nil, let mark = queues[turn.key]?.next {
                switch try take(mark) {
                case .taken:
                    queues[turn.key]?.dropFirst()
                    count -= 1
                case .blocked(let until):
                    blockedUntil = until
                case nil:
                    return
                }
            }
            turns.removeFirst()
            if let blockedUntil {
                queues[turn.key]?.due = blockedUntil
                turns.insert(blockedUntil, turn.key)
            } else {
                queues[turn.key] = nil
            }
            dropStaleTurns()
        }
    }

    private mutating func dropStaleTurns() {
        while let turn = turns.first, queues[turn.key]?.due != turn.due { turns.removeFirst() }
    }
}

/// Whose turn comes when: a binary heap.
private struct DueHeap {
    struct Turn {
        var due: MonotonicInstant
        var key: UInt64

        func isBefore(_ other: Turn) -> Bool { due == other.due ? key < other.key : due < other.due }
    }

    private var turns: [Turn] = []

    var first: Turn? { turns.first }

    mutating func insert(_ due: MonotonicInstant, _ key: UInt64) {
        turns.append(Turn(due: due, key: key))
        var child = turns.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard turns[child].isBefore(turns[parent]) else { return }
            turns.swapAt(child, parent)
            child = parent
        }
    }

    mutating func removeFirst() {
        guard let last = turns.popLast(), !turns.isEmpty else { return }
        turns[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < turns.count {
                if turns[child].isBefore(turns[least]) { least = child }
            }
            guard least != parent else { return }
            turns.swapAt(least, parent)
            parent = least
        }
    }
}
