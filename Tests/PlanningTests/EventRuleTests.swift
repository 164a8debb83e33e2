import Diagnostics
import Plans
import Testing

@testable import Planning

@Suite("Rules about events")
struct EventRuleTests {
    private func read(_ events: String) -> Reading { Reading(ExampleWorkspace.events(events)) }

    @Test func aWrongActionIsUnderlinedAlone() {
        let reading = read("[users.messages.sms.DeliveryFailed]")
        #expect(reading.codes == ["CUR301"])
        #expect(reading.marked == "DeliveryFailed")
        #expect(
            reading.findings[0].message == "'users.messages.sms.DeliveryFailed' is not in the event glossary"
        )
        #expect(reading.findings[0].label == "unknown action of family 'sms'")
        #expect(reading.findings[0].help == "did you mean 'DeliveryFailure'?")
        #expect(reading.findings[0].source == "event glossary, release 10")
    }

    @Test func theUnderlineSkipsQuotes() {
        let reading = read("[\"users.messages.sms.DeliveryFailed\"]")
        #expect(reading.marked == "DeliveryFailed")
    }

    @Test(arguments: [
        ("users.mesages.email.Open", "mesages", "did you mean 'messages'?"),
        ("users.message.email.Open", "message", "did you mean 'messages'?"),
        ("users.messages.emial.Open", "emial", "did you mean 'email'?"),
        ("users.messages.email.open", "open", "did you mean 'Open'?"),
        ("users_campaigns_abort", "users_campaigns_abort", "did you mean 'users.campaigns.Abort'?"),
        ("Email Open", "Email Open", "did you mean 'users.messages.email.Open'?"),
        ("users.messages.email", "users.messages.email", "did you mean 'users.messages.email.*'?"),
        ("email", "email", "did you mean 'users.messages.email.*'?"),
        ("xyzzy", "xyzzy", "'currentsctl events' lists every event type"),
        ("users.messages.qqqqqqqq.Open", "qqqqqqqq", "'currentsctl events' lists every event type"),
    ])
    func theWrongPartIsMarkedAndANearNameOffered(name: String, marked: String, help: String) {
        let reading = read("[\(name)]")
        #expect(reading.codes == ["CUR301"])
        #expect(reading.marked == marked)
        #expect(reading.findings.first?.help == help)
    }

    @Test func anActionLikeNoOtherListsTheFamily() {
        let reading = read("[users.messages.sms.Xyzzyxyzzy]")
        #expect(reading.marked == "Xyzzyxyzzy")
        #expect(reading.findings[0].help?.hasPrefix("family 'sms' has: ") == true)
    }

    @Test func everyMisspelledNameIsReportedOnceAlsoBelowExclude() {
        let reading = read(
            "{ include: [users.messages.email.*, a.b], exclude: [users.messages.email.Opn, a.b] }"
        )
        #expect(reading.codes == ["CUR301", "CUR301", "CUR301"])
    }

    @Test func aNameThatIsNotExportedHasItsOwnMessage() {
        #expect(read("[users.campaigns.Revenue]").codes == ["CUR307"])
    }

    @Test func aGroupIsUnderlinedAtItsName() {
        let reading = read("[{ group: customer-behaviour }]")
        #expect(reading.codes == ["CUR303"])
        #expect(reading.marked == "customer-behaviour")
        #expect(reading.findings[0].help == "did you mean 'customer-behavior'?")
    }

    @Test func aGlobOnlyStoragePartnersCouldFillIsReported() {
        let reading = read("[\"users.User*\"]")
        #expect(reading.codes == ["CUR302"])
        #expect(reading.findings[0].message == "'users.User*' selects nothing that Custom HTTP takes")
        #expect(reading.findings[0].notes.count == 2)
    }

    @Test(arguments: [
        "users.campaigns.Abort", "users.canvas.Abort", "users.behaviors.app.NewsFeedImpression",
    ])
    func retiredTypesAreErrors(name: String) {
        #expect(read("[users.messages.email.Open, \(name)]").codes == ["CUR304"])
    }

    @Test func aDeprecatedTypeNamesItsSuccessor() {
        let reading = read("[users.messages.newsfeedcard.Click]")
        #expect(reading.codes == ["CUR306"])
        #expect(reading.findings[0].help == "its successor is 'users.messages.contentcard.Click'")
        #expect(reading.plans.first?.events.map(\.type) == ["users.messages.newsfeedcard.Click"])
    }

    @Test func globsTakeDeprecatedTypesSilently() {
        #expect(read("[\"users.messages.newsfeedcard.*\"]").codes.isEmpty)
    }

    @Test func excludingWhatTheGlossaryDoesNotDeliverIsAWarning() {
        #expect(
            read("{ include: [\"users.messages.email.*\"], exclude: [users.UserOrphan] }").codes == ["CUR309"]
        )
    }

    @Test func anErrorInIncludeSilencesTheEmptySelection() {
        #expect(
            read("{ include: [nonsense], exclude: [\"users.*\"] }").codes.filter { $0 == "CUR310" }.isEmpty
        )
    }
}
