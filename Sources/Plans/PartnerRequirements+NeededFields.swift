extension PartnerRequirements {
    /// A field that a partner needs, which no mapping may take away.
    public struct NeededField: Sendable, Hashable {
        /// Paths in the source event of which at least one must leave.
        public var anyOf: [String]
        /// The event types it is about; nil for all.
        public var events: [String]?
        /// Whether a hash of the value serves as well as the value.
        public var mayBeHashed: Bool
        /// What it is needed for, and who says so.
        public var purpose: Sourced<String>

        /// Declares a needed field.
        public init(
            _ anyOf: [String],
            of events: [String]? = nil,
            mayBeHashed: Bool = false,
            for purpose: Sourced<String>
        ) {
            self.anyOf = anyOf
            self.events = events
            self.mayBeHashed = mayBeHashed
            self.purpose = purpose
        }

        /// Whether events of a type must carry it.
        public func isNeeded(by type: String) -> Bool { events?.contains(type) ?? true }
    }

    /// What every partner needs, because without it the runner could not keep its books.
    public static let neededByAll = [
        NeededField(
            ["event_type"],
            for: Sourced(
                "tells what happened",
                source: "event glossary: every event has its type, read 2026-11-20"
            )
        ),
        NeededField(
            ["id"],
            for: Sourced("tells the event from every other one", source: "the ledger's identity of an event")
        ),
    ]
}
