import Connectors
import Events
import Plans
import Testing

@testable import Delivery

@Suite("EventBridge batches")
struct EventBridgeBatchTests {
    private static let type = "users.messages.email.Open"

    /// A builder with the limits that a spec without limits of its own gets.
    private func builder() throws -> BatchBuilder {
        var plan = EventBridgePlans.plan(EventBridgePlans.partnerSettings)
        let limits = PartnerRequirements.eventBridge.limits(for: plan.settings)
        plan.delivery.batchEvents = limits.eventsPerRequest.value
        plan.delivery.batchBytes = try #require(limits.bytesPerRequest).value
        plan.delivery.recordBytes = try #require(limits.bytesPerRecord).value
        let types = TypeTable(names: [Self.type])
        return BatchBuilder(
            selection: EventSelection(plan: plan, types: types),
            mapper: try EventBridgeConnector(plan: plan).makeMapper(),
            delivery: plan.delivery,
            position: 0
        )
    }

    /// How many of these events, given by the size of their entries, one request takes.
    private func taken(_ sizes: [Int]) throws -> Int {
        var builder = try builder()
        var scanner = EventScanner(types: TypeTable(names: [Self.type]))
        var event = ScannedEvent()
        for size in sizes {
            let head = #"{"event_type":"\#(Self.type)","id":""#
            let frame = EventBridgePlans.source.utf8.count + Self.type.utf8.count
            let filler = String(repeating: "x", count: size - frame - head.utf8.count - 2)
            let line = Array("\(head)\(filler)\"}".utf8)
            let result = line.withUnsafeBytes { bytes in
                _ = scanner.scan(bytes, into: &event)
                return builder.offer(event, line: bytes, at: 0, end: 1)
            }
            guard case .taken = result else { break }
        }
        return builder.count
    }

    @Test func theSumOfARequestStaysBelowTheLimit() throws {
        #expect(try taken([131_072, 131_071]) == 2)
        #expect(try taken([131_072, 131_072]) == 1)
        #expect(try taken([262_143]) == 1)
        #expect(try taken([200_000, 62_000, 143, 143]) == 3)
    }

    @Test func aRequestHoldsTwentyEntriesForAPartnerAndTenForABus() {
        let requirements = PartnerRequirements.eventBridge
        #expect(requirements.limits(for: EventBridgePlans.partnerSettings).eventsPerRequest.value == 20)
        #expect(requirements.limits(for: ["busName": .text("b")]).eventsPerRequest.value == 10)
    }
}
