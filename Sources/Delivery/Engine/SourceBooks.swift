import Ledger
import Logs
import Machine

/// How many lines of a source were read and what became of them, as a whole and for each segment of its log, so
/// that each file can be counted again.
struct SourceBooks: Sendable, Hashable {
    /// Lines by what became of them.
    struct Lines: Sendable, Hashable {
        var accepted: Int64 = 0
        var refused: Int64 = 0
        var duplicate: Int64 = 0

        var received: Int64 { accepted + refused + duplicate }
    }

    /// The log position up to which lines were accepted or refused.
    var head: Int64
    /// All lines so far.
    var total: Lines

    /// What `total` was when each segment began, by the segment's base, oldest first.
    private(set) var atStart: [(base: Int64, total: Lines)]

    init(head: Int64 = 0, total: Lines = Lines(), atStart: [(base: Int64, total: Lines)] = []) {
        self.head = head
        self.total = total
        self.atStart = atStart
    }

    /// Notes that the lines counted from now on belong to the segment at `base`.
    mutating func enter(segment base: Int64) {
        guard atStart.last?.base != base else { return }
        atStart.append((base, total))
    }

    /// Events accepted before the log position `base`, which must be the base of a segment or the head.
    func accepted(before base: Int64) -> Int64 {
        atStart.first { $0.base >= base }?.total.accepted ?? total.accepted
    }

    /// The lines of the segment at `base`.
    func lines(ofSegment base: Int64) -> Lines {
        guard let index = atStart.firstIndex(where: { $0.base == base }) else { return Lines() }
        let start = atStart[index].total
        let end = index + 1 < atStart.count ? atStart[index + 1].total : total
        return Lines(
            accepted: end.accepted - start.accepted,
            refused: end.refused - start.refused,
            duplicate: end.duplicate - start.duplicate
        )
    }

    static func == (left: Self, right: Self) -> Bool {
        left.head == right.head && left.total == right.total
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(head)
        hasher.combine(total)
    }
}
