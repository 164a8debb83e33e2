import Specs
import Testing

@testable import Planning

@Suite("The defaults that the language declares") struct LanguageDefaultsTests {
    @Test func areThoseOfPlans() throws {
        let spec = try #require(Language.kinds.first { $0.name == "Current" }).spec
        guard case .object(let delivery) = spec["delivery"]?.shape else {
            Issue.record("'delivery' is a mapping")
            return
        }
        #expect(delivery["inFlight"]?.fallback == "\(DeliveryResolution.usualInFlight)")
        #expect(delivery["requestTimeout"]?.fallback == "30s")
        #expect(DeliveryResolution.usualRequestTimeout == .seconds(30))
    }
}
