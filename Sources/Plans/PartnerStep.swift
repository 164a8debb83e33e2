/// What an apply does at a partner beside changing the state, or finds done already.
public struct PartnerStep: Sendable, Hashable, Codable {
    /// What is done.
    public enum Action: String, Sendable, Hashable, Codable {
        /// It is created.
        case create
        /// It was there, has gone, and is created again.
        case recreate
        /// It stands.
        case keep
    }

    /// The current that needs it.
    public var current: String
    /// What is done.
    public var action: Action
    /// What it is: `partner event source`.
    public var kind: String
    /// Its name at the partner.
    public var name: String
    /// How it stood when it was last looked at: a stable word such as `pending`; nil when it never was.
    public var status: String?
    /// Why, or until when, in words.
    public var note: String?

    /// Describes a step.
    public init(
        current: String,
        action: Action,
        kind: String,
        name: String,
        status: String? = nil,
        note: String? = nil
    ) {
        self.current = current
        self.action = action
        self.kind = kind
        self.name = name
        self.status = status
        self.note = note
    }
}

extension ChangeSet {
    /// The changes, their counts and the steps at partners as JSON; see `json`.
    ///
    /// - Parameter steps: What an apply would do at partners; the key `steps` holds them.
    /// - Returns: JSON that ends in a line feed.
    public func json(with steps: [PartnerStep]) -> String {
        let list = (try? CanonicalJSON(encoding: steps)) ?? .array([])
        return String(decoding: report { _ in nil }.setting("steps", to: list).bytes, as: UTF8.self)
    }
}
