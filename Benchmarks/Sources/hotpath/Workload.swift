import Connectors
import Delivery
import Events
import Machine
import Plans

/// Events in memory, and currents that select all of them: one for each partner.
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
    /// The same, for a partner whose records hold the event as text, and whose requests are signed.
    let eventBridgePlan: Plan

    init(_ bytes: Bytes) throws {
        let names = try Self.typeNames(bytes)
        self.bytes = bytes
        events = names.events
        types = TypeTable(names: names.types)
        plan = Self.plan(for: HTTPConnector.requirements, types: names.types)
        amplitudePlan = Self.plan(for: AmplitudeConnector.requirements, types: names.types)
        eventBridgePlan = Self.plan(
            for: EventBridgeConnector.requirements,
            types: names.types,
            region: "eu-west-1",
            settings: ["busName": .text("measured"), "source": .text("measured")]
        )
    }

    private static func plan(
        for partner: PartnerRequirements,
        types: [String],
        region: String? = nil,
        settings: [String: SettingValue] = [:]
    ) -> Plan {
        Plan(
            current: "measured",
            source: SourcePlan(name: "generated", kind: .file, path: "", isFollowed: false),
            partner: partner.partner,
            mappingVersion: partner.mappingVersion,
            region: region,
            endpoint: EndpointPlan(url: "http://127.0.0.1:9/currents", allow: [.loopback, .plaintext]),
            settings: settings,
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
    /// And its requests made.
    case amplitudeRequests = "… + requests, amplitude"
    case eventBridge = "scan + select + map, eventbridge"
    /// And its requests, of ten events each, made and signed.
    case eventBridgeRequests = "… + signed requests, eventbridge"

    /// Does it once.
    ///
    /// - Returns: How many events passed.
    func run(_ workload: Workload) throws -> Int {
        switch self {
        case .copy: Self.copy(workload)
        case .scan: Self.scan(workload)
        case .map: try Self.map(workload, workload.plan)
        case .amplitude: try Self.map(workload, workload.amplitudePlan)
        case .amplitudeRequests: try Self.map(workload, workload.amplitudePlan, requestsOf: Workload.batch)
        case .eventBridge: try Self.map(workload, workload.eventBridgePlan)
        case .eventBridgeRequests: try Self.map(workload, workload.eventBridgePlan, requestsOf: 10)
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

    /// - Parameters:
    ///   - workload: The events.
    ///   - plan: The current.
    ///   - size: Events of a request; nil makes none.
    /// - Returns: How many events passed.
    /// - Throws: A complaint when an event cannot be mapped.
    private static func map(_ workload: Workload, _ plan: Plan, requestsOf size: Int? = nil) throws -> Int {
        let connector = try ConnectorRegistry.connector(for: plan)
        let batch = size ?? Workload.batch
        var sent = 0
        let selection = EventSelection(plan: plan, types: workload.types)
        var mapper = connector.makeMapper()
        var splitter = LineSplitter(workload.bytes.pointer)
        var scanner = EventScanner(types: workload.types)
        var event = ScannedEvent()
        let buffer = RecordBuffer()
        var events = 0
        while let line = splitter.next() {
            guard scanner.scan(line, into: &event) == nil, selection.judge(event, line: line) == nil else {
                continue
            }
            if events % batch == 0 {
                if size != nil { sent += send(buffer, connector) }
                buffer.truncate(to: 0)
            } else {
                buffer.append(",")
            }
            // An event without an identity has passed too: the partner's rule leaves it out.
            switch mapper.map(event, line: line, into: buffer) {
            case .record, .recordWeighing, .filtered: events += 1
            case .deadLettered(_, let words): throw Complaint("an event cannot be mapped: \(words)")
            }
        }
        guard size == nil || sent > 0 || events < batch else { throw Complaint("no request was made") }
        return events
    }

    private static let credentials = Credentials([
        "apiKey": "key", "accessKeyId": "AKIDEXAMPLE", "secretAccessKey": "secret",
    ])

    /// Makes the request for what the buffer holds; its bytes are copied into it, as the engine does.
    ///
    /// - Returns: How many header fields it has, so that it is not made for nothing.
    private static func send(_ buffer: RecordBuffer, _ connector: any Connector) -> Int {
        let batch = RecordBatch([buffer.withUnsafeBytes { Array($0) }])
        let moment = WallInstant(milliseconds: 1_792_665_600_000)
        let request = connector.request(carrying: batch, credentials: credentials, at: moment)
        return request.headers.count
    }
}
