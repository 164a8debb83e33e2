extension PartnerRequirements {
    /// What one request and one event may hold.
    public struct Limits: Sendable, Hashable {
        /// Events in one request at the most.
        public var eventsPerRequest: Sourced<Int>
        /// Bytes of all records of one request at the most, as the partner counts them; nil when the partner publishes none.
        public var bytesPerRequest: Sourced<Int>?
        /// Bytes of one mapped record at the most; nil when the partner publishes none.
        public var bytesPerRecord: Sourced<Int>?
        /// What one user or device may send; nil when the partner publishes none.
        public var perIdentity: IdentityRate?

        /// Declares limits.
        public init(
            eventsPerRequest: Sourced<Int>,
            bytesPerRequest: Sourced<Int>? = nil,
            bytesPerRecord: Sourced<Int>? = nil,
            perIdentity: IdentityRate? = nil
        ) {
            self.eventsPerRequest = eventsPerRequest
            self.bytesPerRequest = bytesPerRequest
            self.bytesPerRecord = bytesPerRecord
            self.perIdentity = perIdentity
        }
    }

    /// What one user, and one device, may send.
    ///
    /// Ceilings, not targets: the engine stays below them, and what is above waits without holding up anybody else.
    public struct IdentityRate: Sendable, Hashable {
        /// Events in any second.
        public var eventsPerSecond: Sourced<Int>
        /// Events in any 24 hours; nil when there is no such limit.
        public var eventsPerDay: Sourced<Int>?
        /// The setting that replaces `eventsPerSecond`.
        public var rateSetting: String
        /// The setting that replaces `eventsPerDay`.
        public var quotaSetting: String

        /// Declares a rate.
        public init(
            eventsPerSecond: Sourced<Int>,
            eventsPerDay: Sourced<Int>? = nil,
            rateSetting: String = "eventsPerSecond",
            quotaSetting: String = "eventsPerDay"
        ) {
            self.eventsPerSecond = eventsPerSecond
            self.eventsPerDay = eventsPerDay
            self.rateSetting = rateSetting
            self.quotaSetting = quotaSetting
        }
    }

    /// A service of the partner beside the one that takes events, such as a token service.
    public struct Service: Sendable, Hashable {
        /// The key below `spec.endpoint.services`, and in `Region.services`.
        public var name: String
        /// What it is for, for people.
        public var summary: String
        /// The setting that makes it needed; nil when it always is.
        public var companion: String?

        /// Declares a service.
        public init(_ name: String, _ summary: String, companion: String? = nil) {
            self.name = name
            self.summary = summary
            self.companion = companion
        }
    }
}
