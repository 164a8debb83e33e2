import Machine

/// Events that wait by themselves because of their user or device, as places in the log: their bytes are read again.
///
/// Events of one user or device wait in acceptance order, and later ones queue up behind them.
struct ParkedEvents {
    /// One event that waits.
    struct Mark: Sendable, Hashable {
        var position: Int64
        var end: Int64
        var keys: IdentityKeys
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
            var index = marks.count
            while index > first, marks[index - 1].position > mark.position { index -= 1 }
            marks.insert(mark, at: index)
        }
    }

    private var queues: [UInt64: Queue] = [:]
    /// How many events wait.
    private(set) var count = 0
    /// When the next of them may go; nil when none waits.
    private(set) var nextDue: MonotonicInstant?

    /// How many users and devices they belong to.
    var identities: Int { queues.count }

    /// Whether an event must queue up behind others, and behind whose.
    func queue(for keys: IdentityKeys) -> UInt64? {
        guard !queues.isEmpty else { return nil }
        if keys.user != 0, queues[keys.user] != nil { return keys.user }
        return keys.device != 0 && queues[keys.device] != nil ? keys.device : nil
    }

    /// Sets an event apart.
    ///
    /// - Parameters:
    ///   - mark: The event.
    ///   - key: Whom it waits for.
    ///   - until: When it may go at the earliest; nil when it only queues up.
    mutating func park(_ mark: Mark, behind key: UInt64, until: MonotonicInstant?) {
        var queue = queues[key] ?? Queue(due: until ?? MonotonicInstant(nanoseconds: .min))
        queue.insert(mark)
        if let until { queue.due = max(queue.due, until) }
        queues[key] = queue
        count += 1
        nextDue = min(nextDue ?? queue.due, queue.due)
    }

    /// Offers the events that are due, in order, until one is not taken.
    ///
    /// - Parameters:
    ///   - now: The moment.
    ///   - take: Takes an event, or says who keeps it from going; nil means that nothing more can be taken now.
    mutating func release(now: MonotonicInstant, _ take: (Mark) -> Taking?) {
        guard let nextDue, nextDue <= now else { return }
        for key in queues.keys {
            guard var queue = queues.removeValue(forKey: key) else { continue }
            var goesOn = true
            while goesOn, queue.due <= now, let mark = queue.next {
                switch take(mark) {
                case .taken:
                    queue.dropFirst()
                    count -= 1
                case .blocked(let block) where block.key == key:
                    queue.due = block.until
                case .blocked(let block):
                    queue.dropFirst()
                    count -= 1
                    park(mark, behind: block.key, until: block.until)
                case nil:
                    goesOn = false
                }
            }
            if queue.next != nil { queues[key] = queue }
            guard goesOn else { break }
        }
        self.nextDue = queues.values.lazy.map(\.due).min()
    }

    /// What became of an event that was offered.
    enum Taking {
        case taken
        case blocked(IdentityLimiter.Block)
    }
}
