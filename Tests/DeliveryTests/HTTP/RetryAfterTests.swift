import Machine
import Testing

@testable import Delivery

@Suite("Retry-After")
struct RetryAfterTests {
    /// Sun, 06 Nov 1994 08:49:37 GMT.
    private static let now = WallInstant(milliseconds: 784_111_777_000)

    @Test(arguments: [("0", 0), ("1", 1), (" 120\t", 120), ("86400", 86_400)])
    func readsSeconds(value: String, seconds: Int) {
        #expect(RetryAfter.delay(value, now: Self.now) == .seconds(seconds))
    }

    @Test(arguments: ["86401", "99999999999999999999999999999999"])
    func cutsLongWaitsToADay(value: String) {
        #expect(RetryAfter.delay(value, now: Self.now) == RetryAfter.maximum)
    }

    @Test(arguments: [
        "Sun, 06 Nov 1994 08:50:37 GMT", "Sunday, 06-Nov-94 08:50:37 GMT", "Sun Nov  6 08:50:37 1994",
    ])
    func readsAllThreeFormsOfDates(value: String) {
        #expect(RetryAfter.delay(value, now: Self.now) == .seconds(60))
    }

    @Test func countsLeapDays() {
        let now = WallInstant(milliseconds: 1_709_164_800_000)  // 2024-02-29 00:00:00
        #expect(RetryAfter.delay("Thu, 29 Feb 2024 00:00:10 GMT", now: now) == .seconds(10))
        #expect(RetryAfter.delay("Fri, 01 Mar 2024 00:00:00 GMT", now: now) == .seconds(86_400))
    }

    @Test func aDateGoneByIsNoWait() {
        #expect(RetryAfter.delay("Sun, 06 Nov 1994 08:49:36 GMT", now: Self.now) == .zero)
    }

    @Test func aFarDateIsCutToADay() {
        #expect(RetryAfter.delay("Fri, 31 Dec 9999 23:59:59 GMT", now: Self.now) == RetryAfter.maximum)
    }

    @Test func aYearOfTwoDigitsIsAtMostFiftyYearsAhead() {
        let now = WallInstant(milliseconds: 1_790_000_000_000)  // 2026
        #expect(RetryAfter.delay("Sunday, 06-Nov-94 08:49:37 GMT", now: now) == .zero)
        #expect(RetryAfter.delay("Sunday, 06-Nov-70 08:49:37 GMT", now: now) == RetryAfter.maximum)
    }

    @Test(arguments: [
        "", " ", "soon", "-1", "1.5", "1 2", "٣", "Sun, 06 Nov 1994 08:49:37",
        "Sun, 30 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:49 GMT", "Xyz, 06 Nov 1994 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET",
    ])
    func givesNothingForJunk(value: String) {
        #expect(RetryAfter.delay(value, now: Self.now) == nil)
    }
}
