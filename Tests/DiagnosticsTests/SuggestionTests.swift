import Testing

@testable import Diagnostics

@Suite("Did-you-mean") struct SuggestionTests {
    @Test func caseAloneAlwaysWins() {
        #expect(Suggestion.closest(to: "CURRENT", among: ["Currant", "Current"]) == "Current")
    }

    @Test func swappedNeighboursAreOneChange() {
        #expect(Suggestion.closest(to: "evnets", among: ["endpoint", "events"]) == "events")
    }

    @Test func wordsFarAwayAreNotProposed() {
        #expect(Suggestion.closest(to: "filter", among: ["delivery", "source", "region"]) == nil)
        #expect(Suggestion.closest(to: "x", among: ["y"]) == nil)
        #expect(Suggestion.closest(to: "", among: ["a"]) == nil)
    }

    @Test func orderOfCandidatesDoesNotMatter() {
        #expect(Suggestion.closest(to: "cat", among: ["car", "bat"]) == "bat")
        #expect(Suggestion.closest(to: "cat", among: ["bat", "car"]) == "bat")
    }
}
