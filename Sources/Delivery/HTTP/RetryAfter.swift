public import Machine

/// The `Retry-After` header field: how long a partner asks us to stay away.
public enum RetryAfter {
    /// The longest wait that is honoured; longer ones are cut to it.
    public static let maximum: Duration = .seconds(24 * 3600)

    /// The wait a field value asks for, from 0 to `maximum`; nil when it is neither seconds nor an HTTP date.
    ///
    /// - Parameters:
    ///   - value: The field value as received.
    ///   - now: The wall clock, from which a date is counted; a date gone by gives zero.
    /// - Returns: The wait, or nil for junk.
    /// - Source: RFC 9110, 10.2.3 and 5.6.7 (all three date forms).
    public static func delay(_ value: String, now: WallInstant) -> Duration? {
        let text = value.utf8.drop { $0 == 0x20 || $0 == 0x09 }
        var bytes = Array(text)
        while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
        guard !bytes.isEmpty else { return nil }
        if bytes.allSatisfy({ (0x30...0x39).contains($0) }) { return seconds(bytes) }
        guard let date = HTTPDate.milliseconds(String(decoding: bytes, as: UTF8.self), now: now) else {
            return nil
        }
        let (difference, overflow) = date.subtractingReportingOverflow(now.milliseconds)
        guard !overflow else { return date < now.milliseconds ? .zero : maximum }
        return min(max(.milliseconds(difference), .zero), maximum)
    }

    private static func seconds(_ digits: [UInt8]) -> Duration {
        var sum = 0
        for digit in digits {
            sum = sum * 10 + Int(digit - 0x30)
            if sum > 24 * 3600 { return maximum }
        }
        return .seconds(sum)
    }
}

/// Dates as HTTP writes them.
enum HTTPDate {
    /// Milliseconds since 1970-01-01 UTC of an HTTP date in any of its three forms; nil for anything else.
    static func milliseconds(_ text: String, now: WallInstant) -> Int64? {
        let words = text.split(whereSeparator: { $0 == " " || $0 == "-" || $0 == "," }).map(String.init)
        // Sun, 06 Nov 1994 08:49:37 GMT · Sunday, 06-Nov-94 08:49:37 GMT · Sun Nov  6 08:49:37 1994
        switch words.count {
        case 6 where words[5] == "GMT" && isWeekday(words[0]):
            guard let year = year(words[3], now: now) else { return nil }
            return instant(year: year, month: words[2], day: words[1], time: words[4])
        case 5 where isWeekday(words[0]):
            guard let year = number(words[4], digits: 4...4) else { return nil }
            return instant(year: year, month: words[1], day: words[2], time: words[3])
        default:
            return nil
        }
    }

    private static func instant(year: Int, month: String, day: String, time: String) -> Int64? {
        guard let monthIndex = months.firstIndex(of: month), let day = number(day, digits: 1...2) else {
            return nil
        }
        let clock = time.split(separator: ":", omittingEmptySubsequences: false)
            .map { number(String($0), digits: 2...2) }
        guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2],
            hour < 24, minute < 60, second <= 60, day >= 1,
            day <= daysIn(month: monthIndex + 1, year: year)
        else { return nil }
        let days = daysSince1970(year: year, month: monthIndex + 1, day: day)
        return Int64(days * 86_400 + hour * 3600 + minute * 60 + second) * 1000
    }

    /// A year of four digits, or of two: then the one that is at most 50 years ahead of now.
    private static func year(_ text: String, now: WallInstant) -> Int? {
        if let year = number(text, digits: 4...4) { return year }
        guard let short = number(text, digits: 2...2) else { return nil }
        // The mean length of a year is exact enough to choose a century.
        let current = 1970 + Int(now.milliseconds / 31_556_952_000)
        let year = current - current % 100 + short
        return year > current + 50 ? year - 100 : year
    }

    private static func number(_ text: String, digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    private static func isWeekday(_ text: String) -> Bool {
        weekdays.contains { $0 == text || $0.prefix(3) == text }
    }

    private static func daysIn(month: Int, year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Counts from March, so that the leap day is the last of its year.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let weekdays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
}
