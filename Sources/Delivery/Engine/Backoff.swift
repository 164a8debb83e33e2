public import Machine

/// Exponential back-off with full jitter: a wait is drawn evenly between zero and a ceiling that doubles.
///
/// Full jitter spreads senders that failed together; see "Exponential Backoff And Jitter", AWS Architecture Blog.
public struct Backoff: Sendable, Hashable {
    /// The ceiling after the first failure.
    public var base: Duration
    /// The ceiling never grows beyond this.
    public var cap: Duration

    /// Makes a policy.
    public init(base: Duration = .seconds(1), cap: Duration = .seconds(300)) {
        self.base = base
        self.cap = cap
    }

    /// The ceiling after `failures` failures in a row (at least one).
    public func ceiling(afterFailures failures: Int) -> Duration {
        let base = base.wholeNanoseconds
        let cap = cap.wholeNanoseconds
        let doublings = min(max(failures - 1, 0), 62)
        let (grown, overflow) = base.multipliedReportingOverflow(by: 1 << doublings)
        return .nanoseconds(overflow ? cap : min(grown, cap))
    }

    /// Draws a wait; never shorter than `floor`, which the partner may have asked for.
    public func wait(
        afterFailures failures: Int,
        floor: Duration?,
        random: inout RandomSource
    ) -> Duration {
        let ceiling = ceiling(afterFailures: failures).wholeNanoseconds
        let drawn = Duration.nanoseconds(Int64.random(in: 0...max(ceiling, 0), using: &random))
        return max(drawn, floor ?? .zero)
    }
}
