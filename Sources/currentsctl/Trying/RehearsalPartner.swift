import FakePartners
import Foundation
import Plans

/// A simulated partner set up so that it takes what one plan sends, and checks everything else.
enum RehearsalPartner {
    /// The partners that can be simulated, sorted.
    static let names = ["amplitude", "eventbridge", "http"]

    /// The partner of a plan; nil when none of that name can be simulated.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - secrets: The secrets it will send, by credential name.
    /// - Returns: A partner to be served.
    static func of(_ plan: Plan, secrets: [String: String]) -> (any FakePartner)? {
        switch plan.partner {
        case "amplitude": amplitude(plan, secrets)
        case "eventbridge": eventBridge(plan, secrets)
        case "http": FakeHTTP(token: secrets["bearerToken"])
        default: nil
        }
    }

    /// Credentials that only make sense together with others that nobody can make up.
    static func isMadeUp(_ credential: String, for partner: String) -> Bool {
        // A made-up key that lasts has no session; a token for it would be refused.
        !(partner == "eventbridge" && credential == "sessionToken")
    }

    private static func amplitude(_ plan: Plan, _ secrets: [String: String]) -> FakeAmplitude {
        var settings = FakeAmplitude.Settings()
        if let key = secrets["apiKey"] { settings.apiKey = key }
        // A spec that says more has an agreement with Amplitude, which the simulated one honours.
        if case .integer(let rate)? = plan.settings["eventsPerSecond"] {
            settings.deviceRate = max(settings.deviceRate, rate)
            settings.batchDeviceRate = max(settings.batchDeviceRate, rate)
        }
        if case .integer(let quota)? = plan.settings["eventsPerDay"] {
            settings.dailyQuota = max(settings.dailyQuota, quota)
        }
        return FakeAmplitude(settings: settings) { Int64(Date().timeIntervalSince1970 * 1000) }
    }

    private static func eventBridge(_ plan: Plan, _ secrets: [String: String]) -> FakeEventBridge {
        var settings = FakeEventBridge.Settings()
        if let id = secrets["accessKeyId"] { settings.accessKeyID = id }
        if let secret = secrets["secretAccessKey"] { settings.secretAccessKey = secret }
        if let region = plan.region { settings.region = region }
        settings.associatesAtOnce = true
        if let bus = plan.settings["busName"]?.text {
            settings.buses = [bus.split(separator: "/").last.map(String.init) ?? bus]
        }
        if let role = plan.settings["roleArn"]?.text {
            let word = plan.settings["externalId"]?.text.map { ":\($0)" } ?? ""
            settings.roles = [FakeEventBridge.Role(role + word)].compactMap { $0 }
        }
        return FakeEventBridge(settings: settings) { Date().timeIntervalSince1970 }
    }
}
