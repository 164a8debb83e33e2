extension Glossary {
    /// The two glossary pages of the vendor's documentation, each a group of the event types it carries.
    private static let documentedGroups = ["customer-behavior", "message-engagement"]

    /// Every group name, sorted.
    ///
    /// A group is either one of the vendor's two glossary pages, `customer-behavior` and
    /// `message-engagement`, holding the event types documented there, or a category: `agent`, `behavior`,
    /// `campaign`, `canvas`, `message`, `user`. An event type is in one category and on at most one page.
    public static var groupNames: [String] {
        (documentedGroups + EventType.Category.allCases.map(\.rawValue)).sorted { $0.precedesInBytes($1) }
    }

    /// The event types of a group, sorted by name, deprecated ones included; nil when there is no such group.
    public func types(inGroup group: String) -> [EventType]? {
        guard Self.groupNames.contains(where: { $0.hasBytes(of: group) }) else { return nil }
        if Self.documentedGroups.contains(group) { return eventTypes.filter { $0.documentedIn == group } }
        return eventTypes.filter { $0.category.rawValue == group }
    }

    /// The names of all families, such as `email` and `canvas.exit`, sorted, each once.
    public var families: [String] {
        Set(eventTypes.map(\.family)).sorted { $0.precedesInBytes($1) }
    }
}
