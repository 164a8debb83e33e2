/// One day of the calendar, in UTC.
public struct CalendarDay: Sendable, Hashable, Comparable {
    /// Days since 1970-01-01.
    public let daysSince1970: Int

    /// The day so many days after 1970-01-01.
    public init(daysSince1970: Int) { self.daysSince1970 = daysSince1970 }

    /// Reads a day of the years 1970 to 9999 written as `2027-03-31`; nil for anything else, 2027-02-30 too.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2] else { return nil }
        let numbers = parts.compactMap { part -> Int? in
            part.reduce(0) { sum, byte in
                guard let sum, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                return sum * 10 + Int(byte - UInt8(ascii: "0"))
            }
        }
        guard numbers.count == 3, numbers[0] >= 1970, (1...12).contains(numbers[1]),
            numbers[2] >= 1, numbers[2] <= Self.days(inMonth: numbers[1], of: numbers[0])
        else { return nil }
        let months = (1..<numbers[1]).reduce(0) { $0 + Self.days(inMonth: $1, of: numbers[0]) }
        daysSince1970 = Self.days(before: numbers[0]) - Self.days(before: 1970) + months + numbers[2] - 1
    }

    /// Orders by time.
    public static func < (left: Self, right: Self) -> Bool { left.daysSince1970 < right.daysSince1970 }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from the beginning of year 1 to the beginning of a year.
    private static func days(before year: Int) -> Int {
        let past = year - 1
        return past * 365 + past / 4 - past / 100 + past / 400
    }
}
