import Connectors
import Delivery
import Events
import Plans

/// Events in memory, and currents that select all of them: for the `http` partner, and for `amplitude`.
struct Workload {
    /// Events in one body.
    static let batch = 100

    let bytes: Bytes
    /// How many lines there are.
    let events: Int
    /// The types that occur.
    let types: TypeTable
    let plan: Plan
    /// The same, for a partner whose records have another shape than the events.
    let amplitudePlan: Plan

    init(_ bytes: Bytes) throws {
        let names = try Self.typeNames(bytes)
        self.bytes = bytes
        events = names.events
        types = TypeTable(names: names.types)
        plan = Self.plan(for: HTTPConnector.requirements, types: names.types)
        amplitudePlan = Self.plan(for: AmplitudeConnector.requirements, types: names.types)
    }

    private static func plan(for partner: PartnerRequirements, types: [String]) -> Plan {
        Plan(
            current: "measured",
            source: SourcePlan(name: "generated", kind: .file, path: "", isFollowed: false),
            partner: partner.partner,
            mappingVersion: partner.mappingVersion,
            endpoint: EndpointPlan(url: "http://127.0.0.1:9/currents", allow: [.loopback, .plaintext]),
            glossary: GlossaryStamp(release: "none", digest: ""),
            events: types.map { SelectedEvent(type: $0, name: partner.naming?.name(of: $0), shape: "") },
            delivery: DeliveryPlan(
                inFlight: 4,
                batchEvents: Self.batch,
                batchBytes: 4 << 20,
                requestTimeoutMilliseconds: 10_000,
                credentialGraceSeconds: 0,
                onExpiry: .wait
            )
        )
    }

    private static func typeNames(_ bytes: Bytes) throws -> (types: [String], events: Int) {
        var splitter = LineSplitter(bytes.pointer)
        var scanner = EventScanner(types: TypeTable(names: []))
        var event = ScannedEvent()
        var names: Set<String> = []
        var events = 0
        while let line = splitter.next() {
            events += 1
            if let refusal = scanner.scan(line, into: &event) {
                throw Complaint("line \(events) is no event: \(refusal.rawValue)")
            }
            names.insert(String(decoding: event.eventType.bytes(in: line), as: UTF8.self))
        }
        guard events > 0 else { throw Complaint("the file holds no line") }
        return (names.sorted(), events)
    }
}

/// One pass over a workload; more is done in each step than in the one before.
enum Step: String, CaseIterable {
    /// The bytes of each line copied into a batch: what nobody can save.
    case copy
    /// Each line scanned, nothing written.
    case scan
    /// Each line scanned, judged, and written into a batch by the partner's mapper.
    case map = "scan + select + map"
    /// The same for a partner whose records have another shape than the events.
    case amplitude = "scan + select + map, amplitude"

    /// Does it once.
    ///
    /// - Returns: How many events passed.
    func run(_ workload: Workload) throws -> Int {
        switch self {
        case .copy: Self.copy(workload)
        case .scan: Self.scan(workload)
        case .map: try Self.map(workload, workload.plan)
        case .amplitude: try Self.map(workload, workload.amplitudePlan)
        }
    }

    private static func copy(_ workload: Workload) -> Int {
        var splitter = LineSplitter(workload.bytes.pointer)
        let buffer = RecordBuffer()
        var events = 0
        while let line = splitter.next() {
            if events % Workload.batch == 0 { buffer.truncate(to: 0) }
            buffer.append(line)
            events += 1
        }
        return events
    }

    private static func scan(_ workload: Workload) -> Int {
        var splitter = LineSplitter(workload.bytes.pointer)
        var scanner = EventScanner(types: workload.types)
        var event = ScannedEvent()
        var events = 0
        while let line = splitter.next() {
            guard scanner.scan(line, into: &event) == nil else { continue }
            events += 1
        }
        return events
    }

    private static func map(_ workload: Workload, _ plan: Plan) throws -> Int {
        let selection = EventSelection(plan: plan, types: workload.types)
        var mapper = try ConnectorRegistry.connector(for: plan).makeMapper()
        var splitter = LineSplitter(workload.bytes.pointer)
        var scanner = EventScanner(types: workload.types)
        var event = ScannedEvent()
        let buffer = RecordBuffer()
        var events = 0
        while let line = splitter.next() {
            guard scanner.scan(line, into: &event) == nil, selection.judge(event, line: line) == nil else {
                continue
            }
            if events % Workload.batch == 0 { buffer.truncate(to: 0) } else { buffer.append(",") }
            // An event without an identity has passed too: the partner's rule leaves it out.
            switch mapper.map(event, line: line, into: buffer) {
            case .record, .recordWeighing, .filtered: events += 1
            case .deadLettered(_, let words): throw Complaint("an event cannot be mapped: \(words)")
            }
        }
        return events
    }
}
