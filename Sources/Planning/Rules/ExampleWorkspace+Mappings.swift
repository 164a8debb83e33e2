extension ExampleWorkspace {
    /// A workspace whose current has one entry of mappings.
    ///
    /// - Parameters:
    ///   - entry: The entry in one line, such as `{ remove: [properties.ip_pool] }`; or several with their dashes.
    ///   - events: What the current delivers.
    ///   - more: Further lines of its spec.
    /// - Returns: YAML text.
    static func mapping(
        _ entry: String,
        events: String = "[users.messages.email.Open]",
        more: String = ""
    ) -> String {
        let entries = entry.hasPrefix("-") ? entry : "- " + entry
        return text(
            """
            source: events
            partner: http
            endpoint: { url: "https://events.example.com/in" }
            events: \(events)
            mappings:
            \(entries)
            \(more)
            """
        )
    }
}
