import Glossary
import Testing

/// What people find in dashboards, reports and partner pages, and which event type it is.
@Suite("Suggesting a name from what people call an event")
struct LabelSuggestionTests {
    @Test(
        "in the past tense, in the plural, in another order",
        arguments: [
            ("Email Opens", "email.Open"), ("email opened", "email.Open"), ("Emails Opened", "email.Open"),
            ("Email Clicks", "email.Click"), ("Email Clicked", "email.Click"),
            ("Email Delivered", "email.Delivery"), ("Email Deliveries", "email.Delivery"),
            ("Email sent", "email.Send"), ("Email Sends", "email.Send"), ("Sent emails", "email.Send"),
            ("Email Bounced", "email.Bounce"), ("Bounced email", "email.Bounce"),
            ("Email soft bounce", "email.SoftBounce"), ("Email Soft Bounced", "email.SoftBounce"),
            ("Email marked as spam", "email.MarkAsSpam"), ("Email Unsubscribed", "email.Unsubscribe"),
            ("Email unsubscribes", "email.Unsubscribe"), ("Email aborted", "email.Abort"),
            ("Push Notification Sent", "pushnotification.Send"),
            ("Push Notification Opened", "pushnotification.Open"), ("Push Opens", "pushnotification.Open"),
            ("Push notification bounce", "pushnotification.Bounce"),
            ("Push Bounced", "pushnotification.Bounce"), ("push abort", "pushnotification.Abort"),
            ("iOS foreground", "pushnotification.IosForeground"),
            ("SMS delivery failure", "sms.DeliveryFailure"),
            ("SMS Delivered", "sms.Delivery"), ("SMS Deliveries", "sms.Delivery"), ("SMS Sent", "sms.Send"),
            ("SMS Rejected", "sms.Rejection"), ("SMS inbound received", "sms.InboundReceive"),
            ("SMS inbound recieve", "sms.InboundReceive"), ("SMS carrier sent", "sms.CarrierSend"),
            ("SMS short link clicks", "sms.ShortLinkClick"), ("In-App Message Clicked", "inappmessage.Click"),
            ("In-App Message Impressions", "inappmessage.Impression"),
            ("In-App Message Viewed", "inappmessage.Impression"),
            ("Content Cards Clicked", "contentcard.Click"), ("Content Card Dismissed", "contentcard.Dismiss"),
            ("Content Card Impressions", "contentcard.Impression"),
            ("Content Cards Sent", "contentcard.Send"),
            ("News Feed Viewed", "newsfeedcard.Impression"), ("News feed clicks", "newsfeedcard.Click"),
            ("Webhook Sent", "webhook.Send"), ("Webhooks failed", "webhook.Failure"),
            ("WhatsApp Delivered", "whatsapp.Delivery"), ("WhatsApp failed", "whatsapp.Failure"),
            ("WhatsApp Read", "whatsapp.Read"), ("RCS read", "rcs.Read"),
            ("Banner impressions", "banner.Impression"),
            ("Feature flag impression", "featureflag.Impression"),
        ]
    )
    func ofAMessage(written: String, name: String) {
        #expect(Glossary.builtIn.closest(to: written) == "users.messages.\(name)")
    }

    @Test(
        "of behaviours, campaigns and canvases",
        arguments: [
            ("Custom events", "users.behaviors.CustomEvent"), ("Purchases", "users.behaviors.Purchase"),
            ("Purchased", "users.behaviors.Purchase"), ("App uninstalled", "users.behaviors.Uninstall"),
            ("Uninstalls", "users.behaviors.Uninstall"),
            ("Session started", "users.behaviors.app.SessionStart"),
            ("Session Start Event", "users.behaviors.app.SessionStart"),
            ("Sessions ended", "users.behaviors.app.SessionEnd"),
            ("First session", "users.behaviors.app.FirstSession"),
            ("Install attribution", "users.behaviors.InstallAttribution"),
            ("Subscription group state change", "users.behaviors.subscriptiongroup.StateChange"),
            ("Global subscription state change", "users.behaviors.subscription.GlobalStateChange"),
            ("Campaign conversion", "users.campaigns.Conversion"),
            ("Campaign Converted", "users.campaigns.Conversion"),
            ("Campaign aborted", "users.campaigns.Abort"),
            ("Campaign enrolled in control", "users.campaigns.EnrollInControl"),
            ("Canvas Entered", "users.canvas.Entry"), ("Canvas converted", "users.canvas.Conversion"),
            ("Canvas aborted", "users.canvas.Abort"),
            ("Canvas exit matched audience", "users.canvas.exit.MatchedAudience"),
            ("Canvas experiment step conversion", "users.canvas.experimentstep.Conversion"),
            ("users_messages_email_open", "users.messages.email.Open"),
            ("users_canvas_entry", "users.canvas.Entry"),
            ("[Appboy] Email Open", "users.messages.email.Open"),
            ("Braze email opened", "users.messages.email.Open"),
        ]
    )
    func ofABehaviour(written: String, name: String) {
        #expect(Glossary.builtIn.closest(to: written) == name)
    }

    @Test(
        "a family alone",
        arguments: [
            ("Push notifications", "pushnotification"), ("push", "pushnotification"), ("SMS messages", "sms"),
            ("Content cards", "contentcard"), ("In-app messages", "inappmessage"), ("Emails", "email"),
        ]
    )
    func ofAFamily(written: String, family: String) {
        #expect(Glossary.builtIn.closestFamily(to: written) == family)
    }

    @Test(arguments: ["Open", "sent", "Abort", "Fax opened", "", "the users", "delivered deliveries"])
    func whatMayMeanManyMeansNone(written: String) {
        #expect(Glossary.builtIn.closest(to: written) == nil)
    }
}
