import Connectors
import Delivery
import Plans
import Testing

@Suite("Amplitude: mapping")
struct AmplitudeMappingTests {
    private func map(
        _ event: String,
        settings: [String: SettingValue] = [:],
        names: [String: String] = [:]
    ) throws -> MappedRecord {
        try MappedRecord(
            event,
            by: ConnectorRegistry.connector(for: .amplitude(settings: settings, names: names))
        )
    }

    private func event(user: String, type: String = "users.messages.email.Open") -> String {
        #"{"event_type":"\#(type)","id":"a","time":1,"user":{\#(user)},"properties":{"name":"n"}}"#
    }

    private func words(_ mapped: MappedRecord) -> String? {
        guard case .deadLettered(.mappingFailed, let words) = mapped.result else { return nil }
        return words
    }

    /// The worked example of the reference page.
    @Test func anEventKeepsItsValuesAndGetsItsPlaces() throws {
        let mapped = try map(
            #"{"event_type":"users.behaviors.CustomEvent","id":"7c0f","time":1792665600,"#
                + #""user":{"user_id":"64f0","external_user_id":"cust-88213","device_id":"d-41aa09c7"},"#
                + #""properties":{"app_id":"5a3b","name":"basket_shared","platform":"ios","#
                + #""custom_properties":{"items":3,"channel":"sms"}}}"#
        )
        #expect(mapped.result == .record)
        #expect(
            mapped.text
                == #"{"user_id":"cust-88213","device_id":"d-41aa09c7","#
                + #""event_type":"[Appboy] [Custom Event] basket_shared","time":1792665600000,"#
                + #""insert_id":"7c0f","library":"Braze","event_properties":{"app_id":"5a3b","platform":"ios","#
                + #""[Custom event property] items":3,"[Custom event property] channel":"sms"}}"#
        )
    }

    @Test func spaceBetweenMembersDoesNoHarm() throws {
        let mapped = try map(
            "{ \"id\" : \"a\", \"event_type\" : \"users.behaviors.Purchase\", \"time\" : 1 ,\t\"user\" : { \"timezone\" : \"UTC\" , "
                + "\"external_user_id\" : \"cust-88213\" } , \"properties\" : { \"a\" : 1 , \"price\" : 2 , "
                + "\"product_id\" : \"p\" , \"b\" : { } , \"purchase_properties\" : { \"c\" : [ 1 ] } } }\r"
        )
        #expect(
            mapped.text
                == #"{"user_id":"cust-88213","event_type":"[Appboy] Purchase","time":1000,"insert_id":"a","#
                + #""library":"Braze","price":2,"productId":"p","revenue":2,"#
                + "\"event_properties\":{\"a\" : 1,\"b\" : { },\"[Purchase property] c\":[ 1 ],\"timezone\" : \"UTC\"}}"
        )
    }

    @Test func theSettingMovesTheShortestID() throws {
        let short = event(user: #""external_user_id":"12""#)
        #expect(try map(short, settings: ["minIdLength": .integer(2)]).result == .record)
        #expect(try words(map(short, settings: ["minIdLength": .integer(3)])) != nil)
        let long = event(user: #""external_user_id":"123456""#)
        #expect(try words(map(long, settings: ["minIdLength": .integer(7)])) != nil)
    }

    @Test func aShortIDIsNamedByItsRuleAndItsSetting() throws {
        let words = try words(map(event(user: #""external_user_id":"8213""#)))
        #expect(words?.contains("user.external_user_id") == true)
        #expect(words?.contains("minIdLength") == true)
        #expect(words?.contains("4 characters") == true)
        #expect(words?.contains("8213") == false)
    }

    @Test(arguments: ["anonymous", "NULL", "n/a", "0", "-1", "{}", "lmy47d", "Unknown"])
    func anIDThatStandsForNobodyIsRefusedHoweverShortIDsMayBe(id: String) throws {
        let settings: [String: SettingValue] = ["minIdLength": .integer(1)]
        let user = try words(map(event(user: #""external_user_id":"\#(id)""#), settings: settings))
        #expect(user?.contains("stand for nobody") == true)
        #expect(id.count <= 3 || user?.contains(id) == false)
        let device = try words(map(event(user: #""device_id":"\#(id)""#), settings: settings))
        #expect(device?.contains("user.device_id") == true)
    }

    @Test func wordsShowNoControlCharacterOfAnID() throws {
        let words = try words(map(event(user: #""external_user_id":"\u001b\u202e\n""#)))
        #expect(words?.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E } == true)
    }

    @Test func aBadDeviceBesideAGoodUserIsLeftOut() throws {
        let mapped = try map(event(user: #""external_user_id":"cust-88213","device_id":"null""#))
        #expect(mapped.result == .record)
        #expect(!mapped.text.contains("device_id"))
    }

    @Test func aNameOfTheSpecIsUsedAndEscaped() throws {
        let type = "users.messages.email.Open"
        let mapped = try map(
            event(user: #""external_user_id":"cust-88213""#),
            names: [type: "Mail \"opened\" * \\"]
        )
        #expect(mapped.text.contains(#""event_type":"Mail \"opened\" * \\""#))
    }

    @Test func aPatternOfTheSpecTakesTheOwnNameInTheMiddle() throws {
        let mapped = try map(
            event(user: #""external_user_id":"cust-88213""#, type: "users.behaviors.CustomEvent"),
            names: ["users.behaviors.CustomEvent": "<*>"]
        )
        #expect(mapped.text.contains(#""event_type":"<n>""#))
        #expect(mapped.text.contains(#""event_properties":{}"#))
    }

    /// One name for all custom events: which one it was stays among the properties.
    @Test func anOwnNameThatIsNotInTheNameStaysAProperty() throws {
        let mapped = try map(
            event(user: #""external_user_id":"cust-88213""#, type: "users.behaviors.CustomEvent"),
            names: ["users.behaviors.CustomEvent": "Custom"]
        )
        #expect(mapped.text.contains(#""event_type":"Custom""#))
        #expect(mapped.text.contains(#""event_properties":{"name":"n"}"#))
    }

    @Test func aTypeWithoutANameInThePlanHasThatOfTheTable() throws {
        var plan = Plan.amplitude()
        plan.events = [SelectedEvent(type: "users.messages.sms.CarrierSend", name: nil, shape: "0")]
        let carrier = event(user: #""device_id":"device-1""#, type: "users.messages.sms.CarrierSend")
        let mapped = try MappedRecord(carrier, by: ConnectorRegistry.connector(for: plan))
        #expect(mapped.text.contains(#""event_type":"[Appboy] SMS Send To Carrier""#))
    }

    @Test func aTypeTheTableDoesNotKnowKeepsItsOwnName() throws {
        var plan = Plan.amplitude()
        plan.events = [SelectedEvent(type: "users.messages.line.Send", name: nil, shape: "0")]
        let line = event(user: #""device_id":"device-1""#, type: "users.messages.line.Send")
        let mapped = try MappedRecord(line, by: ConnectorRegistry.connector(for: plan))
        #expect(mapped.text.contains(#""event_type":"[Appboy] users.messages.line.Send""#))
    }

    @Test func aTypeThatIsNotInThePlanIsSetAside() throws {
        #expect(try words(map(event(user: #""device_id":"device-1""#, type: "users.unheard.Of"))) != nil)
    }

    @Test func aTimeInMillisecondsIsNoTimeInSeconds() throws {
        let line =
            #"{"event_type":"users.messages.email.Open","id":"a","time":1792665600000,"user":{"device_id":"device-1"}}"#
        #expect(try words(map(line))?.contains("too large") == true)
    }
}
