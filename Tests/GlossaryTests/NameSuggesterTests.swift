import Glossary
import Testing

@Suite("Suggesting a name")
struct NameSuggesterTests {
    @Test(
        "from an alias of the vendor's pages",
        arguments: [
            ("users_campaigns_abort", "users.campaigns.Abort"), ("users_canvas_abort", "users.canvas.Abort"),
            ("users.message.email.Open", "users.messages.email.Open"),
        ]
    )
    func fromAnAlias(written: String, name: String) {
        #expect(Glossary.builtIn.closest(to: written) == name)
    }

    @Test(
        "from a label of the dashboard",
        arguments: [
            ("Email open", "users.messages.email.Open"),
            ("EnrollinControl", "users.campaigns.EnrollInControl"),
            ("iOSforeground", "users.messages.pushnotification.IosForeground"),
            ("Push Notification Bounce", "users.messages.pushnotification.Bounce"),
            ("Push Open", "users.messages.pushnotification.Open"),
            ("SMS Delivery", "users.messages.sms.Delivery"),
            ("In-App Message Click", "users.messages.inappmessage.Click"),
            ("In-App Click", "users.messages.inappmessage.Click"), ("Canvas Entry", "users.canvas.Entry"),
            ("Session Start", "users.behaviors.app.SessionStart"), ("purchase", "users.behaviors.Purchase"),
            ("Custom Event", "users.behaviors.CustomEvent"), ("Email Opened", "users.messages.email.Open"),
            ("News Feed Impression", "users.messages.newsfeedcard.Impression"),
        ]
    )
    func fromALabel(written: String, name: String) {
        #expect(Glossary.builtIn.closest(to: written) == name)
    }

    @Test(
        "from a misspelled name",
        arguments: [
            ("users.messages.email.open", "users.messages.email.Open"),
            ("USERS.MESSAGES.EMAIL.OPEN", "users.messages.email.Open"),
            ("users.message.sms.Delivery", "users.messages.sms.Delivery"),
            ("users.messages.email.Opened", "users.messages.email.Open"),
            ("users.messages.email.Opne", "users.messages.email.Open"),
            ("users.messages.sms.DeliveryFailed", "users.messages.sms.DeliveryFailure"),
            ("users.mesages.pushnotifications.Send", "users.messages.pushnotification.Send"),
            ("messages.email.Open", "users.messages.email.Open"), ("email.Open", "users.messages.email.Open"),
            ("users.agentconsole.AgentExecuted", "agentconsole.AgentExecuted"),
            ("users.behavior.app.SessionEnd", "users.behaviors.app.SessionEnd"),
            (
                "users.messages.liveactivity.UpdateTokenChange",
                "users.behaviors.liveactivity.UpdateTokenChange"
            ),
        ]
    )
    func fromAMisspelling(written: String, name: String) {
        #expect(Glossary.builtIn.closest(to: written) == name)
    }

    @Test(
        "keeps silent when nothing is near, or too much",
        arguments: [
            "", ".", "...", "Send", "foo.bar", "users", "*", "users.messages.email.*",
            "users.messages.email.Teleported",
            "users.campaigns.Revenue", "users.messages.pushnotification.InfluencedOpen", "ünïcödé",
        ]
    )
    func nothing(written: String) {
        #expect(Glossary.builtIn.closest(to: written) == nil)
    }

    @Test("leaves a correct name as it is")
    func correct() {
        for type in Glossary.builtIn.eventTypes {
            #expect(Glossary.builtIn.closest(to: type.name) == type.name)
        }
    }

    @Test("does not ponder over long texts")
    func long() {
        #expect(Glossary.builtIn.closest(to: String(repeating: "users.", count: 10_000)) == nil)
    }
}
