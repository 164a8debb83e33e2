import Machine

extension HTTPResponse {
    /// A clock that is wrong by less, in milliseconds, is not what a partner complains about.
    private static let smallestSkew: UInt64 = 30_000

    /// What the partner's clock shows beyond ours, in milliseconds, by the `Date` of its answer.
    ///
    /// - Parameters:
    ///   - now: Our clock.
    ///   - known: What was known before; an answer that says much the same is about something else than the clock.
    /// - Returns: Nil when the answer has no date, or one that explains nothing.
    func clockOffset(at now: WallInstant, beyond known: Int64) -> Int64? {
        guard let date = header("date").flatMap({ HTTPDate.milliseconds($0, now: now) }) else { return nil }
        let offset = date &- now.milliseconds
        return (offset &- known).magnitude >= Self.smallestSkew ? offset : nil
    }
}
