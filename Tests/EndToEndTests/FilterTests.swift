import Foundation
import Testing

@Suite("Filters, with the built program")
struct FilterTests {
    private static let filter =
        #"  filter: { properties: { campaign_name: [{ anything-but: { prefix: "test-" } }] } }"#

    private static func event(_ id: String, _ campaign: String?) -> String {
        let name = campaign.map { #""campaign_name":"\#($0)""# } ?? ""
        return
            #"{"event_type":"users.messages.email.Open","id":"\#(id)","time":1,"user":{},"properties":{\#(name)}}"#
    }

    @Test func onlyWhatPassesIsDelivered() async throws {
        let site = try await Site()
        try site.write(
            site.spec(events: "[users.messages.email.Open]", extra: Self.filter),
            to: "specs/all.yaml"
        )
        let lines = [
            Self.event("live", "spring"), Self.event("test", "test-1"),
            Self.event("escaped", #"t\u0065st-2"#),
            Self.event("none", nil),
        ]
        try site.write(lines.map { $0 + "\n" }.joined(), to: "events.jsonl")
        try await site.apply()
        #expect(try await site.run("run", "--once").status == 0)
        #expect(site.taken == ["live": 1])
        let books = try await site.books()
        #expect(books["filtered"] == 3)
        #expect(books["delivered"] == 1)
        #expect(try await site.run("ledger", "--verify").status == 0)
    }

    @Test func previewSaysWhichConditionFailed() async throws {
        let site = try await Site()
        try site.write(
            site.spec(events: "[users.messages.email.Open]", extra: Self.filter),
            to: "specs/all.yaml"
        )
        try site.write(Self.event("test", "test-1"), to: "input.jsonl")
        let result = try await site.run("preview", "specs", "--current", "demo", "--input", "input.jsonl")
        #expect(result.output.contains("not_selected"), "\(result.output)")
        #expect(
            result.output.contains(
                #"the filter asks for properties.campaign_name: [{"anything-but":{"prefix":"test-"}}]"#
            ),
            "\(result.output)"
        )
    }
}
