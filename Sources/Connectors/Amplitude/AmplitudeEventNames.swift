import Plans

/// What Amplitude's projects call the vendor's events, and which of them the integration's page lists.
///
/// Three pages of the vendor disagree with each other about names, so a spec may replace any of them.
enum AmplitudeEventNames {
    /// Names and prefixes.
    ///
    /// The rule of the prefixes is the vendor's (Braze, "Amplitude for Currents", read 2026-11-20: regular events are
    /// prefixed with `[Appboy]`, custom events with `[Appboy] [Custom Event]`). That one space follows is our reading,
    /// unverified: no page that was read spells a whole name.
    static let naming = EventNaming(
        prefix: "[Appboy] ",
        customEventPrefix: "[Appboy] [Custom Event] ",
        names: names,
        maximumNames: Sourced(
            2000,
            source:
                "Amplitude, Limits: 2,000 event types a project are indexed, what is above is not, read 2026-11-20"
        ),
        maximumLength: Sourced(
            1024,
            source: "Amplitude, HTTP V2 API and Limits: texts are cut at 1,024 characters, read 2026-11-20"
        )
    )

    /// Before the key of a custom event's own property.
    ///
    /// Source: Braze, "Amplitude for Currents", read 2026-11-20; the space as for the names.
    static let customPropertyPrefix: StaticString = "[Custom event property] "
    /// Before the key of a purchase's own property.
    static let purchasePropertyPrefix: StaticString = "[Purchase property] "

    /// The types that Braze, "Amplitude for Currents", "Supported Currents events", lists (read 2026-11-20).
    ///
    /// The page names email events by their actions only, and writes `users_campaigns_abort` and `users_canvas_abort`
    /// for `users.campaigns.Abort` and `users.canvas.Abort`.
    static let listed: [String] = [
        "users.behaviors.CustomEvent",
        "users.behaviors.InstallAttribution",
        "users.behaviors.Location",
        "users.behaviors.Purchase",
        "users.behaviors.Uninstall",
        "users.behaviors.app.FirstSession",
        "users.behaviors.app.NewsFeedImpression",
        "users.behaviors.app.SessionEnd",
        "users.behaviors.app.SessionStart",
        "users.behaviors.subscription.GlobalStateChange",
        "users.behaviors.subscriptiongroup.StateChange",
        "users.campaigns.Abort",
        "users.campaigns.Conversion",
        "users.campaigns.EnrollInControl",
        "users.canvas.Abort",
        "users.canvas.Conversion",
        "users.canvas.Entry",
        "users.canvas.exit.MatchedAudience",
        "users.canvas.exit.PerformedEvent",
        "users.canvas.experimentstep.Conversion",
        "users.canvas.experimentstep.SplitEntry",
        "users.messages.contentcard.Abort",
        "users.messages.contentcard.Click",
        "users.messages.contentcard.Dismiss",
        "users.messages.contentcard.Impression",
        "users.messages.contentcard.Send",
        "users.messages.email.Abort",
        "users.messages.email.Bounce",
        "users.messages.email.Click",
        "users.messages.email.Delivery",
        "users.messages.email.MarkAsSpam",
        "users.messages.email.Open",
        "users.messages.email.Send",
        "users.messages.email.SoftBounce",
        "users.messages.email.Unsubscribe",
        "users.messages.inappmessage.Abort",
        "users.messages.inappmessage.Click",
        "users.messages.inappmessage.Impression",
        "users.messages.newsfeedcard.Abort",
        "users.messages.newsfeedcard.Click",
        "users.messages.newsfeedcard.Impression",
        "users.messages.pushnotification.Abort",
        "users.messages.pushnotification.Bounce",
        "users.messages.pushnotification.IosForeground",
        "users.messages.pushnotification.Open",
        "users.messages.pushnotification.Send",
        "users.messages.sms.Abort",
        "users.messages.sms.CarrierSend",
        "users.messages.sms.Delivery",
        "users.messages.sms.DeliveryFailure",
        "users.messages.sms.InboundReceive",
        "users.messages.sms.Rejection",
        "users.messages.sms.Send",
        "users.messages.sms.ShortLinkClick",
        "users.messages.webhook.Abort",
        "users.messages.webhook.Send",
        "users.messages.whatsapp.Abort",
        "users.messages.whatsapp.Delivery",
        "users.messages.whatsapp.Failure",
        "users.messages.whatsapp.InboundReceive",
        "users.messages.whatsapp.Read",
        "users.messages.whatsapp.Send",
    ]

    private static let names: [String: EventNaming.Name] = [
        "users.behaviors.InstallAttribution": .init("Install Attribution", source: glossary),
        "users.behaviors.Location": .init("Location", source: glossary),
        "users.behaviors.Purchase": .init("Purchase", source: glossary),
        "users.behaviors.Uninstall": .init("Uninstall", source: glossary),
        "users.behaviors.app.FirstSession": .init("First Session", source: glossary),
        "users.behaviors.app.NewsFeedImpression": .init("News Feed Impression", source: glossaryAndPage),
        "users.behaviors.app.SessionEnd": .init("Session End", source: glossary),
        "users.behaviors.app.SessionStart": .init("Session Start", source: glossary),
        "users.behaviors.liveactivity.PushToStartTokenChange": .init(
            "Live Activity Push To Start Token Change",
            source: glossary
        ),
        "users.behaviors.liveactivity.UpdateTokenChange": .init(
            "Live Activity Update Token Change",
            source: derived("Live Activity Push To Start Token Change")
        ),
        "users.behaviors.subscription.GlobalStateChange": .init(
            "Global Subscription State Change",
            source: glossary
        ),
        "users.behaviors.subscriptiongroup.StateChange": .init(
            "Subscription Group State Change",
            source: glossary
        ),
        "users.campaigns.Abort": .init(
            "Campaign Abort",
            source: derived("Campaign Conversion and Banner Abort")
        ),
        "users.campaigns.Conversion": .init(
            "Campaign Conversion",
            source: glossary + "; the older partner page says 'Campaign Conversion Event'"
        ),
        "users.campaigns.EnrollInControl": .init("Campaign Control Group Enrollment", source: glossary),
        "users.canvas.Abort": .init("Canvas Abort", source: derived("Canvas Conversion and Banner Abort")),
        "users.canvas.Conversion": .init(
            "Canvas Conversion",
            source: glossary + "; the older partner page says 'Canvas Conversion Event'"
        ),
        "users.canvas.Entry": .init("Canvas Entry", source: glossary),
        "users.canvas.exit.MatchedAudience": .init("Exit Match Audience", source: glossary),
        "users.canvas.exit.PerformedEvent": .init("Exit Perform Event", source: glossary),
        "users.canvas.experimentstep.Conversion": .init("Experiment Step Conversion", source: glossary),
        "users.canvas.experimentstep.SplitEntry": .init(
            "Experiment Split Entry",
            source: derived("the mParticle name Experiment Split Entries")
        ),
        "users.canvasstep.Progression": .init("Canvas Step Progression", source: glossary),
        "users.messages.banner.Abort": .init("Banner Abort", source: glossary),
        "users.messages.banner.Click": .init("Banner Click", source: derived("Banner Abort")),
        "users.messages.banner.Dismiss": .init("Banner Dismiss", source: derived("Banner Abort")),
        "users.messages.banner.Impression": .init("Banner Impression", source: derived("Banner Abort")),
        "users.messages.contentcard.Abort": .init("Content Card Abort", source: derived("Banner Abort")),
        "users.messages.contentcard.Click": .init("Content Card Click", source: glossaryAndPage),
        "users.messages.contentcard.Dismiss": .init("Content Card Dismiss", source: glossaryAndPage),
        "users.messages.contentcard.Impression": .init("Content Card Impression", source: glossaryAndPage),
        "users.messages.contentcard.Send": .init("Content Card Send", source: glossaryAndPage),
        "users.messages.email.Abort": .init("Email Abort", source: derived("Banner Abort")),
        "users.messages.email.Bounce": .init("Email Bounce", source: glossaryAndPage),
        "users.messages.email.Click": .init("Email Click", source: glossaryAndPage),
        "users.messages.email.Delivery": .init("Email Delivery", source: glossaryAndPage),
        "users.messages.email.MarkAsSpam": .init("Email Mark As Spam", source: glossaryAndPage),
        "users.messages.email.Open": .init("Email Open", source: glossary),
        "users.messages.email.Send": .init("Email Send", source: glossaryAndPage),
        "users.messages.email.SoftBounce": .init("Email Soft Bounce", source: glossaryAndPage),
        "users.messages.email.Unsubscribe": .init("Email Unsubscribe", source: glossaryAndPage),
        "users.messages.inappmessage.Abort": .init("In-App Message Abort", source: derived("Banner Abort")),
        "users.messages.inappmessage.Click": .init("In-App Message Click", source: glossaryAndPage),
        "users.messages.inappmessage.Impression": .init(
            "In-App Message Impression",
            source: glossaryAndPage
        ),
        "users.messages.newsfeedcard.Abort": .init("News Feed Card Abort", source: derived("Banner Abort")),
        "users.messages.newsfeedcard.Click": .init("News Feed Card Click", source: glossaryAndPage),
        "users.messages.newsfeedcard.Impression": .init(
            "News Feed Card Impression",
            source: glossaryAndPage
        ),
        "users.messages.pushnotification.Abort": .init(
            "Push Notification Abort",
            source: derived("Banner Abort")
        ),
        "users.messages.pushnotification.Bounce": .init("Push Notification Bounce", source: glossaryAndPage),
        "users.messages.pushnotification.IosForeground": .init(
            "Push Notification iOS Foreground Open",
            source: glossaryAndPage
        ),
        "users.messages.pushnotification.Open": .init("Push Notification Open", source: glossaryAndPage),
        "users.messages.pushnotification.Send": .init("Push Notification Send", source: glossaryAndPage),
        "users.messages.sms.Abort": .init("SMS Abort", source: derived("Banner Abort")),
        "users.messages.sms.CarrierSend": .init("SMS Send To Carrier", source: glossaryAndPage),
        "users.messages.sms.Delivery": .init("SMS Delivery", source: glossaryAndPage),
        "users.messages.sms.DeliveryFailure": .init("SMS Delivery Failure", source: glossaryAndPage),
        "users.messages.sms.InboundReceive": .init("SMS Inbound Receive", source: derived("SMS Delivery")),
        "users.messages.sms.Rejection": .init("SMS Rejection", source: glossaryAndPage),
        "users.messages.sms.Send": .init("SMS Send", source: glossaryAndPage),
        "users.messages.sms.ShortLinkClick": .init("SMS Short Link Click", source: derived("SMS Delivery")),
        "users.messages.webhook.Abort": .init("Webhook Abort", source: derived("Banner Abort")),
        "users.messages.webhook.Send": .init("Webhook Send", source: glossaryAndPage),
        "users.messages.whatsapp.Abort": .init("WhatsApp Abort", source: derived("Banner Abort")),
        "users.messages.whatsapp.Delivery": .init("WhatsApp Delivery", source: derived("WhatsApp Send")),
        "users.messages.whatsapp.Failure": .init("WhatsApp Failure", source: derived("WhatsApp Send")),
        "users.messages.whatsapp.InboundReceive": .init(
            "WhatsApp Inbound Receive",
            source: derived("WhatsApp Send")
        ),
        "users.messages.whatsapp.Read": .init("WhatsApp Read", source: derived("WhatsApp Send")),
        "users.messages.whatsapp.Send": .init("WhatsApp Send", source: glossary),
    ]

    private static let glossary = "Braze, event glossary, Amplitude tab, read 2026-11-20"
    private static let glossaryAndPage =
        "Braze, event glossary, Amplitude tab, and Amplitude partner page of 2020, both read 2026-11-20"

    private static func derived(_ neighbour: String) -> String {
        "derived from \(neighbour), not read anywhere; unverified, 2026-11-20"
    }
}
