import Diagnostics
import Plans

/// What people call partners and their regions, and which names they mean by it.
enum PartnerGuess {
    /// The partner that a name means: by its letters, by its title, or by a likely misspelling.
    ///
    /// Vendors put their own name before it ("AWS EventBridge") and products after it ("Amplitude Analytics").
    static func partner(meantBy written: String, among partners: [PartnerRequirements]) -> String? {
        let wanted = letters(written)
        let exact = partners.first { [letters($0.partner), letters($0.title)].contains(wanted) }
        let held = partners.filter { $0.partner.count > 4 && wanted.contains(letters($0.partner)) }
        return exact?.partner ?? (held.count == 1 ? held.first?.partner : nil)
            ?? Suggestion.closest(to: written, among: partners.map(\.partner))
            ?? (webhooks.contains(wanted) && partners.contains { $0.partner == "http" } ? "http" : nil)
    }

    /// The region that a name means: by its letters, by a place, by a part of the world, or by a likely misspelling.
    static func region(meantBy written: String, among names: [String]) -> String? {
        let wanted = letters(written)
        if let name = names.first(where: { letters($0) == wanted }) { return name }
        let place = places.first { wanted.contains($0.place) }?.region
        if let place, names.contains(place) { return place }
        let world = place.map { String($0.prefix(2)) } ?? worlds.first { wanted.hasPrefix($0.word) }?.short
        if let world, let name = names.first(where: { $0.lowercased() == world }) { return name }
        return Suggestion.closest(to: written, among: names)
    }

    private static func letters(_ text: String) -> String {
        String(
            text.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || ("0"..."9").contains($0) }
        )
    }

    /// What people call a receiver of their own.
    private static let webhooks: Set<String> = ["webhook", "webhooks", "rest", "custom", "url"]

    /// Parts of the world as partners shorten them.
    private static let worlds: [(word: String, short: String)] = [
        ("europe", "eu"), ("emea", "eu"), ("eu", "eu"), ("unitedstates", "us"), ("northamerica", "us"),
        ("america", "us"), ("usa", "us"), ("us", "us"), ("india", "in"), ("australia", "au"),
    ]

    /// The places in the names of AWS regions (public listings of "AWS Regions", read 2026-11-21).
    private static let places: [(place: String, region: String)] = [
        ("virginia", "us-east-1"), ("ohio", "us-east-2"), ("california", "us-west-1"),
        ("oregon", "us-west-2"),
        ("frankfurt", "eu-central-1"), ("ireland", "eu-west-1"), ("london", "eu-west-2"),
        ("paris", "eu-west-3"), ("stockholm", "eu-north-1"), ("milan", "eu-south-1"),
        ("tokyo", "ap-northeast-1"), ("seoul", "ap-northeast-2"), ("osaka", "ap-northeast-3"),
        ("singapore", "ap-southeast-1"), ("sydney", "ap-southeast-2"), ("jakarta", "ap-southeast-3"),
        ("mumbai", "ap-south-1"), ("hongkong", "ap-east-1"), ("saopaulo", "sa-east-1"),
        ("capetown", "af-south-1"), ("bahrain", "me-south-1"),
    ]
}
