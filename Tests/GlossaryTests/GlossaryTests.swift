import Glossary
import Testing

@Suite("The built-in glossary")
struct GlossaryTests {
    private let glossary = Glossary.builtIn

    @Test func describesRelease10() {
        #expect(glossary.release == "10")
        #expect(glossary.samplesAsOf == "2026-06-29")
        #expect(glossary.platformValues == ["ios", "android", "kindle", "web", "tvos", "roku"])
        #expect(glossary.sources.count == 2)
        #expect(glossary.notExported.count == 9)
    }

    @Test func holdsEveryEventTypeOnce() {
        let types = glossary.eventTypes
        #expect(types.count == 100)
        #expect(Set(types.map(\.name)).count == 100)
        #expect(types.map(\.name) == types.map(\.name).sorted())
        #expect(types.count { $0.status == .current } == 94)
        #expect(types.count { $0.status == .deprecated } == 6)
    }

    @Test func knowsWhoReceivesWhat() {
        let types = glossary.eventTypes
        #expect(types.count { $0.isInStorage } == 94)
        #expect(types.count { $0.isInHTTP } == 93)
        #expect(types.filter { $0.isInStorage && !$0.isInHTTP }.allSatisfy { $0.category == .user })
        #expect(types.filter { $0.isInHTTP && !$0.isInStorage }.allSatisfy { $0.family == "newsfeedcard" })
        #expect(types.reduce(0) { $0 + $1.fields.count } == 2140)
    }

    @Test func noFieldGoesWhereItsEventDoesNot() {
        for type in glossary.eventTypes {
            #expect(type.fields.allSatisfy { !$0.isInStorage || type.isInStorage }, "\(type.name)")
            #expect(type.fields.allSatisfy { !$0.isInHTTP || type.isInHTTP }, "\(type.name)")
        }
    }

    @Test(
        arguments: [
            (EventType.Category.message, 68), (.behavior, 14), (.canvas, 9), (.user, 4), (.campaign, 3),
            (.agent, 2),
        ]
    )
    func countsItsCategories(category: EventType.Category, count: Int) {
        #expect(glossary.eventTypes.count { $0.category == category } == count)
    }

    @Test func findsTypesByTheBytesOfTheirName() throws {
        let open = try #require(glossary["users.messages.email.Open"])
        #expect(open.family == "email")
        #expect(open.action == "Open")
        #expect(open.aliases == ["users.message.email.Open"])
        #expect(glossary["users.messages.email.open"] == nil)
        #expect(glossary[""] == nil)
        #expect(glossary["zzz"] == nil)
    }

    @Test func doesNotTakeALookalikeForAName() throws {
        let glossary = try Glossary(text: glossaryText("event|users.Kept|user|user|current|s|||||"))
        #expect(glossary["users.Kept"] != nil)
        // A Kelvin sign is canonically equivalent to K, so these are equal Swift strings.
        #expect("users.\u{212A}ept" == "users.Kept")
        #expect(glossary["users.\u{212A}ept"] == nil)
    }

    @Test func keepsTheOrderOfStorageFieldsAndPutsHTTPOnlyOnesLast() throws {
        let entry = try #require(glossary["users.canvas.Entry"])
        #expect(
            entry.fields.map(\.name) == [
                "id", "user_id", "external_user_id", "time", "timezone", "canvas_id", "canvas_name",
                "canvas_variation_id", "canvas_variation_name", "canvas_step_id", "canvas_step_name",
                "in_control_group", "app_group_id", "device_id",
            ]
        )
        #expect(entry.fields.last?.isInStorage == false)
        #expect(entry.fields.last?.isInHTTP == true)
    }
}

@Suite("Irregular facts")
struct IrregularFactsTests {
    private func type(_ name: String) throws -> EventType { try #require(Glossary.builtIn[name]) }

    private func field(_ name: String, of type: String) throws -> EventField {
        try #require(try self.type(type).fields.first { $0.name == name })
    }

    @Test func agentEventsHaveNoUsersInFront() throws {
        #expect(try type("agentconsole.AgentExecuted").category == .agent)
        #expect(Glossary.builtIn["users.agentconsole.AgentExecuted"] == nil)
    }

    @Test func canvasstepStandsBesideCanvas() throws {
        #expect(try type("users.canvasstep.Progression").family == "canvasstep")
        #expect(try type("users.canvas.costep.Send").category == .canvas)
        #expect(try type("users.canvas.costep.Send").documentedIn == nil)
    }

    @Test func aWithdrawnTypeKeepsItsNoteAndItsAlias() throws {
        let abort = try type("users.campaigns.Abort")
        #expect(abort.status == .deprecated)
        #expect(abort.replacedBy == nil)
        #expect(abort.since == nil)
        #expect(abort.aliases == ["users_campaigns_abort"])
        #expect(abort.statusNote?.hasPrefix("in the storage samples from 2023-03") == true)
        #expect(!abort.isInStorage && !abort.isInHTTP)
    }

    @Test func theNewsFeedGivesWayToContentCards() throws {
        #expect(
            try type("users.messages.newsfeedcard.Click").replacedBy == "users.messages.contentcard.Click"
        )
        let browser = try field("browser", of: "users.messages.newsfeedcard.Abort")
        #expect(!browser.isInStorage && !browser.isInHTTP)
    }

    @Test func timeIsLongInEightEventsOnly() throws {
        let long = Glossary.builtIn.eventTypes.filter { type in
            type.fields.contains { $0.name == "time" && $0.type == .long }
        }
        #expect(long.count == 8)
        #expect(long.allSatisfy { ["agentconsole", "whatsapp"].contains($0.family) })
    }

    @Test func customPayloadsAreTextInStorageAndObjectsOverHTTP() throws {
        let custom = try field("properties", of: "users.behaviors.CustomEvent")
        #expect(custom.type == .string)
        #expect(custom.httpType == .map)
        #expect(custom.httpPath == "properties.custom_properties")
        #expect(
            try field("properties", of: "users.behaviors.Purchase").httpPath
                == "properties.purchase_properties"
        )
    }

    @Test func bannersRenameOneFieldOverHTTP() throws {
        let banner = try field("canvas_step_message_variation_id", of: "users.messages.banner.Click")
        #expect(banner.httpName == "canvas_step_message_variation_api_id")
        #expect(banner.httpType == nil)
        let sms = try field("canvas_step_message_variation_id", of: "users.messages.sms.Abort")
        #expect(!sms.isInHTTP)
    }

    @Test func durationsAreSecondsForSessionsAndMillisecondsForAgents() throws {
        #expect(try field("duration", of: "users.behaviors.app.SessionEnd").unit == "s")
        #expect(try field("duration", of: "users.behaviors.app.SessionEnd").type == .float)
        #expect(try field("duration", of: "agentconsole.AgentExecuted").unit == "ms")
    }

    @Test func personalDataSaysWhy() throws {
        let address = try field("email_address", of: "users.messages.email.Open")
        #expect(address.isPersonal && address.personalBasis == .source)
        let device = try field("device_id", of: "users.canvas.Entry")
        #expect(device.isPersonal && device.personalBasis == .inferred)
        let sender = try field("sending_ip", of: "users.messages.email.Bounce")
        #expect(!sender.isPersonal && sender.personalBasis == .senderSide)
        let log = try field("abort_log", of: "users.canvas.Abort")
        #expect(!log.isPersonal && log.personalBasis == nil)
    }

    @Test func aFieldMayBeYoungerThanItsEvent() throws {
        #expect(try field("from_domain", of: "users.messages.email.Send").since == "9")
        #expect(try field("id", of: "users.messages.email.Send").since == nil)
        #expect(try field("id", of: "users.messages.rcs.Send").since == "3")
        #expect(try field("canvas_id", of: "users.messages.rcs.Send").since == "10")
    }

    @Test func inboundMessagesMayHaveNoUser() throws {
        #expect(try field("user_id", of: "users.messages.email.Open").isRequired)
        #expect(try !field("user_id", of: "users.messages.sms.InboundReceive").isRequired)
        #expect(try type("agentconsole.ToolInvocation").fields.allSatisfy { $0.placement != .user })
    }

    @Test func exitEventsCarryDeprecatedTwins() throws {
        let exit = try type("users.canvas.exit.MatchedAudience")
        #expect(
            exit.fields.filter(\.isDeprecated).map(\.name) == [
                "app_group_api_id", "canvas_api_id", "canvas_variation_api_id", "canvas_step_api_id",
            ]
        )
    }
}
