import Ledger
import Machine
import Plans
import Testing

@Suite("Events per day")
struct DeliveryRateTests {
    let scratch: StateScratch
    let ledger: Ledger

    init() throws {
        scratch = try StateScratch()
        ledger = try scratch.open()
    }

    private func moment(_ day: Int64, hour: Int64 = 12) -> WallInstant {
        WallInstant(milliseconds: (20_000 + day) * 86_400_000 + hour * 3_600_000)
    }

    /// Commits that `total` events are delivered so far.
    private func deliver(_ total: Int64, on day: Int64) async throws {
        var progress = current(delivered: total)
        progress.book = try await ledger.progress(of: "amplitude")?.book
        let commit = LedgerCommit(
            sources: [source(accepted: 10_000)],
            currents: [progress],
            at: moment(day)
        )
        try await ledger.commit(commit)
    }

    @Test func nothingIsKnownBeforeAWholeDay() async throws {
        #expect(try await ledger.deliveryRates(at: moment(0)).isEmpty)
        try await deliver(100, on: 0)
        #expect(try await ledger.deliveryRates(at: moment(0)).isEmpty)
        #expect(try await ledger.deliveryRates(at: moment(1)).isEmpty, "the first day is no whole one")
    }

    @Test func daysWithoutDeliveriesCount() async throws {
        try await deliver(5_000, on: 0)
        try await deliver(5_010, on: 1)
        try await deliver(5_030, on: 1)
        try await deliver(5_060, on: 3)
        let rates = try await ledger.deliveryRates(at: moment(4))
        #expect(rates == ["amplitude": EventRate(eventsPerDay: 20, days: 3)])
    }

    @Test func onlyTheLastWeekCounts() async throws {
        for day in 0...9 { try await deliver(Int64(day) * Int64(day), on: Int64(day)) }
        let rates = try await ledger.deliveryRates(at: moment(10, hour: 0))
        // 81 − 4 events on days 3 to 9.
        #expect(rates == ["amplitude": EventRate(eventsPerDay: 11, days: 7)])
    }

    @Test func daysLongPastAreForgotten() async throws {
        try await deliver(10, on: 0)
        try await deliver(20, on: 100)
        let rates = try await ledger.deliveryRates(at: moment(101))
        #expect(rates.isEmpty, "day 100 is the first that is known")
    }

    @Test func aCommitWithoutAMomentCountsToNoDay() async throws {
        try await deliver(1, on: 0)
        try await ledger.commit(LedgerCommit(currents: [current(delivered: 50)]))
        #expect(
            try await ledger.deliveryRates(at: moment(2)) == [
                "amplitude": EventRate(eventsPerDay: 0, days: 1)
            ]
        )
    }
}
