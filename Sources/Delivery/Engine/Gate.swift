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
    /// Credentials are exchanged again so long before they expire, or at half of their life when that is shorter.
    static let margin: Int64 = 300_000
    /// Pages of one listing that are read at the most.
    static let maximumPages = 100
    /// How long a new run leaves a partner alone that limits what a user may send in a second.
    static let quiet: Duration = .milliseconds(1100)

    /// What the plan's credentials were exchanged for.
    var session: (credentials: Credentials, renewAt: WallInstant)?
    /// Batches that wait, in the order they were sent.
    var waiting: [BatchID] = []
    /// Whether the answer decides about a pause and not about batches.
    var isProbing = false
    /// Whether something is on its way that decides: credentials, or a request.
    var isBusy = false
    /// Whether credentials have to be loaded anew before anything leaves.
    var mustLoad = false
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
    /// Before this nothing leaves: a run that was just ended may have sent what no ledger has heard of.
    var quietUntil: MonotonicInstant?
    /// Whether the half of the resource's life that passes without anybody making it active has been warned of.
    var hasWarned = false

    /// Takes credentials that were exchanged just now; false when they have no life left.
    mutating func take(_ credentials: Credentials, expires: WallInstant, at now: WallInstant) -> Bool {
        let life = expires.milliseconds &- now.milliseconds
        guard life > 0 else { return false }
        let renewAt = expires.milliseconds &- min(Self.margin, life / 2)
        session = (credentials, WallInstant(milliseconds: renewAt))
        return true
    }

    /// Whether the exchanged credentials can still be used.
    func hasSession(at now: WallInstant) -> Bool {
        guard let session else { return false }
        return now < session.renewAt
    }

    /// Whether the resource was active so lately that requests may leave.
    func isFresh(_ now: MonotonicInstant) -> Bool {
        guard let activeAt, now < activeAt.advanced(by: Self.freshness) else { return false }
        guard let lastSent, lastSent > activeAt else { return now < activeAt.advanced(by: Self.idleness) }
        return now < lastSent.advanced(by: Self.idleness)
    }
}
