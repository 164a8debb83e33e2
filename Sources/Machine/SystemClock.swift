#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The clocks of the machine we run on.
public struct SystemClock: MachineClock {
    /// Makes a clock; all of them agree.
    public init() {}

    /// Reads `CLOCK_MONOTONIC`.
    public func monotonic() -> MonotonicInstant {
        let now = read(CLOCK_MONOTONIC)
        return MonotonicInstant(nanoseconds: Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec))
    }

    /// Reads `CLOCK_REALTIME`.
    public func wall() -> WallInstant {
        let now = read(CLOCK_REALTIME)
        return WallInstant(milliseconds: Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000)
    }

    private func read(_ clock: clockid_t) -> timespec {
        var now = timespec()
        clock_gettime(clock, &now)
        return now
    }
}
