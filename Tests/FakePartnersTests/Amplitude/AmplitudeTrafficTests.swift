import Testing

@testable import FakePartners

@Suite("Fake Amplitude: traffic")
struct AmplitudeTrafficTests {
    private let good = AmplitudeProject.event("id-1")

    @Test func thirtyEventsInASecondAreTakenAndOneMoreThrottlesTheDevice() throws {
        let project = AmplitudeProject()
        #expect(try project.send(AmplitudeProject.events(30, device: "noisy")).status == 200)
        project.wait(seconds: 0.9)
        let reply = try project.send([good] + AmplitudeProject.events(1, device: "noisy", "f"))
        #expect(
            reply.members == [
                "code": 429, "error": "Too many requests for some devices and users", "eps_threshold": 30,
                "throttled_devices": ["noisy": 31], "throttled_users": [:], "throttled_events": [1],
            ]
        )
        #expect(reply.taken == nil)
    }

    @Test func aSecondLaterTheRateIsFreeAgain() throws {
        let project = AmplitudeProject()
        for round in 0..<5 {
            #expect(try project.send(AmplitudeProject.events(30, device: "noisy", "\(round)-")).status == 200)
            project.wait(seconds: 1)
        }
    }

    @Test func usersAreThrottledToo() throws {
        let project = AmplitudeProject()
        let events = (0..<31).map { AmplitudeProject.event("e\($0)", user: "noisy", device: "device-\($0)") }
        let reply = try project.send([good] + events)
        #expect(reply["throttled_users"] == ["noisy": 31])
        #expect(reply["throttled_devices"] == [:])
        #expect(reply["throttled_events"] == .array((1...31).map { .integer($0) }))
    }

    @Test func theOthersOfARefusedRequestAreNotCounted() throws {
        let project = AmplitudeProject()
        let calm = AmplitudeProject.events(20, device: "quiet", "c")
        #expect(try project.send(calm + AmplitudeProject.events(31, device: "noisy")).status == 429)
        #expect(try project.send(calm).status == 200)
    }

    @Test func aThrottledDeviceStaysSoFor30SecondsHoweverOftenItAsks() throws {
        let project = AmplitudeProject()
        let one = AmplitudeProject.events(1, device: "noisy", "x")
        #expect(try project.send(AmplitudeProject.events(31, device: "noisy")).status == 429)
        project.wait(seconds: 15)
        let reply = try project.send(one)
        #expect(reply["throttled_devices"] == ["noisy": 1])
        project.wait(seconds: 14.999)
        #expect(try project.send(one).status == 429)
        project.wait(seconds: 0.001)
        #expect(try project.send(one).status == 200)
    }

    @Test func thePauseCanBeShortened() throws {
        let project = AmplitudeProject { $0.throttleSeconds = 2 }
        #expect(try project.send(AmplitudeProject.events(31, device: "noisy")).status == 429)
        project.wait(seconds: 2)
        #expect(try project.send(AmplitudeProject.events(1, device: "noisy")).status == 200)
    }

    @Test func batchAveragesOver30SecondsAndPausesFor15() throws {
        let project = AmplitudeProject { $0.batchDeviceRate = 10 }
        #expect(try project.send(AmplitudeProject.events(300, device: "noisy"), to: "/batch").status == 200)
        let one = AmplitudeProject.events(1, device: "noisy", "x")
        project.wait(seconds: 29.999)
        let reply = try project.send(one, to: "/batch")
        #expect(reply.status == 429)
        #expect(reply["eps_threshold"] == 10)
        #expect(reply["throttled_devices"] == ["noisy": 11])
        project.wait(seconds: 14.999)
        #expect(try project.send(one, to: "/batch").status == 429)
        project.wait(seconds: 0.001)
        #expect(try project.send(one, to: "/batch").status == 200)
    }

    @Test func theDocumentedBatchRateIsAThousand() throws {
        let project = AmplitudeProject()
        for round in 0..<15 {
            let events = AmplitudeProject.events(2000, device: "noisy", "\(round)-")
            #expect(try project.send(events, to: "/batch").status == 200)
        }
        #expect(try project.send(AmplitudeProject.events(1, device: "noisy"), to: "/batch").status == 429)
    }

    @Test func theDailyQuotaIsCountedInHoursOverADay() throws {
        let project = AmplitudeProject { $0.dailyQuota = 5 }
        #expect(try project.send(AmplitudeProject.events(5, device: "busy-device")).status == 200)
        let more = [good, AmplitudeProject.event("x", user: nil, device: "busy-device")]
        project.wait(seconds: 23 * 3600)
        let reply = try project.send(more)
        #expect(reply.status == 429)
        #expect(reply["exceeded_daily_quota_devices"] == ["busy-device": 6])
        #expect(reply["exceeded_daily_quota_users"] == nil)
        #expect(reply["throttled_devices"] == [:])
        #expect(reply["throttled_events"] == [])
        project.wait(seconds: 3600)
        #expect(try project.send(more).status == 200)
    }

    @Test func usersHaveADailyQuotaToo() throws {
        let project = AmplitudeProject { $0.dailyQuota = 1 }
        let reply = try project.send([good, AmplitudeProject.event("id-2")])
        #expect(reply["exceeded_daily_quota_users"] == ["user-1": 2])
    }

    @Test func theDocumentedDailyQuotaIsHalfAMillion() {
        #expect(FakeAmplitude.Settings().dailyQuota == 500_000)
    }

    @Test func theProjectRateNamesNobody() throws {
        let project = AmplitudeProject { $0.projectRate = 2 }
        #expect(try project.send([good, AmplitudeProject.event("b", user: "user-2")]).status == 200)
        let reply = try project.send([AmplitudeProject.event("c", user: "user-3")], to: "/batch")
        #expect(reply.members == ["code": 429, "error": "Too many requests"])
        project.wait(seconds: 1)
        #expect(try project.send([AmplitudeProject.event("c", user: "user-3")]).status == 200)
    }

    @Test func aRepeatedInsertIDIsTakenAndNotCountedAgain() throws {
        let project = AmplitudeProject()
        for _ in 0..<2 {
            #expect(try project.send([AmplitudeProject.event("a", device: "device-1")]).taken?.count == 1)
        }
        #expect(try project.ledger()["deduplicated"] == 1)
        #expect(try project.ledger()["counted_twice"] == 0)
    }

    @Test func anInsertIDIsForgottenAfterSevenDays() throws {
        let project = AmplitudeProject()
        _ = try project.send([good])
        project.wait(seconds: 7 * 86_400 - 1)
        _ = try project.send([good])
        #expect(try project.ledger()["deduplicated"] == 1)
        project.wait(seconds: 1)
        _ = try project.send([good])
        #expect(try project.ledger()["deduplicated"] == 1)
        #expect(try project.ledger()["counted_twice"] == 1)
    }

    @Test func anInsertIDBelongsToItsDeviceAndElseToItsUser() throws {
        let project = AmplitudeProject()
        _ = try project.send([AmplitudeProject.event("a", device: "device-1")])
        _ = try project.send([AmplitudeProject.event("a", user: "user-2", device: "device-1")])
        #expect(try project.ledger()["deduplicated"] == 1)
        _ = try project.send([AmplitudeProject.event("a", device: "device-2")])
        _ = try project.send([AmplitudeProject.event("a", user: "user-1")])
        #expect(try project.ledger()["deduplicated"] == 1)
        #expect(try project.ledger()["counted_twice"] == 2)
    }

    @Test func eventsWithoutAnInsertIDAreAllDifferent() throws {
        let project = AmplitudeProject()
        let event = #"{"user_id":"user-1","event_type":"opened"}"#
        let taken = try #require(try project.send([event, event]).taken)
        #expect(Set(taken.map(\.id)).count == 2)
        #expect(try project.ledger()["without_insert_id"] == 2)
    }

    @Test func theLedgerShowsThePeaksBusiestFirst() throws {
        let project = AmplitudeProject()
        _ = try project.send(AmplitudeProject.events(3, device: "device-1") + [good])
        project.wait(seconds: 0.999)
        _ = try project.send(AmplitudeProject.events(2, device: "device-1", "f"), to: "/batch")
        _ = try project.send(AmplitudeProject.events(31, device: "device-2", "g"))
        project.wait(seconds: 1)
        _ = try project.send(AmplitudeProject.events(4, device: "device-1", "h"))
        #expect(
            try project.ledger()["peak_events_per_second"] == [
                "project": 37,
                "devices": [["id": "device-2", "peak": 31], ["id": "device-1", "peak": 5]],
                "users": [["id": "user-1", "peak": 1]],
            ]
        )
    }

    @Test func resetForgetsAllTraffic() throws {
        let project = AmplitudeProject()
        _ = try project.send(AmplitudeProject.events(31, device: "noisy"))
        _ = try project.send([good])
        project.fake.reset()
        #expect(try project.send(AmplitudeProject.events(30, device: "noisy")).status == 200)
        #expect(try project.send([good]).status == 200)
        #expect(try project.ledger()["deduplicated"] == 0)
    }
}
