public import Ledger
import Logging
public import Machine
import NIOCore
import Plans

// From "send this batch" to a request that leaves: credentials, their exchange, the state of what must stand at the
// partner, the limits of users and devices.

extension DeliveryEngine {
    /// Carries out `send`.
    func send(_ id: BatchID, reloading: Bool, for lane: Lane, now: MonotonicInstant) {
        guard lane.batch(id) != nil else { return }
        if reloading { lane.gate.mustLoad = true }
        lane.gate.waiting.append(id)
        openGate(lane, now: now)
    }

    /// Carries out `probe`.
    func probe(_ lane: Lane, now: MonotonicInstant) {
        lane.gate.mustLoad = true
        lane.gate.activeAt = nil
        lane.gate.isProbing = true
        openGate(lane, now: now)
    }

    /// Lets waiting batches out, or finds out first what stands in the way.
    ///
    /// - Parameters:
    ///   - lane: The current.
    ///   - isActive: Whether a look has just found the resource active, however long it took.
    ///   - now: The moment.
    func openGate(_ lane: Lane, isActive: Bool = false, now: MonotonicInstant) {
        guard !lane.gate.isBusy, lane.gate.isProbing || !lane.gate.waiting.isEmpty else { return }
        guard lane.gate.quietUntil.map({ $0 <= now }) ?? true else { return }
        lane.gate.quietUntil = nil
        if lane.credentials == nil || lane.gate.mustLoad {
            guard load(lane) else { return }
        }
        guard let loaded = lane.credentials else {
            blockForCredentials(lane, now: now)
            return
        }
        let moment = partnerTime(of: lane)
        if let exchange = lane.connector.exchange, !lane.gate.hasSession(at: moment) {
            let serial = lane.serial
            ask(exchange.request(credentials: loaded, at: moment), lane) { .exchanged(lane: serial, $0) }
            return
        }
        let credentials = lane.gate.session?.credentials ?? loaded
        let isFresh = isActive || (!lane.gate.isProbing && lane.gate.isFresh(now))
        if let resource = lane.connector.resource, !isFresh {
            lane.gate.pages = 0
            look(at: resource, page: nil, credentials, lane, since: now)
            return
        }
        // Batches wait behind a probe only when somebody has ended the pause meanwhile.
        if lane.gate.isProbing { askProbe(lane, credentials, now: now) }
        let waiting = lane.gate.waiting
        lane.gate.waiting = []
        for id in waiting { dispatch(id, credentials, lane, now: now) }
    }

    private func dispatch(_ id: BatchID, _ credentials: Credentials, _ lane: Lane, now: MonotonicInstant) {
        guard let batch = lane.batch(id) else { return }
        if let verdicts = lane.depart(id, now: now) {
            perform(lane.machine.step(.withheld(id, verdicts), now: now), for: lane, now: now)
            return
        }
        lane.gate.lastSent = now
        requests[lane.name, default: 0] += 1
        let request = lane.connector.request(
            carrying: batch.sent,
            credentials: credentials,
            at: partnerTime(of: lane)
        )
        let inbox = inbox
        let serial = lane.serial
        environment.transport.send(request, timeout: lane.timeout) {
            inbox.post(.answered(lane: serial, id, $0))
        }
    }

    private func askProbe(_ lane: Lane, _ credentials: Credentials, now: MonotonicInstant) {
        lane.gate.isProbing = false
        guard let request = lane.connector.probe(credentials: credentials, at: partnerTime(of: lane)) else {
            // A partner without a harmless request: the next batch is the probe.
            perform(lane.machine.step(.resume, now: now), for: lane, now: now)
            return
        }
        requests[lane.name, default: 0] += 1
        let inbox = inbox
        let serial = lane.serial
        environment.transport.send(request, timeout: lane.timeout) { inbox.post(.probed(lane: serial, $0)) }
    }

    private func look(
        at resource: any PartnerResource,
        page: String?,
        _ credentials: Credentials,
        _ lane: Lane,
        since: MonotonicInstant
    ) {
        let request = resource.look(page: page, credentials: credentials, at: partnerTime(of: lane))
        let serial = lane.serial
        ask(request, lane) { .looked(lane: serial, since: since, $0) }
    }

    private func ask(
        _ request: HTTPRequest,
        _ lane: Lane,
        _ message: @escaping @Sendable (Result<HTTPResponse, TransportFailure>) -> EngineMessage
    ) {
        lane.gate.isBusy = true
        requests[lane.name, default: 0] += 1
        let inbox = inbox
        environment.transport.send(request, timeout: lane.timeout) { inbox.post(message($0)) }
    }

    /// Our clock, put right by what the partner's answers showed.
    private func partnerTime(of lane: Lane) -> WallInstant {
        WallInstant(milliseconds: environment.clock.wall().milliseconds &+ lane.gate.clockOffset)
    }
}

// MARK: - Credentials

extension DeliveryEngine {
    /// Loads credentials; false when they have to be waited for, and word of them will arrive.
    ///
    /// Variables and files are read here and now. A program or a service takes its time elsewhere, and what wants to
    /// leave waits behind it.
    private func load(_ lane: Lane) -> Bool {
        lane.gate.mustLoad = false
        lane.gate.session = nil
        let loader = CredentialLoader(
            store: environment.secrets,
            transport: environment.transport,
            clock: environment.clock
        )
        let requirements = type(of: lane.connector).requirements
        if let result = loader.loadAtOnce(lane.plan, requirements) {
            keep(result, lane)
            return true
        }
        lane.gate.isBusy = true
        let inbox = inbox
        let serial = lane.serial
        let plan = lane.plan
        Task.detached { inbox.post(.loaded(lane: serial, await loader.load(plan, requirements))) }
        return false
    }

    /// Takes credentials that had to be waited for.
    func takeLoaded(_ result: Result<Credentials, CredentialFailure>, _ lane: Lane, now: MonotonicInstant) {
        lane.gate.isBusy = false
        keep(result, lane)
        if case .failure = result {
            blockForCredentials(lane, now: now)
        } else {
            openGate(lane, now: now)
        }
    }

    private func keep(_ result: Result<Credentials, CredentialFailure>, _ lane: Lane) {
        let lackedHashKey = lane.lacksHashKey
        // Dead letters that are to be tried again were not asked for as long as nothing could be hashed.
        defer { if lackedHashKey, !lane.lacksHashKey { lookForPlansNow() } }
        switch result {
        case .success(let credentials):
            lane.credentials = credentials
            lane.remember(credentials)
            lane.credentialTrouble = nil
        case .failure(let failure):
            lane.credentials = nil
            lane.credentialTrouble = failure.reason
        }
    }

    /// Loads the secrets of a current that hashes with a key before its first event, instead of before its first
    /// request; when that fails the current is paused as if a request had wanted them.
    func loadHashKey(of lane: Lane, now: MonotonicInstant) {
        guard lane.lacksHashKey, !lane.isRetiring, lane.machine.pause == nil, !lane.gate.isBusy else {
            return
        }
        guard load(lane), lane.lacksHashKey else { return }
        blockForCredentials(lane, now: now)
    }

    private func blockForCredentials(_ lane: Lane, now: MonotonicInstant) {
        let failure = Verdict.Failure(lane.credentialTrouble ?? "credentials cannot be loaded")
        let isForHashKeyOnly = lane.gate.waiting.isEmpty && !lane.gate.isProbing
        blockWaiting(.credentialsMissing, failure, lane, now: now)
        guard isForHashKeyOnly else { return }
        // No batch is blocked: none can have been built.
        perform(lane.machine.step(.blocked(0, .credentialsMissing, failure), now: now), for: lane, now: now)
    }
}

// MARK: - Answers

extension DeliveryEngine {
    /// Takes the answer to an exchange of credentials.
    func takeExchange(
        _ result: Result<HTTPResponse, TransportFailure>,
        _ lane: Lane,
        now: MonotonicInstant
    ) {
        lane.gate.isBusy = false
        guard let exchange = lane.connector.exchange, let credentials = lane.credentials else {
            openGate(lane, now: now)
            return
        }
        switch result {
        case .failure(let failure):
            shutGate(failure.verdict, lane, now: now)
        case .success(let response):
            let answer = PartnerAnswer(response, now: environment.clock.wall())
            switch exchange.outcome(of: answer, for: credentials) {
            case .credentials(let exchanged, let expires):
                guard lane.gate.take(exchanged, expires: expires, at: partnerTime(of: lane)) else {
                    let words = "the exchanged credentials had expired when they came"
                    shutGate(.transient(.init(words)), lane, now: now)
                    return
                }
                lane.remember(exchanged)
                openGate(lane, now: now)
            case .failed(let verdict):
                shutGate(checkClock(scrub(verdict, lane), response, lane), lane, now: now)
            }
        }
    }

    /// Takes the answer to a look at a resource.
    func takeLook(
        _ result: Result<HTTPResponse, TransportFailure>,
        since: MonotonicInstant,
        _ lane: Lane,
        now: MonotonicInstant
    ) {
        lane.gate.isBusy = false
        guard let resource = lane.connector.resource, let loaded = lane.credentials else {
            openGate(lane, now: now)
            return
        }
        switch result {
        case .failure(let failure):
            shutGate(failure.verdict, lane, now: now)
        case .success(let response):
            switch resource.sighting(in: PartnerAnswer(response, now: environment.clock.wall())) {
            case .state(let state):
                take(state, of: resource, since: since, lane, now: now)
            case .nextPage(let page) where lane.gate.pages < Gate.maximumPages:
                lane.gate.pages += 1
                look(
                    at: resource,
                    page: page,
                    lane.gate.session?.credentials ?? loaded,
                    lane,
                    since: since
                )
            case .nextPage:
                let words = "the partner's list of \(resource.kind)s does not end"
                shutGate(.misconfigured(.init(words)), lane, now: now)
            case .failed(let verdict):
                shutGate(checkClock(scrub(verdict, lane), response, lane), lane, now: now)
            }
        }
    }

    private func take(
        _ state: PartnerResourceState,
        of resource: any PartnerResource,
        since: MonotonicInstant,
        _ lane: Lane,
        now: MonotonicInstant
    ) {
        let wall = environment.clock.wall()
        lane.gate.unsaved = state.record(of: resource, current: lane.name, at: wall)
        lane.isDirty = true
        guard state.status != .active else {
            lane.gate.activeAt = since
            lane.gate.hasWarned = false
            if lane.gate.isProbing { endProbe(nil, .init(""), lane, now: now) }
            openGate(lane, isActive: true, now: now)
            return
        }
        lane.gate.activeAt = nil
        let isGone = state.mustBeCreated(at: wall)
        let failure = Verdict.Failure(isGone ? state.loss(of: resource) : state.wait(for: resource))
        if !isGone { warn(state, resource, lane, wall) }
        let cause = isGone ? PauseCause.needsRecreate : .pendingAssociation
        blockWaiting(cause, failure, lane, now: now)
    }

    /// Something outside of the batches is not as it must be: everything that waits learns it.
    private func blockWaiting(
        _ cause: PauseCause,
        _ failure: Verdict.Failure,
        _ lane: Lane,
        now: MonotonicInstant
    ) {
        if lane.gate.isProbing { endProbe(cause, failure, lane, now: now) }
        let waiting = lane.gate.waiting
        lane.gate.waiting = []
        for id in waiting {
            perform(lane.machine.step(.blocked(id, cause, failure), now: now), for: lane, now: now)
        }
    }

    /// What was asked for could not be had: everything that waits learns why.
    private func shutGate(_ verdict: Verdict, _ lane: Lane, now: MonotonicInstant) {
        let verdict = verdict.withoutEvents
        if lane.gate.isProbing {
            let (cause, failure) = probeOutcome(verdict, lane)
            endProbe(cause, failure, lane, now: now)
        }
        let waiting = lane.gate.waiting
        lane.gate.waiting = []
        for id in waiting {
            perform(lane.machine.step(.answered(id, verdict), now: now), for: lane, now: now)
        }
    }

    private func endProbe(
        _ cause: PauseCause?,
        _ failure: Verdict.Failure,
        _ lane: Lane,
        now: MonotonicInstant
    ) {
        lane.gate.isProbing = false
        perform(lane.machine.step(.probeAnswered(cause, failure), now: now), for: lane, now: now)
    }

    /// Says once that half of the time has passed in which somebody has to act.
    private func warn(
        _ state: PartnerResourceState,
        _ resource: any PartnerResource,
        _ lane: Lane,
        _ wall: WallInstant
    ) {
        guard !lane.gate.hasWarned, let created = state.created, let deadline = state.deadline else { return }
        let half = created.milliseconds &+ (deadline.milliseconds &- created.milliseconds) / 2
        guard wall.milliseconds >= half else { return }
        lane.gate.hasWarned = true
        let hours = (deadline.milliseconds &- wall.milliseconds) / 3_600_000
        environment.logger.warning(
            "current '\(lane.name)': \(resource.kind) '\(resource.name)' goes in \(hours) h unless it is made active"
        )
    }
}

extension PartnerResourceState {
    /// The state as the ledger keeps it.
    public func record(of resource: any PartnerResource, current: String, at now: WallInstant)
        -> PartnerResourceRecord
    {
        PartnerResourceRecord(
            name: resource.name,
            current: current,
            kind: resource.kind,
            place: resource.place,
            status: status.rawValue,
            since: now,
            created: created,
            expires: expires,
            checkedAt: now
        )
    }

    fileprivate func wait(for resource: any PartnerResource) -> String {
        "\(resource.kind) '\(resource.name)' is not active yet: \(resource.howToActivate)"
    }

    fileprivate func loss(of resource: any PartnerResource) -> String {
        let what = "\(resource.kind) '\(resource.name)'"
        return switch status {
        case .missing: "\(what) does not exist; 'apply' creates it"
        case .deleted: "\(what) was deleted; 'apply' creates it again"
        case .pending, .active: "\(what) was not made active in time; 'apply' creates it again"
        }
    }
}

extension Verdict {
    /// The verdict on a request that carried no events.
    fileprivate var withoutEvents: Verdict {
        switch self {
        case .transient, .credentialsInvalid, .misconfigured, .clockSkewed: self
        case .refused(let failure), .forbidden(let failure), .tooLarge(let failure): .misconfigured(failure)
        case .delivered, .perEvent: .transient(.init("the answer makes no sense"))
        }
    }
}
