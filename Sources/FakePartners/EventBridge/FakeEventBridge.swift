import Synchronization

/// Amazon EventBridge as a partner and as the owner of a bus see it, and the one call of STS they need.
///
/// Checks signatures, input and sizes as AWS documents them; remembers partner event sources and temporary keys. All
/// signed calls may be made by whoever holds a key; permissions beyond that come from fault scripts.
///
/// Where AWS says nothing, the fake does this: an entry from a source that does not exist or is DELETED fails with
/// `NotAuthorizedForSourceException`, a time that can only be in milliseconds with `InvalidArgument`. As at AWS, events
/// of a PENDING source, and events for a bus that does not exist, are answered as taken and are gone; the ledger counts
/// them as discarded.
public final class FakeEventBridge: FakePartner {
    /// A role that may be assumed.
    public struct Role: Sendable, Hashable {
        /// The role's ARN.
        public var arn: String
        /// What whoever assumes it must name; nil when nothing is asked for.
        public var externalID: String?

        /// Reads `ARN` or `ARN:EXTERNALID`; nil for anything else.
        public init?(_ text: String) {
            let parts = text.split(separator: ":", maxSplits: 6, omittingEmptySubsequences: false).map {
                String($0)
            }
            guard parts.count >= 6, parts[0] == "arn", parts[2] == "iam", parts[5].hasPrefix("role/"),
                parts[4].utf8.count == 12, parts.last?.isEmpty == false
            else { return nil }
            arn = parts.prefix(6).joined(separator: ":")
            externalID = parts.count == 7 ? parts[6] : nil
        }
    }

    /// Who may ask, and what is there.
    public struct Settings: Sendable {
        /// The key that lasts.
        ///
        /// - Source: the example of the IAM User Guide, no key of anyone's.
        public var accessKeyID = "AKIDEXAMPLE"
        /// The secret to it.
        public var secretAccessKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
        /// The region that requests must be signed for; STS may be asked for `us-east-1` besides, as its global address is.
        public var region = "us-east-1"
        /// The buses besides `default`.
        public var buses: [String] = []
        /// The roles that may be assumed.
        public var roles: [Role] = []
        /// Whether a new partner event source is claimed by its account at once.
        public var associatesAtOnce = false
        /// How long a source may be PENDING, in seconds; AWS does not publish it, partners speak of a week.
        public var secondsToExpiry = 7 * 86_400

        /// The usual settings.
        public init() {}
    }

    struct Memory: Sendable {
        var sources: PartnerEventSources
        var sessions: [String: AWSKey] = [:]
        /// How far the clock has been moved.
        var clockShift = 0 as Int64
    }

    /// The partner's name.
    public let name = "eventbridge"
    /// The key that lasts and its secret, `ID:SECRET`; a fault script may put others in force.
    public var token: String? { "\(settings.accessKeyID):\(settings.secretAccessKey)" }
    /// What is read of a body: more than 256 KB of entries need, however they are escaped.
    public let maximumBodyBytes = 2 << 20

    let settings: Settings
    let memory: Mutex<Memory>
    private let clock: @Sendable () -> Double

    /// Sets up a fake.
    ///
    /// - Parameters:
    ///   - settings: Who may ask, and what is there.
    ///   - clock: Seconds since 1970.
    public init(settings: Settings = Settings(), clock: @escaping @Sendable () -> Double) {
        self.settings = settings
        self.clock = clock
        let seconds = min(max(settings.secondsToExpiry, 0), 1 << 40)
        memory = Mutex(Memory(sources: PartnerEventSources(secondsToExpiry: Int64(seconds))))
    }

    /// The call's name, as in `X-Amz-Target` or the form.
    public func operation(of request: PartnerRequest) -> String? {
        switch AWSService(request) {
        case .sts: return AssumeRole.fields(of: request.body)["Action"]
        case .events:
            let target = request.header("x-amz-target") ?? ""
            return target.hasPrefix(Self.targetPrefix)
                ? String(target.dropFirst(Self.targetPrefix.count)) : nil
        }
    }

    /// Judges one request; nothing goes wrong by script.
    public func judge(_ request: PartnerRequest, credential: FakeCredential) -> Judgement {
        judge(request, credential: credential, script: FaultScript())
    }

    /// Judges one request: the signature first, then a scripted error, then the call.
    public func judge(
        _ request: PartnerRequest,
        credential: FakeCredential,
        script: FaultScript
    ) -> Judgement {
        let service = AWSService(request)
        return memory.withLock { memory in
            let now = self.now(memory)
            memory.sources.expire(at: now)
            do throws(AWSError) {
                let caller = try authenticate(request, service, credential, memory, now)
                if let error = script.error { throw AWSError(error) }
                switch service {
                case .sts: return try assumeRole(request, caller, &memory, now)
                case .events: return try call(request, &memory, script, now)
                }
            } catch {
                return .refused(service.answer(error, at: now))
            }
        }
    }

    /// An empty 413.
    public func tooLarge() -> FakeAnswer {
        AWSService.events.answer("", status: 413, at: memory.withLock { now($0) })
    }

    /// Forgets sources, temporary keys and how far the clock was moved.
    public func reset() {
        memory.withLock { memory in
            memory = Memory(sources: PartnerEventSources(secondsToExpiry: memory.sources.secondsToExpiry))
        }
    }

    /// Seconds since 1970 by the fake's clock.
    func now(_ memory: borrowing Memory) -> Int64 {
        let seconds = clock()
        guard seconds.isFinite else { return memory.clockShift }
        return Int64(min(max(seconds.rounded(.down), -1e12), 1e12)) + memory.clockShift
    }

    private static let targetPrefix = "AWSEvents."

    private func authenticate(
        _ request: PartnerRequest,
        _ service: AWSService,
        _ credential: FakeCredential,
        _ memory: borrowing Memory,
        _ now: Int64
    ) throws(AWSError) -> AWSKey {
        guard request.method == "POST", request.path == "/" else { throw .unknownOperation }
        let regions = service == .events ? [settings.region] : [settings.region, "us-east-1"]
        let sessions = memory.sessions
        let parts = credential.token?.split(separator: ":", maxSplits: 1).map { String($0) } ?? []
        return try SigV4Verifier(service: service, regions: regions, now: now).verify(request) { id in
            parts.count == 2 && parts[0] == id ? AWSKey(id: id, secret: parts[1]) : sessions[id]
        }
    }

    private func assumeRole(
        _ request: PartnerRequest,
        _ caller: AWSKey,
        _ memory: inout Memory,
        _ now: Int64
    ) throws(AWSError) -> Judgement {
        let requestID = AWSIdentifier.uuid()
        let call = AssumeRole(roles: settings.roles, caller: caller, now: now)
        let (key, body) = try call.run(AssumeRole.fields(of: request.body), requestID: requestID)
        memory.sessions[key.id] = key
        return .control(AWSService.sts.answer(body, at: now, requestID: requestID))
    }

    private func call(
        _ request: PartnerRequest,
        _ memory: inout Memory,
        _ script: FaultScript,
        _ now: Int64
    ) throws(AWSError) -> Judgement {
        guard request.header("content-type") == "application/x-amz-json-1.1",
            let name = operation(of: request)
        else {
            throw .unknownOperation
        }
        let isPut = name == "PutEvents" || name == "PutPartnerEvents"
        let sourceCall = PartnerSourceCall(rawValue: name)
        guard isPut || sourceCall != nil else { throw .unknownOperation }
        let input = try AWSInput(AWSValue.read(request.body))
        if let sourceCall {
            let isActive = settings.associatesAtOnce
            let region = settings.region
            let body = try sourceCall.run(input, &memory.sources, isActive: isActive, region: region, at: now)
            return .control(AWSService.events.answer(body, at: now))
        }
        let put = PutCall(
            isPartner: name == "PutPartnerEvents",
            region: settings.region,
            buses: Set(settings.buses + ["default"]),
            sources: memory.sources,
            script: script
        )
        let (events, body) = try put.run(input)
        return .accepted(events, AWSService.events.answer(body, at: now))
    }
}
