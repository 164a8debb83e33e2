/// What a fault script asks of the partner itself, since only the partner knows how it says such things.
public struct FaultScript: Sendable {
    /// An error in place of the judgement.
    public struct ScriptedError: Sendable, Hashable {
        /// The partner's name for it.
        public var code: String
        /// The status; nil leaves it to the partner.
        public var status: Int?
    }

    /// The whole request fails so, once it is known who asks.
    public var error: ScriptedError?
    /// So many results are made up, or left out when below 0, where a partner answers event by event.
    public var resultsShift = 0
    /// Asked once for each event in turn, with its id, where a partner answers event by event; the error's name, or nil.
    public var entryError: @Sendable (_ id: [UInt8]) -> String? = { _ in nil }

    /// Nothing goes wrong.
    public init() {}
}
