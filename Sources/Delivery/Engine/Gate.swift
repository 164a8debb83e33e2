import Ledger
import Machine

/// What must be in order before a current's requests leave: its credentials exchanged, and what must stand at the
/// partner standing.
///
/// Batches that the state machine has sent wait here meanwhile; one request at a time finds out, for all of them.
struct Gate {
    /// How old a look at a resource may be while requests follow each other.
    static let freshness: Duration = .seconds(5)
    /// After so long without a request the resource is looked at again first.
    static let idleness: Duration = .seconds(1)
    /// Credentials are exchanged again so long before they expire.
    static let margin: Int64 = 300_000
    /// Pages of one listing that are read at the most.
    static let maximumPages = 100
    /// A clock that is wrong by less is not what a partner complains about.
    static let smallestSkew: Int64 = 30_000

    /// What the plan's credentials were exchanged for.
    var session: (credentials: Credentials, expires: WallInstant)?
    /// Batches that wait, in the order they were sent.
    var waiting: [BatchID] = []
    /// Whether the answer decides about a pause and not about batches.
    var isProbing = false
    /// Whether a request is on its way that decides.
    var isBusy = false
    /// When the look was begun that last found the resource active.
    var activeAt: MonotonicInstant?
    /// When the last request left.
    var lastSent: MonotonicInstant?
    /// Pages read of the listing under way.
    var pages = 0
    /// What the partner's clock shows beyond ours, in milliseconds.
    var clockOffset: Int64 = 0
    /// How the resource stands, when that has changed since the last commit.
    var unsaved: PartnerResourceRecord?
    /// Whether the half of the resource's life that passes without anybody making it active has been warned of.
    var hasWarned = false

    /// Whether the exchanged credentials can still be used.
    func hasSession(at now: WallInstant) -> Bool {
        guard let session else { return false }
        return now.milliseconds < session.expires.milliseconds - Self.margin
    }

    /// Whether the resource was active so lately that requests may leave.
    func isFresh(_ now: MonotonicInstant) -> Bool {
        guard let activeAt, now < activeAt.advanced(by: Self.freshness) else { return false }
        guard let lastSent, lastSent > activeAt else { return now < activeAt.advanced(by: Self.idleness) }
        return now < lastSent.advanced(by: Self.idleness)
    }
}
