import Foundation
import Testing

@Suite("init, with the built program")
struct InitTests {
    private func partners(_ bench: Workbench) async throws -> [String] {
        let partners = try await bench.run("partners", "--format", "json").json()["partners"]
        return try #require(partners as? [[String: Any]]).compactMap { $0["partner"] as? String }
    }

    @Test func forEveryPartnerTheWorkspaceIsCleanAndPassesItsTests() async throws {
        let bench = try Workbench()
        let partners = try await partners(bench)
        #expect(!partners.isEmpty)
        for partner in partners {
            let made = try await bench.run("init", partner, "--partner", partner)
            #expect(made.status == 0, "\(made.errors)")
            let valid = try await bench.run("validate", "\(partner)/specs", "--format", "json")
            #expect(valid.output == #"{"diagnostics":[],"allowed":[]}"# + "\n", "\(partner)")
            let tests = try await bench.run("test", "\(partner)/specs")
            #expect(tests.status == 0, "\(tests.output)")
            #expect(tests.output.contains("2 tests, 0 failed"))
            let events = bench.text("\(partner)/events.jsonl")
            #expect(events.split(separator: "\n").count == 5)
        }
    }

    @Test func whatIsWrittenCanBeRehearsed() async throws {
        let bench = try Workbench()
        #expect(try await bench.run("init", "--partner", "http", "--name", "shop").status == 0)
        let result = try await bench.run("rehearse", "specs", "--input", "events.jsonl", "--format", "json")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        let currents = try #require(try result.json()["currents"] as? [[String: Any]])
        #expect(currents.first?["name"] as? String == "shop")
        #expect(currents.first?["delivered"] as? Int == 5)
    }

    @Test func whatExistsIsLeftAloneUnlessForced() async throws {
        let bench = try Workbench()
        try bench.write("mine\n", to: "events.jsonl")
        let refused = try await bench.run("init", "--partner", "http")
        #expect(refused.status == 1)
        #expect(refused.errors.contains("'./events.jsonl' exists"))
        #expect(bench.text("events.jsonl") == "mine\n")
        #expect(bench.text("specs/http.yaml").isEmpty, "nothing is written when one file exists")
        #expect(try await bench.run("init", "--partner", "http", "--force").status == 0)
        #expect(bench.text("events.jsonl") != "mine\n")
    }

    @Test func anUnknownPartnerIsGuessed() async throws {
        let result = try await Workbench().run("init", "--partner", "amplitud")
        #expect(result.status == 1)
        #expect(result.errors.contains("did you mean 'amplitude'?"))
    }

    @Test func aNameThatIsNoneIsWrongUsage() async throws {
        for name in ["Shop", "-a", "tests"] {
            let bench = try Workbench()
            #expect(try await bench.run("init", "--partner", "http", "--name=\(name)").status == 64)
        }
    }
}
