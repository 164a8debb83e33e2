// Machine is the clock, the disk, randomness and secrets as things that can be handed in, and so simulated.

/// A point on a clock that only runs forward and does not survive a restart.
public struct MonotonicInstant: Sendable, Hashable, Comparable {
    /// Nanoseconds since an arbitrary start.
    public var nanoseconds: Int64

    /// Makes an instant.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Orders by time.
    public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

    /// The instant `duration` later; saturates instead of overflowing.
    public func advanced(by duration: Duration) -> Self {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(duration.wholeNanoseconds)
        return Self(nanoseconds: overflow ? .max : sum)
    }

    /// The time from `earlier` to here.
    public func since(_ earlier: Self) -> Duration { .nanoseconds(nanoseconds &- earlier.nanoseconds) }
}

/// A point in calendar time, which may step either way.
public struct WallInstant: Sendable, Hashable, Comparable, Codable {
    /// Milliseconds since 1970-01-01 UTC.
    public var milliseconds: Int64

    /// Makes an instant.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Orders by time.
    public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }
}

/// The two clocks of a machine.
///
/// Delays use the monotonic one; what must outlive a restart uses the wall.
public protocol MachineClock: Sendable {
    /// Now, for delays, back-off, time-outs and rate windows.
    func monotonic() -> MonotonicInstant
    /// Now, for people and for deadlines that outlive a restart.
    func wall() -> WallInstant
}

extension Duration {
    /// The duration in nanoseconds; saturates instead of overflowing.
    public var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        let (sum, overflowed) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return overflowed ? (seconds < 0 ? .min : .max) : sum
    }

    /// The duration in seconds, with a fraction.
    public var inSeconds: Double { Double(wholeNanoseconds) / 1e9 }
}
