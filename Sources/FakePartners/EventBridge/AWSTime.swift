/// The forms of time on the wire; all are whole seconds since 1970, in UTC.
enum AWSTime {
    /// Reads the basic form, `20150830T123600Z`; nil for anything else.
    static func seconds(basic text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z") else {
            return nil
        }
        func number(_ range: Range<Int>) -> Int64? {
            bytes[range].allSatisfy { (0x30...0x39).contains($0) }
                ? bytes[range].reduce(0) { $0 * 10 + Int64($1) - 0x30 } : nil
        }
        guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8),
            let hour = number(9..<11), let minute = number(11..<13), let second = number(13..<15),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60
        else { return nil }
        return daysSince1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
    }

    /// Writes the basic form, as `20150830T123600Z`.
    static func basic(_ seconds: Int64) -> String {
        let parts = Parts(seconds)
        return "\(parts.padded(parts.year, 4))\(parts.padded(parts.month))\(parts.padded(parts.day))T"
            + "\(parts.padded(parts.hour))\(parts.padded(parts.minute))\(parts.padded(parts.second))Z"
    }

    /// Writes the extended form, as `2015-08-30T12:36:00Z`.
    static func extended(_ seconds: Int64) -> String {
        let parts = Parts(seconds)
        return "\(parts.padded(parts.year, 4))-\(parts.padded(parts.month))-\(parts.padded(parts.day))T"
            + "\(parts.clock)Z"
    }

    /// Writes the form of HTTP, as `Sun, 30 Aug 2015 12:36:00 GMT`.
    static func http(_ seconds: Int64) -> String {
        let parts = Parts(seconds)
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let weekday = weekdays[Int(floorModulo(parts.days, 7))]
        return "\(weekday), \(parts.padded(parts.day)) \(months[Int(parts.month) - 1]) "
            + "\(parts.padded(parts.year, 4)) \(parts.clock) GMT"
    }

    private struct Parts {
        var days, year, month, day, hour, minute, second: Int64

        init(_ seconds: Int64) {
            // The year 9999, and 0000: what four digits can say.
            let seconds = min(max(seconds, -62_167_219_200), 253_402_300_799)
            days = floorDivide(seconds, 86_400)
            let rest = floorModulo(seconds, 86_400)
            (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
            // Years are counted from March, so that the leap day comes last.
            let shifted = days + 719_468
            let era = floorDivide(shifted, 146_097)
            let dayOfEra = floorModulo(shifted, 146_097)
            let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
            let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
            let monthFromMarch = (5 * dayOfYear + 2) / 153
            day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
            month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
            year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        }

        var clock: String { "\(padded(hour)):\(padded(minute)):\(padded(second))" }

        func padded(_ number: Int64, _ width: Int = 2) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(width - digits.count, 0)) + digits
        }
    }

    private static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = floorDivide(year, 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let yearOfEra = year - era * 400
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

private func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
    number >= 0 ? number / divisor : -((-number + divisor - 1) / divisor)
}

private func floorModulo(_ number: Int64, _ divisor: Int64) -> Int64 {
    number - floorDivide(number, divisor) * divisor
}
