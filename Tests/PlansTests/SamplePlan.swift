import Plans

/// A plan in which every part is used.
func samplePlan(_ name: String = "mail", change: (inout Plan) -> Void = { _ in }) -> Plan {
    var plan = Plan(
        current: name,
        owner: "data@example.com",
        labels: ["env": "prod", "a/b": "é \"quoted\" \\ \n"],
        source: SourcePlan(name: "events", kind: .file, path: "in/events.jsonl", isFollowed: true),
        partner: "http",
        mappingVersion: 1,
        endpoint: EndpointPlan(url: "https://events.example.com/in?x=1", allow: [.loopback, .plaintext]),
        credentials: ["bearerToken": .environment("TOKEN"), "other": .file("/run/secret")],
        settings: ["preset": .text("braze"), "size": .integer(-5), "strict": .boolean(true)],
        glossary: GlossaryStamp(release: "10", digest: "sha256:00"),
        events: [
            SelectedEvent(type: "users.messages.email.Open", shape: "0011"),
            SelectedEvent(type: "users.messages.email.Send", name: "Send", shape: "0022"),
        ],
        customEvents: ["signup"],
        leftOut: [LeftOutEvent(type: "users.UserOrphan", reason: "only storage partners receive it")],
        delivery: DeliveryPlan(
            inFlight: 4,
            batchEvents: 100,
            batchBytes: 4_194_304,
            requestTimeoutMilliseconds: 30_000,
            credentialGraceSeconds: 172_800,
            onExpiry: .deadLetter
        )
    )
    change(&plan)
    return plan
}
