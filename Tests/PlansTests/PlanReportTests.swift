import Plans
import Testing

@Suite("Reports of plans")
struct PlanReportTests {
    private let old = Shapes.plan(mappings: [.hash([FieldPattern("properties.email_address")], .keyed)])
    private let new = Shapes.plan([Shapes.open: 1, "users.messages.email.Click": 0]) { plan in
        plan.owner = "a|b`c <img src=x>\n@team"
        plan.events[0].name = "Email Click"
        plan.mappings = [
            EventMapping(steps: [.rename(from: "properties.campaign_name", to: "properties.Campaign")])
        ]
        plan.delivery.batchEvents = 50
    }

    private func report(rates: [String: EventRate]? = nil, steps: [PartnerStep] = []) -> PlanReport {
        let base = [PlanFile(old), PlanFile(samplePlan("z"))]
        let set = ChangeSet(from: base, to: [new, samplePlan("b")])
        let effects = set.effects(on: base, shapes: Shapes.book, partners: [])
        return PlanReport(changes: set, effects: effects, steps: steps, rates: rates)
    }

    @Test func theTextTellsEffectsBelowDifferences() {
        let rates = ["a": EventRate(eventsPerDay: 1200, days: 7)]
        #expect(
            report(rates: rates).text() == """
                ~ update a
                    ~ owner: data@example.com -> a|b`c <img src=x>\\u{A}@team
                    + events: users.messages.email.Click
                    - events: users.messages.email.Send
                    - mappings: hash properties.email_address with hmac-sha256
                    + mappings: rename properties.campaign_name to properties.Campaign
                    ~ delivery.batchEvents: 100 -> 50
                      users.messages.email.Click → Email Click
                    fields that leave:
                      ~ properties.Campaign, before at properties.campaign_name in users.messages.email.Open
                      ~ properties.email_address (personal): hashed (hmac-sha256) -> clear in users.messages.email.Open
                      + properties.ip (personal) newly leaves in users.messages.email.Open
                    personal data:
                      + properties.email_address newly leaves in clear in users.messages.email.Click, users.messages.email.Open
                      + properties.ip newly leaves in clear in users.messages.email.Open
                      + user.external_user_id newly leaves in clear in users.messages.email.Click
                      - with the lost event types: user.external_user_id
                    limits:
                      ~ events per request: 100 -> 50
                    events per day:
                      about 1200, the average of 7 days

                + create b
                    + partner: http
                    + source: events
                    + endpoint: https://events.example.com/in?x=1
                    + events: 2 types
                    + left out: users.UserOrphan
                      users.messages.email.Send → Send
                    limits:
                      + events per request: 100
                    not known:
                      ~ what fields users.messages.email.Open, users.messages.email.Send carried, or carry: nothing was kept of that shape

                - delete z
                    not known:
                      ~ what fields users.messages.email.Open, users.messages.email.Send carried, or carry: nothing was kept of that shape
                    events per day:
                      unknown: the state has no whole day of it

                Plan: 1 to create, 1 to update, 1 to delete.

                """
        )
    }

    @Test func theMarkdownIsForAComment() {
        let step = PartnerStep(
            current: "b",
            action: .create,
            kind: "partner event source",
            name: "aws.partner/x",
            note: "goes in 3 d"
        )
        #expect(
            report(steps: [step]).markdown == """
                ## Plan: 1 to create, 1 to update, 1 to delete

                ### `a`: update

                **Personal data that newly leaves in clear**

                - `+` `properties.email_address` in `users.messages.email.Click`, `users.messages.email.Open`
                - `+` `properties.ip` in `users.messages.email.Open`
                - `+` `user.external_user_id` in `users.messages.email.Click`

                **Personal data that no longer leaves in clear**

                - `-` `user.external_user_id` in `users.messages.email.Send`

                **Event types gained**

                - `+` `users.messages.email.Click` as `Email Click`

                **Event types lost**

                - `-` `users.messages.email.Send`

                **Fields**

                - `~` `properties.Campaign` moves (before at `properties.campaign_name`) in `users.messages.email.Open`
                - `~` `properties.email_address` (personal): hashed (hmac-sha256) → clear in `users.messages.email.Open`
                - `+` `properties.ip` (personal) newly leaves in `users.messages.email.Open`

                **Limits**

                - `~` events per request: `100` → `50`

                **Settings**

                - `~` owner: `data@example.com` → ``a|b`c <img src=x>\\u{A}@team``
                - `-` mappings: `hash properties.email_address with hmac-sha256`
                - `+` mappings: `rename properties.campaign_name to properties.Campaign`
                - `~` `delivery.batchEvents`: `100` → `50`

                ### `b`: create

                **Event types gained**

                - `+` `users.messages.email.Open`
                - `+` `users.messages.email.Send` as `Send`

                **Limits**

                - `+` events per request: `100`

                **Settings**

                - `+` partner: `http`
                - `+` source: `events`
                - `+` endpoint: `https://events.example.com/in?x=1`

                **Fields not known**

                - `~` `users.messages.email.Open`
                - `~` `users.messages.email.Send`

                ### `z`: delete

                **Event types lost**

                - `-` `users.messages.email.Open`
                - `-` `users.messages.email.Send`

                **Fields not known**

                - `~` `users.messages.email.Open`
                - `~` `users.messages.email.Send`

                ### At partners

                - `+` create partner event source `aws.partner/x` (`b`)

                """
        )
    }

    @Test func theMarkdownDoesNotDependOnRatesOrOrder() {
        let plain = report().markdown
        #expect(report(rates: ["a": EventRate(eventsPerDay: 5, days: 1)]).markdown == plain)
        for _ in 0..<5 { #expect(report().markdown == plain, "sets are told in a stable order") }
    }

    @Test func longListsAreFolded() {
        let types = (10..<30).map { "users.messages.email.T\($0)" }
        let plan = Shapes.plan(Dictionary(types.map { ($0, 0) }) { first, _ in first })
        let set = ChangeSet(from: [], to: [plan])
        let report = PlanReport(changes: set, effects: set.effects(on: [], shapes: Shapes.book, partners: []))
        #expect(
            report.markdown.contains("<details><summary>Event types gained (20)</summary>\n\n- `+` `users")
        )
        #expect(report.markdown.contains("`properties.email_address` in every event type (20)"))
    }

    @Test func nothingToChangeIsSaid() {
        let set = ChangeSet(from: [PlanFile(old)], to: [old])
        let report = PlanReport(changes: set, effects: [:])
        #expect(report.markdown.hasSuffix("Nothing changes.\n"))
        #expect(report.text().hasPrefix("No changes: 1 current is already as desired."))
    }

    @Test func coloursFollowTheMarkers() {
        let text = report().text(usesColour: true)
        #expect(text.contains("\u{1B}[32m+ create b\u{1B}[0m"))
        #expect(text.contains("\u{1B}[31m- delete z\u{1B}[0m"))
        #expect(text.contains("\u{1B}[33m~ update a\u{1B}[0m"))
        let bare = text.replacing(/\u{1B}\[\d+m/, with: "")
        #expect(bare == report().text())
    }

    @Test func theJSONKeepsItsKeysAndAddsEffects() throws {
        let json = report(rates: ["a": EventRate(eventsPerDay: 5, days: 2)]).json
        for part in [
            #""steps": []"#, #""summary": {"#, #""average": 5"#, #""formerPath": "properties.campaign_name""#,
            #""unknownFields": ["#, #""eventsPerDay": null"#, #""personalData": {"#,
        ] {
            #expect(json.contains(part), "\(part)")
        }
    }
}
