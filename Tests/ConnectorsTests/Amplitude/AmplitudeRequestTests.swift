import Connectors
import Delivery
import Foundation
import Glossary
import Machine
import NIOCore
import Plans
import Testing

@Suite("Amplitude: requests")
struct AmplitudeRequestTests {
    private let moment = WallInstant(milliseconds: 1_792_665_600_000)
    private let batch = RecordBatch([#"{"a":1}"#, #"{"b":2}"#].map { Array($0.utf8) })

    private func request(_ plan: Plan, key: String = "0123") throws -> HTTPRequest {
        try ConnectorRegistry.connector(for: plan)
            .request(carrying: batch, credentials: Credentials(["apiKey": key]), at: moment)
    }

    @Test func theBodyIsThePublishedEnvelope() throws {
        let request = try request(.amplitude())
        #expect(request.method == "POST")
        #expect(request.target.host == "api2.amplitude.com")
        #expect(request.target.pathAndQuery == "/2/httpapi")
        #expect(request.headers.map(\.name) == ["Content-Type"])
        #expect(request.headers.map(\.value) == ["application/json"])
        #expect(request.bodyText == #"{"api_key":"0123","events":[{"a":1},{"b":2}]}"#)
    }

    @Test func theShortestIDTravelsWhenTheSpecGivesOne() throws {
        let request = try request(.amplitude(settings: ["minIdLength": .integer(1)]))
        #expect(request.bodyText.hasSuffix(#""events":[{"a":1},{"b":2}],"options":{"min_id_length":1}}"#))
    }

    @Test func aKeyCannotLeaveItsText() throws {
        let request = try request(.amplitude(), key: #"a"b\c"#)
        #expect(request.bodyText.hasPrefix(#"{"api_key":"a\"b\\c","events":["#))
    }

    @Test func theAddressIsThePlans() throws {
        let request = try request(
            .amplitude(settings: ["api": .text("batch")], url: "https://api.eu.amplitude.com/batch")
        )
        #expect(request.target.host == "api.eu.amplitude.com")
        #expect(request.target.pathAndQuery == "/batch")
    }

    @Test func theProbeCarriesNoEvent() throws {
        let probe = try ConnectorRegistry.connector(for: .amplitude())
            .probe(credentials: Credentials(["apiKey": "k"]), at: moment)
        #expect(probe?.bodyText == #"{"api_key":"k","events":[]}"#)
    }

    @Test func anUnknownAPIIsAProblem() {
        #expect(throws: ConnectorProblem.self) {
            try ConnectorRegistry.connector(for: .amplitude(settings: ["api": .text("v1")]))
        }
    }
}

@Suite("Amplitude: requirements")
struct AmplitudeRequirementsTests {
    private let requirements = PartnerRequirements.amplitude

    @Test func everyListedTypeIsInTheGlossary() {
        let known = Set(Glossary.builtIn.eventTypes.map(\.name))
        #expect(AmplitudePlans.listed.filter { !known.contains($0) } == [])
        #expect(AmplitudePlans.listed.count == 62)
        #expect(AmplitudePlans.listed == AmplitudePlans.listed.sorted())
    }

    @Test func everyListedTypeHasANameWithItsSource() throws {
        let naming = try #require(requirements.naming)
        for type in AmplitudePlans.listed where type != EventNaming.customEvent {
            let name = try #require(naming.names[type], "\(type)")
            #expect(name.source.contains("2026-11-20"))
        }
        #expect(naming.name(of: "users.messages.email.Send") == "[Appboy] Email Send")
        #expect(naming.name(of: EventNaming.customEvent) == "[Appboy] [Custom Event] *")
        #expect(Set(naming.names.values.map(\.text)).count == naming.names.count)
        #expect(Set(naming.names.keys).isSubset(of: Glossary.builtIn.eventTypes.map(\.name)))
    }

    @Test func theBatchAPIHasLimitsAndAnAddressOfItsOwn() throws {
        let usual = requirements.limits(for: ["api": .text("http-v2")])
        let batch = requirements.limits(for: ["api": .text("batch")])
        #expect(usual.perIdentity?.eventsPerSecond.value == 30)
        #expect(batch.perIdentity?.eventsPerSecond.value == 1000)
        #expect(usual.eventsPerRequest.value < 2000)
        #expect(batch.eventsPerRequest.value == 2000)
        #expect(try #require(usual.bytesPerRequest).value < 1_000_000)
        #expect(try #require(batch.bytesPerRequest).value < 20_000_000)
        #expect(requirements.variant(for: ["api": .text("batch")])?.path == "/batch")
        #expect(requirements.variant(for: ["api": .text("http-v2")]) == nil)
        #expect(requirements.variant(for: [:]) == nil)
    }

    @Test func everyRegionHasItsOwnHost() {
        #expect(requirements.regions.map(\.name) == ["US", "EU"])
        #expect(requirements.regions.map(\.url).allSatisfy { $0.hasSuffix("amplitude.com/2/httpapi") })
        #expect(requirements.regions[1].url.contains(".eu."))
    }

    @Test func everyNumberOfAVariantNamesItsSource() {
        for limits in [requirements.limits] + requirements.variants.map(\.limits) {
            let sources = [
                limits.eventsPerRequest.source, limits.bytesPerRequest?.source,
                limits.perIdentity?.eventsPerSecond.source, limits.perIdentity?.eventsPerDay?.source,
            ]
            for source in sources { #expect(source?.contains("read 2026-11-20") == true) }
        }
    }
}
