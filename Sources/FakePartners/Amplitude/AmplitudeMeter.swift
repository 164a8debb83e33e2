/// A device or a user.
enum AmplitudeParty: Hashable, Sendable {
    case device([UInt8])
    case user([UInt8])
}

/// Events counted by when they came; remembers 30 seconds.
struct AmplitudeWindow {
    private var arrivals: [(at: Int64, count: Int)] = []

    /// Events of the last `seconds` seconds.
    func count(seconds: Int, now: Int64) -> Int {
        arrivals.reduce(0) { $1.at > now &- Int64(seconds) * 1000 ? $0 + $1.count : $0 }
    }

    mutating func add(_ count: Int, now: Int64) {
        arrivals.removeAll { $0.at <= now &- 30_000 }
        if let last = arrivals.indices.last, arrivals[last].at == now {
            arrivals[last].count += count
        } else {
            arrivals.append((now, count))
        }
    }
}

/// What is known of one device or one user.
struct AmplitudeMeter {
    /// The most events seen in any one second: those taken, and those of the request just come, taken or not.
    private(set) var peak = 0
    private var windows: [AmplitudeEndpoint: AmplitudeWindow] = [:]
    private var throttledUntil: [AmplitudeEndpoint: Int64] = [:]
    /// Events by hours since 1970.
    private var hours: [Int64: Int] = [:]

    /// Begins to throttle unless that is under way.
    mutating func throttle(at endpoint: AmplitudeEndpoint, until end: Int64, now: Int64) {
        if !isThrottled(at: endpoint, now: now) { throttledUntil[endpoint] = end }
    }

    func isThrottled(at endpoint: AmplitudeEndpoint, now: Int64) -> Bool {
        throttledUntil[endpoint].map { now < $0 } ?? false
    }

    /// Events per second when `offered` more come; averages are rounded up, so that a rate above the limit shows.
    func rate(at endpoint: AmplitudeEndpoint, offered: Int, now: Int64) -> Int {
        let seconds = endpoint.windowSeconds
        let count = (windows[endpoint]?.count(seconds: seconds, now: now) ?? 0) + offered
        return (count + seconds - 1) / seconds
    }

    /// Notes how many events came in one second when `offered` more come.
    mutating func notePeak(offered: Int, now: Int64) {
        let taken = windows.values.reduce(0) { $0 + $1.count(seconds: 1, now: now) }
        peak = max(peak, taken + offered)
    }

    /// Events of the last 24 hours, counted in steps of an hour.
    func today(now: Int64) -> Int {
        let hour = now / 3_600_000
        return hours.reduce(0) { $1.key > hour - 24 ? $0 + $1.value : $0 }
    }

    mutating func take(_ count: Int, at endpoint: AmplitudeEndpoint, now: Int64) {
        windows[endpoint, default: AmplitudeWindow()].add(count, now: now)
        let hour = now / 3_600_000
        if hours[hour] == nil { hours = hours.filter { $0.key > hour - 24 } }
        hours[hour, default: 0] += count
    }
}
