extension ExampleWorkspace {
    /// A workspace with a sound current for a partner with regions, and a policy; the policy's `spec` is handed in.
    static func policy(
        _ policy: String,
        region: String = "EU",
        events: String = "[users.messages.email.Open]",
        metadata: String = "{ name: example }",
        lines: String = ""
    ) -> String {
        text(
            """
            source: events
            partner: amplitude
            region: \(region)
            credentials: { apiKey: { env: AMPLITUDE_API_KEY } }
            events: \(events)
            \(lines)
            """,
            metadata: metadata,
            more: [document("Policy", name: "privacy", spec: policy)]
        )
    }

    /// A workspace whose current delivers custom events of some names, and declarations of custom events.
    static func customEvents(
        _ names: String,
        declaring declarations: [String],
        include: String = "[users.behaviors.CustomEvent]"
    ) -> String {
        let documents = declarations.enumerated().map { index, spec in
            document("CustomEvent", name: "declaration-\(index + 1)", spec: spec)
        }
        return text(
            """
            source: events
            partner: http
            endpoint: { url: "https://events.example.com/in" }
            events: { include: \(include)\(names.isEmpty ? "" : ", customEvents: \(names)") }
            """,
            more: documents
        )
    }

    /// A sound workspace with documents of kind Workspace; their `spec`s are handed in.
    static func runner(_ settings: [String]) -> String {
        text(
            soundSpec,
            more: settings.enumerated().map { document("Workspace", name: "main-\($0 + 1)", spec: $1) }
        )
    }

    /// A document of any kind, its `spec` in one line.
    static func document(_ kind: String, name: String, spec: String) -> String {
        """
        apiVersion: currents/v1
        kind: \(kind)
        metadata: { name: \(name) }
        spec: \(spec)

        """
    }
}
