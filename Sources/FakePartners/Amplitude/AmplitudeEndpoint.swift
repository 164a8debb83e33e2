/// One of Amplitude's two ways in, and its limits.
///
/// - Source: Amplitude documentation, "HTTP V2 API" and "Batch Event Upload API", read 2026-11-20.
enum AmplitudeEndpoint: String, Sendable, Hashable, CaseIterable {
    case httpV2 = "/2/httpapi"
    case batch = "/batch"

    /// HTTP V2 takes bodies under 1 MB, batch upload bodies up to 20 MB; a megabyte is the smaller of its two meanings.
    var maximumBodyBytes: Int { self == .httpV2 ? 999_999 : 20_000_000 }

    /// HTTP V2 takes fewer than 2000 events, batch upload up to 2000.
    var maximumEvents: Int { self == .httpV2 ? 1999 : 2000 }

    /// Whether an answer names only the first wrong event of each field.
    var namesFirstOnly: Bool { self == .httpV2 }

    /// The seconds over which a rate is averaged.
    ///
    /// HTTP V2 speaks of "a recent time window"; one second is the strictest.
    var windowSeconds: Int { self == .httpV2 ? 1 : 30 }

    /// How long a sender is asked to wait after a 429.
    var pauseSeconds: Int { self == .httpV2 ? 30 : 15 }

    /// Events per second for one device or user.
    func deviceRate(in settings: FakeAmplitude.Settings) -> Int {
        self == .httpV2 ? settings.deviceRate : settings.batchDeviceRate
    }
}
