import Testing

@Suite("Policies, custom events and settings, with the built program")
struct KindCommandTests {
    private func document(_ kind: String, name: String, _ spec: String) -> String {
        "apiVersion: currents/v1\nkind: \(kind)\nmetadata: { name: \(name) }\nspec: \(spec)\n"
    }

    @Test func validateCountsEveryKindThatIsThere() async throws {
        let site = try await Site()
        #expect(try await site.run("validate", "specs").output == "valid: 1 current, 1 source\n")
        let documents = [
            document("CustomEvent", name: "signup", "{ properties: { plan: string } }"),
            document("CustomEvent", name: "purchases", "{ purchase: true, properties: {} }"),
            document("Policy", name: "privacy", "{ regions: { amplitude: [EU] } }"),
            document("Policy", name: "order", "{ forbiddenEvents: [users.messages.sms.Delivery] }"),
        ]
        try site.write(documents.joined(separator: "---\n"), to: "specs/more.yaml")
        try site.write(site.spec(events: "[\"users.behaviors.*\"]"), to: "specs/all.yaml")
        let counted = try await site.run("validate", "specs")
        #expect(
            counted.output == "valid: 1 current, 1 source, 2 custom events, 2 policies\n",
            "\(counted.errors)"
        )
    }

    @Test func aPolicyStopsEveryCommandThatWouldMakeAPlan() async throws {
        let site = try await Site()
        let policy = document("Policy", name: "order", "{ requireLabels: [team] }")
        try site.write(policy, to: "specs/policy.yaml")
        for command in ["validate", "compile", "plan"] {
            let result = try await site.run(command, "specs")
            #expect(result.status == 1)
            #expect((result.output + result.errors).contains("CUR267"))
            #expect((result.output + result.errors).contains("specs/policy.yaml:4"))
        }
    }

    @Test func whereAlertsGoIsNeverShown() async throws {
        let site = try await Site()
        let secret = "T000-s3cret"
        for alert in [
            "[{ webhook: { url: \"ftp://hooks.example.com/\(secret)\" } }]",
            "https://hooks.example.com/\(secret)",
            "[{ webhok: { url: \"https://hooks.example.com/\(secret)\" } }]", "{ webhook: \"\(secret)\" }",
        ] {
            try site.write(document("Workspace", name: "main", "{ alerts: \(alert) }"), to: "specs/main.yaml")
            for format in ["text", "json"] {
                let result = try await site.run("validate", "specs", "--format", format)
                #expect(result.status == 1)
                #expect(!(result.output + result.errors).contains(secret), "\(alert), \(format)")
            }
        }
    }
}
