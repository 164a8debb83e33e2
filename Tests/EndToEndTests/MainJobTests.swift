import Foundation
import Testing

@Suite("The main job, with the built program")
struct MainJobTests {
    @Test func specsBecomeDeliveries() async throws {
        let site = try await Site()
        try site.writeEvents((0..<250).map { "e\($0)" })
        #expect(try await site.run("validate", "specs").status == 0)
        #expect(try await site.run("plan", "specs", "--detailed-exitcode").status == 2)
        try await site.apply()
        #expect(try await site.run("plan", "specs", "--detailed-exitcode").status == 0)
        let run = try await site.run("run", "--once")
        #expect(run.status == 0, "\(run.errors)")
        #expect(site.taken.count == 250)
        #expect(site.taken.values.allSatisfy { $0 == 1 })
        #expect(
            try await site.books() == [
                "in": 250, "delivered": 250, "filtered": 0, "deadLettered": 0, "pending": 0,
            ]
        )
    }

    @Test func eventsArriveByteForByte() async throws {
        let site = try await Site()
        let event =
            #"{ "time":1,"id" : "a\u0062c","event_type":"users.messages.email.Open","user":{},"properties":{"x":1.0,"y":1e400,"z":9007199254740993,"w":"é😀\/"} }"#
        try site.write("  \(event)\r\n", to: "events.jsonl")
        try await site.apply()
        #expect(try await site.run("run", "--once").status == 0)
        let preview = try await site.run(
            "preview",
            "specs",
            "--current",
            "demo",
            "--input",
            "events.jsonl",
            "--format",
            "json"
        )
        #expect(preview.output.contains(event), "the record is the event's own bytes")
        #expect(site.taken.count == 1)
    }

    @Test func wrongCredentialsKeepEventsAndEndWithThree() async throws {
        let site = try await Site(token: "anotherToken")
        try site.writeEvents((0..<30).map { "e\($0)" })
        let apply = try await site.run("apply", "specs", "--auto-approve")
        #expect(apply.status == 0)
        #expect(apply.errors.contains("warning: current 'demo'"), "the probe's failure is a warning")
        let run = try await site.run("run", "--once")
        #expect(run.status == 3)
        #expect(run.output.contains("credentials_invalid"))
        #expect(try await site.books()["pending"] == 30)
        for text in [apply.output, apply.errors, run.output, run.errors] {
            #expect(!text.contains(Site.token))
        }
    }

    @Test func secretsAreNowhereInTheState() async throws {
        let site = try await Site()
        try site.writeEvents(["a"])
        try await site.apply()
        try await site.run("run", "--once")
        let state = URL(fileURLWithPath: site.folder).appendingPathComponent(".currents")
        for name in try FileManager.default.contentsOfDirectory(atPath: state.path) {
            let bytes = try? Data(contentsOf: state.appendingPathComponent(name))
            #expect(bytes?.range(of: Data(Site.token.utf8)) == nil, "\(name)")
        }
    }

    @Test func standardInputIsDeliveredToItsEnd() async throws {
        let site = try await Site()
        try site.write(site.spec(source: "-"), to: "specs/all.yaml")
        try await site.apply()
        let input = (0..<40).map { Site.event("s\($0)") }.joined(separator: "\n")
        #expect(try await site.run("run", "--once", input: input).status == 0)
        #expect(site.taken.count == 40)
        #expect(try await site.run("run", "--once", input: Site.event("late")).status == 0)
        #expect(site.taken.count == 41)
        #expect(try await site.books()["delivered"] == 41)
    }

    @Test func aMissingSourceIsAnErrorOfItsOwn() async throws {
        let site = try await Site()
        try await site.apply()
        let run = try await site.run("run", "--once")
        #expect(run.status == 74)
        #expect(run.errors.contains("CUR620"))
    }

    @Test func aSecondRunnerIsRefused() async throws {
        let site = try await Site(faults: ["hang first=1000"])
        try site.writeEvents(["a"])
        try await site.apply()
        try site.write(
            site.spec().replacing("events.jsonl\" }", with: "events.jsonl\", follow: true }"),
            to: "specs/all.yaml"
        )
        try await site.apply()
        let first = try site.start("run")
        let deadline = ContinuousClock.now + .seconds(30)
        while try await site.accepted() < 1, ContinuousClock.now < deadline {}
        let second = try await site.run("run", "--once", "--wait", "0")
        #expect(second.status == 74)
        #expect(second.errors.contains("in use by another runner"))
        first.kill()
        _ = try await first.wait()
    }

    @Test func aRunEndsOnTheFirstSignalWithWhatIsLeft() async throws {
        let site = try await Site(faults: ["status=503"])
        try site.writeEvents(["a", "b"])
        try site.write(
            site.spec().replacing("events.jsonl\" }", with: "events.jsonl\", follow: true }"),
            to: "specs/all.yaml"
        )
        try await site.apply()
        let run = try site.start("run")
        let deadline = ContinuousClock.now + .seconds(30)
        while try await site.accepted() < 2, ContinuousClock.now < deadline {}
        run.terminate()
        let result = try await run.wait()
        #expect(result.status == 3, "\(result.errors)")
        #expect(try await site.books()["pending"] == 2)
    }
}

@Suite("Killed anywhere, with the built program")
struct KillTests {
    @Test(arguments: 0..<6)
    func nothingIsLostAndTheBooksClose(seed: Int) async throws {
        let site = try await Site(faults: ["reset-after every=7", "status=503 every=11"])
        let count = 3_000
        try site.writeEvents((0..<count).map { "e\($0)" })
        try await site.apply()
        // Each run is killed once the partner has taken some more, so that kills fall all over the work.
        for step in 1...3 {
            let run = try site.start("run", "--once", "--wait", "120")
            let target = min(count - 1, (seed * 137 + step * 701) % count)
            while run.isRunning, site.taken.values.reduce(0, +) < target {
                try await Task.sleep(for: .milliseconds(2))
            }
            run.kill()
            _ = try await run.wait()
        }
        let last = try await site.run("run", "--once", "--wait", "120")
        #expect(last.status == 0, "\(last.errors)")
        #expect(site.taken.count == count)
        #expect(try await site.books()["delivered"] == count)
    }
}
