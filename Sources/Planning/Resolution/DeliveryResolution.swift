import Diagnostics
import Plans
import Specs

/// Limits and waiting times: what the spec says, else what the partner says, else a default.
enum DeliveryResolution {
    /// What `spec.delivery` may hold, whoever the partner is.
    enum Bounds {
        static let inFlight = 1...256
        static let requestTimeout: ClosedRange<Duration> = .seconds(1) ... .seconds(600)
        static let credentialGrace: ClosedRange<Duration> = .zero ... .seconds(30 * 86_400)
    }

    /// Requests in flight when a spec does not say.
    static let usualInFlight = 4
    /// The size of a body for partners that publish no limit: large enough for a full batch of usual events.
    static let usualBatchBytes = 4 * 1024 * 1024
    /// The total time of a request when a spec does not say.
    static let usualRequestTimeout = Duration.seconds(30)

    /// How a current delivers.
    ///
    /// - Parameters:
    ///   - spec: What the spec says.
    ///   - partner: What the partner requires.
    ///   - settings: The current's settings, fallbacks filled in; some replace a partner's limit.
    /// - Returns: The delivery part of a plan.
    static func delivery(
        of spec: DeliverySpec,
        for partner: PartnerRequirements,
        settings: [String: SettingValue]
    ) -> DeliveryPlan {
        let limits = partner.limits(for: settings)
        let timeout = spec.requestTimeout?.value ?? usualRequestTimeout
        let grace = spec.credentialGrace?.value ?? partner.credentialGrace.value
        return DeliveryPlan(
            ordering: spec.ordering.flatMap { DeliveryPlan.Ordering(rawValue: $0.value) }
                ?? DeliveryPlan.Ordering.none,
            inFlight: spec.inFlight?.value ?? usualInFlight,
            batchEvents: spec.batchEvents?.value ?? limits.eventsPerRequest.value,
            batchBytes: limits.bytesPerRequest?.value ?? usualBatchBytes,
            recordBytes: limits.bytesPerRecord?.value,
            requestTimeoutMilliseconds: milliseconds(timeout),
            credentialGraceSeconds: milliseconds(grace) / 1000,
            onExpiry: spec.onExpiry.flatMap { DeliveryPlan.OnExpiry(rawValue: $0.value) } ?? .deadLetter,
            perIdentity: limits.perIdentity.map { rate($0, settings) }
        )
    }

    private static func rate(
        _ limit: PartnerRequirements.IdentityRate,
        _ settings: [String: SettingValue]
    ) -> DeliveryPlan.IdentityRate {
        DeliveryPlan.IdentityRate(
            eventsPerSecond: settings[limit.rateSetting]?.integer ?? limit.eventsPerSecond.value,
            eventsPerDay: settings[limit.quotaSetting]?.integer ?? limit.eventsPerDay?.value
        )
    }

    /// Rules bound durations well below what could overflow; the clamp keeps even unchecked ones from trapping.
    private static func milliseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = min(max(duration, .zero), .seconds(365 * 86_400)).components
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
