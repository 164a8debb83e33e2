/// The text around an example: one source, and one current in which everything is right except what is handed in.
enum ExampleWorkspace {
    /// Lines of a current that no rule reports.
    static let soundSpec = """
        source: events
        partner: http
        endpoint: { url: "https://events.example.com/in" }
        events: [users.messages.email.Open]
        """

    /// Writes a workspace.
    ///
    /// - Parameters:
    ///   - current: Lines below the current's `spec`, without `source`.
    ///   - metadata: The current's metadata in one line.
    ///   - source: The source's `spec` in one line.
    ///   - more: Further documents.
    /// - Returns: YAML text.
    static func text(
        _ current: String,
        metadata: String = "{ name: example }",
        source: String = "{ schema: braze, file: { path: events.jsonl } }",
        more: [String] = []
    ) -> String {
        let documents = [sourceDocument(spec: source), currentDocument(current, metadata: metadata)] + more
        return documents.joined(separator: "---\n")
    }

    /// A workspace whose current delivers these events to the custom HTTP partner.
    static func events(_ events: String) -> String {
        text(
            """
            source: events
            partner: http
            endpoint: { url: "https://events.example.com/in" }
            events: \(events)
            """
        )
    }

    /// A workspace whose current delivers what passes this filter.
    static func filter(_ filter: String, events: String = "[users.messages.email.Open]") -> String {
        text(
            """
            source: events
            partner: http
            endpoint: { url: "https://events.example.com/in" }
            events: \(events)
            filter: \(filter)
            """
        )
    }

    /// A workspace whose current delivers to this endpoint, by the custom HTTP partner.
    static func endpoint(_ endpoint: String) -> String {
        http("endpoint: \(endpoint)")
    }

    /// A workspace with a current for the custom HTTP partner; the lines hold what is left to say.
    static func http(_ lines: String) -> String {
        text("source: events\npartner: http\n\(lines)\nevents: [users.messages.email.Open]")
    }

    /// A workspace with a current for a partner that has regions; the lines hold what is left to say.
    static func amplitude(_ lines: String, events: String = "[users.messages.email.Open]") -> String {
        text("source: events\npartner: amplitude\n\(lines)\nevents: \(events)")
    }

    /// A workspace with a current for a partner with alternative settings; the lines hold what is left to say.
    static func eventBridge(_ lines: String) -> String {
        text(
            """
            source: events
            partner: eventbridge
            region: eu-west-1
            credentials: { accessKeyId: { env: AWS_ACCESS_KEY_ID }, secretAccessKey: { env: AWS_SECRET_ACCESS_KEY } }
            \(lines)
            events: [users.messages.email.Open]
            """
        )
    }

    /// A workspace with a current that takes over a role, which needs a further service; the endpoint is handed in.
    static func assumingRole(_ endpoint: String) -> String {
        eventBridge(
            """
            settings: { busName: events, roleArn: "arn:aws:iam::123456789012:role/currents" }
            endpoint: \(endpoint)
            """
        )
    }

    /// A workspace whose current gives names of its own to events.
    static func eventNames(
        _ names: String,
        events: String = "[users.messages.email.Open, users.messages.email.Send]"
    ) -> String {
        amplitude(
            """
            region: EU
            credentials: { apiKey: { env: AMPLITUDE_API_KEY } }
            settings: { eventNames: { \(names) } }
            """,
            events: events
        )
    }

    /// A workspace with a test of the current, in which everything is right except what is handed in.
    static func test(
        current: String = "example",
        input: String = "{ event_type: users.messages.email.Open, id: a, time: 1 }",
        expect: String = "{ outcome: record }"
    ) -> String {
        let test = """
            apiVersion: currents/v1
            kind: Test
            metadata: { name: example-test }
            spec:
              current: \(current)
              input: \(input)
              expect: \(expect)

            """
        return text(soundSpec, more: [test])
    }

    /// A document of a current of any name that no rule reports.
    static func soundCurrent(metadata: String) -> String { currentDocument(soundSpec, metadata: metadata) }

    /// A source document.
    static func sourceDocument(name: String = "events", spec: String) -> String {
        """
        apiVersion: currents/v1
        kind: Source
        metadata: { name: \(name) }
        spec: \(spec)

        """
    }

    private static func currentDocument(_ spec: String, metadata: String) -> String {
        let lines = spec.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
        return """
            apiVersion: currents/v1
            kind: Current
            metadata: \(metadata)
            spec:
            \(lines)

            """
    }
}
