public import Machine

/// Something at the partner that must stand and be active before events may be sent, and that `apply` creates.
///
/// Somebody else has a part in it: the partner's customer makes it active. While it is not, events wait.
public protocol PartnerResource: Sendable {
    /// What it is, for people: `partner event source`.
    var kind: String { get }
    /// Its name at the partner.
    var name: String { get }
    /// Where at the partner it stands, such as account and region: names are unique there only.
    var place: String { get }
    /// What a person has to do for it to become active, as one sentence.
    var howToActivate: String { get }

    /// The request that creates it.
    func creation(credentials: Credentials, at moment: WallInstant) -> HTTPRequest
    /// What the answer to `creation` means.
    func outcome(ofCreation answer: PartnerAnswer) -> CreationOutcome

    /// The request that looks at its state; `page` is what the answer before asked to be sent.
    func look(page: String?, credentials: Credentials, at moment: WallInstant) -> HTTPRequest
    /// What the answer to `look` means.
    func sighting(in answer: PartnerAnswer) -> Sighting
}

/// What an attempt to create a resource ended with.
public enum CreationOutcome: Sendable, Hashable {
    /// It stands now.
    case created
    /// It stood before; whether it is ours and active, a look tells.
    case existed
    /// It does not stand; never `delivered` or `perEvent`.
    case failed(Verdict)
}

/// What a look at a resource ended with.
public enum Sighting: Sendable, Hashable {
    /// This is its state.
    case state(PartnerResourceState)
    /// Not on this page; the next one is asked for with this word.
    case nextPage(String)
    /// No state could be read; never `delivered` or `perEvent`.
    case failed(Verdict)
}

/// How a resource stands at the partner.
public struct PartnerResourceState: Sendable, Hashable {
    /// What can be done with it.
    ///
    /// The raw values are part of the state format.
    public enum Status: String, Sendable, Hashable {
        /// It waits for the customer; what is sent now is lost at the partner.
        case pending
        /// It takes events.
        case active
        /// It was deleted or has expired, and must be created again.
        case deleted
        /// The partner does not know it.
        case missing
    }

    /// What can be done with it.
    public var status: Status
    /// When it was created, as the partner says.
    public var created: WallInstant?
    /// When it goes by itself if nobody makes it active, as the partner says.
    public var expires: WallInstant?

    /// Describes a state.
    public init(_ status: Status, created: WallInstant? = nil, expires: WallInstant? = nil) {
        self.status = status
        self.created = created
        self.expires = expires
    }
}
