public import Plans

// What goes into the state machine and what comes out of it.

extension DeliveryStateMachine {
    /// The numbers a plan decides, and those the reliability contract fixes.
    public struct Configuration: Sendable, Hashable {
        /// Requests in flight at the most.
        public var inFlight: Int
        /// Whether a batch waits until every earlier one is terminal.
        public var isOrdered: Bool
        /// How waits grow.
        public var backoff: Backoff
        /// How often a paused current asks whether the cause is gone: the first and the longest interval.
        public var probe: Backoff
        /// How often it asks whether somebody has made a resource active: a cheap question that people wait for.
        public var resourceProbe = Backoff(base: .seconds(4), cap: .seconds(60))
        /// After so many different events in a row refused with one code, the current is at fault, not the events.
        public var refusalsBeforePause: Int
        /// How often an event is sent whose answer is none that the partner documents.
        public var unclearAttempts = 6
        /// Requests refused because of named events, after which the rest is divided instead of sent as a whole.
        public var roundsBeforeDividing = 3

        /// Makes a configuration with the contract's numbers.
        public init(
            inFlight: Int,
            isOrdered: Bool = false,
            backoff: Backoff = Backoff(),
            probe: Backoff = Backoff(base: .seconds(60), cap: .seconds(900)),
            refusalsBeforePause: Int = 50
        ) {
            self.inFlight = isOrdered ? 1 : max(inFlight, 1)
            self.isOrdered = isOrdered
            self.backoff = backoff
            self.probe = probe
            self.refusalsBeforePause = refusalsBeforePause
        }
    }

    /// What can happen.
    public enum Input: Sendable, Hashable {
        /// A batch of `events` events is complete and waits for its first attempt.
        case sealed(BatchID, events: Int)
        /// The attempt of a batch ended.
        case answered(BatchID, Verdict)
        /// A probe ended; nil means that the cause of the pause is gone.
        case probeAnswered(PauseCause?, Verdict.Failure)
        /// A batch was not sent as it is: a verdict on each event, `again` for those that may leave at once.
        case withheld(BatchID, [EventVerdict])
        /// A batch was not sent, because something outside of it is not as it must be.
        case blocked(BatchID, PauseCause, Verdict.Failure)
        /// An operator wants the current to go on.
        case resume
        /// Time has passed.
        case tick
    }

    /// What to do.
    public enum Effect: Sendable, Hashable {
        /// Send the batch, with credentials loaded anew if so said.
        case send(BatchID, reloadingCredentials: Bool)
        /// Ask the partner whether the cause of the pause is gone.
        case probe
        /// Replace a batch by several, each holding the events at these indexes of the old one.
        case split(BatchID, into: [Part])
        /// These events of the batch (indexes) have reached their fate; the batch is gone when all have.
        case finish(BatchID, events: Events, Fate, Verdict.Failure?)
        /// These events of the batch wait by themselves, because the partner takes nothing of their user or device.
        case park(BatchID, [ParkedEvent], Verdict.Failure)
        /// Send nothing until the cause is gone.
        case pause(PauseCause, Verdict.Failure)
        /// The cause is gone.
        case unpause
    }

    /// One part of a split batch.
    public struct Part: Sendable, Hashable {
        /// The new batch.
        public var id: BatchID
        /// Indexes into the old batch, ascending.
        public var events: [Int]
        /// Whether one of them is at fault and nobody knows which: they must not be mixed with others again.
        public var isSuspect = false
    }

    /// One event that is set apart for a while.
    public struct ParkedEvent: Sendable, Hashable {
        /// Index into the batch.
        public var index: Int
        /// Whose events the partner does not take.
        public var identity: HeldIdentity
        /// For how long.
        public var wait: Duration

        /// Describes an event that is set apart.
        public init(index: Int, identity: HeldIdentity, wait: Duration) {
            self.index = index
            self.identity = identity
            self.wait = wait
        }
    }

    /// Which events of a batch.
    public enum Events: Sendable, Hashable {
        case all
        case some([Int])
    }

    /// Why and since when nothing is sent.
    public struct Pause: Sendable, Hashable {
        /// What is wrong.
        public var cause: PauseCause
        /// In words.
        public var failure: Verdict.Failure
        /// Probes sent since.
        public var probes: Int

        /// Describes a pause.
        public init(cause: PauseCause, failure: Verdict.Failure, probes: Int = 0) {
            self.cause = cause
            self.failure = failure
            self.probes = probes
        }
    }
}
