public import Machine
public import Plans

/// What has become of the wish to deliver a dead letter after all.
public enum ReplayState: Sendable, Hashable {
    /// Nobody has asked.
    case none
    /// Asked for; the runner takes it up.
    case requested
    /// It came to an end: `delivered`, `filtered` or `dead_lettered`.
    case finished(outcome: String)
    /// The current was removed before the runner took it up.
    case closed
}

/// An event that was set aside.
public struct DeadLetter: Sendable, Hashable {
    /// Its number; later letters have greater ones.
    public var id: Int64
    /// The current it was set aside by.
    public var current: String
    /// The bytes of the event's id.
    public var eventID: [UInt8]
    /// The event's type; empty when it has none.
    public var eventType: String
    /// Where it starts in its source.
    public var position: Int64
    /// How many bytes it has there.
    public var length: Int64
    /// Why it was set aside.
    public var reason: DeadLetterReason
    /// The partner's words or our own, free of secrets.
    public var detail: String
    /// The HTTP status of the refusal, when there was one.
    public var status: Int?
    /// The event as received; nil when only a tombstone is kept.
    public var body: [UInt8]?
    /// When it was set aside.
    public var at: WallInstant
    /// Whether it is to be, or was, delivered after all.
    public var replay: ReplayState
    /// The letter whose replay ended in this one.
    public var replayOf: Int64?
    /// How many events the entry stands for; more than one only where a stretch of a source is gone.
    public var events: Int64
}

/// A dead letter that is being committed.
public struct NewDeadLetter: Sendable, Hashable {
    /// The current that sets it aside.
    public var current: String
    /// The bytes of the event's id.
    public var eventID: [UInt8]
    /// The event's type; empty when it has none.
    public var eventType: String
    /// Where it starts in its source.
    public var position: Int64
    /// How many bytes it has there.
    public var length: Int64
    /// Why it is set aside.
    public var reason: DeadLetterReason
    /// The partner's words or our own; the caller has removed secrets.
    public var detail: String
    /// The HTTP status of the refusal, when there was one.
    public var status: Int?
    /// The event as received; nil keeps only a tombstone.
    public var body: [UInt8]?
    /// When it is set aside.
    public var at: WallInstant
    /// The letter whose replay ended in this one.
    public var replayOf: Int64?
    /// How many events the entry stands for; more than one only where a stretch of a source is gone.
    public var events: Int64

    /// Describes a letter.
    public init(
        current: String,
        eventID: [UInt8],
        eventType: String,
        position: Int64,
        length: Int64,
        reason: DeadLetterReason,
        detail: String,
        status: Int? = nil,
        body: [UInt8]? = nil,
        at: WallInstant,
        replayOf: Int64? = nil,
        events: Int64 = 1
    ) {
        self.current = current
        self.eventID = eventID
        self.eventType = eventType
        self.position = position
        self.length = length
        self.reason = reason
        self.detail = detail
        self.status = status
        self.body = body
        self.at = at
        self.replayOf = replayOf
        self.events = events
    }
}
