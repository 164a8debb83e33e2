public import Plans

/// What a partner's answer means.
///
/// The connector says it; the engine decides what to do about it.
public enum Verdict: Sendable, Hashable {
    /// Every event of the batch was taken.
    case delivered
    /// One judgement for each event of the batch, in batch order.
    case perEvent([EventVerdict])
    /// Nothing is wrong with the events or with us: try again. Covers "unknown whether taken".
    ///
    /// `retryAfter` is the time the partner asked for, as a floor.
    case transient(Failure, retryAfter: Duration? = nil)
    /// At least one event of the batch is refused, and the answer does not say which one.
    case refused(Failure)
    /// Something between us and the partner refuses the request: because of what one event holds, or because of us.
    case forbidden(Failure)
    /// The request is larger than the partner takes.
    case tooLarge(Failure)
    /// The partner does not accept our credentials.
    case credentialsInvalid(Failure)
    /// The partner's clock and ours differ too much for the signature; the answer's date says by how much.
    case clockSkewed(Failure)
    /// The address or the set-up is wrong; no retry helps until somebody changes it.
    case misconfigured(Failure)

    /// Why an answer was not a success, in words for people.
    public struct Failure: Sendable, Hashable {
        /// The HTTP status, nil when there was no answer.
        public var status: Int?
        /// What happened or what the partner said: one line, whose secrets the engine masks before it cuts it.
        public var detail: String

        /// Describes a failure.
        public init(status: Int? = nil, _ detail: String) {
            self.status = status
            self.detail = detail
        }
    }
}

/// What a partner's answer means for one event.
public enum EventVerdict: Sendable, Hashable {
    /// The partner has it.
    case delivered
    /// The partner could not take it now.
    case retry(Verdict.Failure, retryAfter: Duration? = nil)
    /// The partner will never take it.
    case rejected(DeadLetterReason, Verdict.Failure)
    /// Nothing is wrong with it: others kept the partner from taking it, and it may be sent again at once.
    case again
    /// The partner takes nothing of this user or device for so long; everybody else's events go on.
    case held(HeldIdentity, for: Duration, Verdict.Failure)
    /// The answer is none that the partner documents: tried a few times, then set aside.
    case unclear(Verdict.Failure)
    /// The partner does not let these credentials send it.
    case credentialsInvalid(Verdict.Failure)
}

/// Whose events a partner does not take for a while.
public enum HeldIdentity: Sendable, Hashable {
    case user
    case device
    case both
    /// Nobody else's: the event waits by itself.
    case itself
}

/// Why a current sends nothing until somebody acts.
///
/// The raw values are part of the state format.
public enum PauseCause: String, Sendable, Hashable, Codable {
    /// The partner refuses the credentials.
    case credentialsInvalid = "credentials_invalid"
    /// The address or set-up is wrong (a redirect, for example).
    case misconfigured
    /// Fifty different events in a row were refused with the same code: it is the current, not the events.
    case rejectingEverything = "rejecting_everything"
    /// What must stand at the partner waits for the customer to make it active.
    case pendingAssociation = "pending_association"
    /// What must stand at the partner is gone; `apply` creates it again.
    case needsRecreate = "needs_recreate"
    /// A secret cannot be loaded on this machine.
    case credentialsMissing = "credentials_missing"
    /// An operator said so.
    case operatorPaused = "operator"
}
