import Testing

@testable import Planning

@Suite("What partners and regions are called") struct PartnerGuessTests {
    @Test(arguments: [
        ("Event Bridge", "eventbridge"), ("EventBridge", "eventbridge"), ("AWS EventBridge", "eventbridge"),
        ("aws-eventbridge", "eventbridge"), ("amazon_eventbridge", "eventbridge"),
        ("Amazon EventBridge", "eventbridge"), ("evntbridge", "eventbridge"), ("HTTP", "http"),
        ("https", "http"), ("custom-http", "http"), ("webhook", "http"), ("Amplitude", "amplitude"),
        ("Amplitude Analytics", "amplitude"), ("amplitud", "amplitude"),
    ])
    func aPartner(written: String, partner: String) {
        #expect(PartnerGuess.partner(meantBy: written, among: TestPartners.all) == partner)
    }

    @Test(arguments: ["kafka", "", "x"]) func noPartner(written: String) {
        #expect(PartnerGuess.partner(meantBy: written, among: TestPartners.all) == nil)
    }

    @Test(arguments: [
        ("eu", "EU"), ("Europe", "EU"), ("EU (Frankfurt)", "EU"), ("eu-central-1", "EU"), ("Ireland", "EU"),
        ("us", "US"), ("USA", "US"), ("United States", "US"), ("us-east-1", "US"), ("UE", "EU"),
    ])
    func aRegionOfTwo(written: String, region: String) {
        #expect(PartnerGuess.region(meantBy: written, among: ["US", "EU"]) == region)
    }

    @Test(arguments: [
        ("us-east1", "us-east-1"), ("US_EAST_1", "us-east-1"), ("EU (Frankfurt)", "eu-central-1"),
        ("eu-central1", "eu-central-1"), ("US East (N. Virginia)", "us-east-1"), ("eu-wst-1", "eu-west-1"),
    ])
    func aRegionOfMany(written: String, region: String) {
        let names = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"]
        #expect(PartnerGuess.region(meantBy: written, among: names) == region)
    }

    @Test(arguments: ["Mars", "", "eu"]) func noRegion(written: String) {
        #expect(
            PartnerGuess.region(meantBy: written, among: ["us-east-1", "eu-west-1", "eu-central-1"]) == nil
        )
    }
}
