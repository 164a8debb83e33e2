import Ledger
import Logging
import Machine
import NIOCore
import Plans

extension DeliveryEngine {
    /// Carries out what a lane's state machine decided, in order.
    func perform(_ effects: [DeliveryStateMachine.Effect], for lane: Lane, now: MonotonicInstant) {
        for effect in effects {
            switch effect {
            case .send(let id, let isReloading):
                send(id, reloading: isReloading, for: lane, now: now)
            case .probe:
                probe(lane, now: now)
            case .split(let id, let parts):
                lane.split(id, into: parts)
            case .finish(let id, let events, let fate, let failure):
                lane.finish(id, events, fate, failure, now: now)
            case .park(let id, let events, let failure):
                lane.park(id, events, failure, now: now)
            case .pause(let cause, let failure):
                pause(lane, cause, failure)
            case .unpause:
                lane.condition = .running
                lane.isDirty = true
                environment.logger.info("current '\(lane.name)' goes on")
            }
        }
    }

    private func pause(_ lane: Lane, _ cause: PauseCause, _ failure: Verdict.Failure) {
        var since = environment.clock.wall()
        if case .paused(cause.rawValue, let before, _) = lane.condition { since = before }
        lane.condition = .paused(cause: cause.rawValue, since: since, detail: failure.detail)
        lane.settleAll()
        lane.isDirty = true
        environment.logger.error("current '\(lane.name)' is paused (\(cause.rawValue)): \(failure.detail)")
    }
}

// MARK: - What answers mean

extension DeliveryEngine {
    /// What an attempt's end means: the connector judges answers, and here is judged what has no answer.
    func verdict(
        on result: Result<HTTPResponse, TransportFailure>,
        _ lane: Lane,
        to batch: RecordBatch
    ) -> Verdict {
        switch result {
        case .success(let response):
            let answer = PartnerAnswer(response, now: environment.clock.wall())
            let verdict = scrub(lane.connector.verdict(on: answer, to: batch), lane)
            return checkClock(verdict, response, lane)
        case .failure(let failure):
            return failure.verdict
        }
    }

    /// The cause that still stands after a probe, or nil when sending can go on.
    func probeOutcome(_ verdict: Verdict, _ lane: Lane) -> (PauseCause?, Verdict.Failure) {
        switch verdict {
        case .delivered, .perEvent, .refused, .tooLarge: (nil, Verdict.Failure(""))
        case .credentialsInvalid(let failure): (.credentialsInvalid, failure)
        case .misconfigured(let failure): (.misconfigured, failure)
        case .clockSkewed(let failure): (.credentialsInvalid, failure)
        case .forbidden(let failure): (.misconfigured, failure)
        case .transient(let failure, _): (lane.machine.pause?.cause ?? .misconfigured, failure)
        }
    }

    /// Partners sometimes quote what they were sent; no secret may reach the ledger or a log.
    func scrub(_ verdict: Verdict, _ lane: Lane) -> Verdict {
        verdict.mapFailures { failure in
            // Also those of before: an answer may come after its key was changed or could not be loaded any more.
            let detail = lane.secrets.reduce(failure.detail) { $1.scrub($0) }
            return Verdict.Failure(status: failure.status, Credentials.cut(detail))
        }
    }

    /// A wrong clock is put right by the date of the answer; a partner that complains of a right one means the key.
    func checkClock(_ verdict: Verdict, _ response: HTTPResponse, _ lane: Lane) -> Verdict {
        guard case .clockSkewed(let failure) = verdict else { return verdict }
        let now = environment.clock.wall()
        guard let offset = response.clockOffset(at: now, beyond: lane.gate.clockOffset) else {
            return .credentialsInvalid(failure)
        }
        lane.gate.clockOffset = offset
        environment.logger.warning(
            "current '\(lane.name)': the partner's clock differs by \(offset / 1000) s; requests are signed by it"
        )
        return verdict
    }
}

extension TransportFailure {
    /// No answer says nothing about the events; an address or certificate that cannot be trusted needs a person.
    var verdict: Verdict {
        switch self {
        case .notConnected(let reason): .transient(.init("no connection: \(reason)"))
        case .timedOut: .transient(.init("no answer in time"))
        case .connectionLost(_, let reason): .transient(.init("the connection broke: \(reason)"))
        case .invalidAnswer(let reason): .transient(.init("the answer is not HTTP: \(reason)"))
        case .addressNotAllowed(let reason): .misconfigured(.init("address not allowed: \(reason)"))
        case .tls(let reason): .misconfigured(.init("no trusted TLS connection: \(reason)"))
        case .requestNotValid(let reason): .misconfigured(.init("the request cannot be written: \(reason)"))
        }
    }
}

extension Verdict {
    func mapFailures(_ transform: (Failure) -> Failure) -> Verdict {
        switch self {
        case .delivered: self
        case .perEvent(let verdicts): .perEvent(verdicts.map { $0.mapFailure(transform) })
        case .transient(let failure, let retryAfter): .transient(transform(failure), retryAfter: retryAfter)
        case .refused(let failure): .refused(transform(failure))
        case .forbidden(let failure): .forbidden(transform(failure))
        case .tooLarge(let failure): .tooLarge(transform(failure))
        case .credentialsInvalid(let failure): .credentialsInvalid(transform(failure))
        case .clockSkewed(let failure): .clockSkewed(transform(failure))
        case .misconfigured(let failure): .misconfigured(transform(failure))
        }
    }
}

extension EventVerdict {
    fileprivate func mapFailure(_ transform: (Verdict.Failure) -> Verdict.Failure) -> EventVerdict {
        switch self {
        case .delivered: self
        case .retry(let failure, let after): .retry(transform(failure), retryAfter: after)
        case .rejected(let reason, let failure): .rejected(reason, transform(failure))
        case .again: self
        case .held(let identity, let wait, let failure): .held(identity, for: wait, transform(failure))
        case .unclear(let failure): .unclear(transform(failure))
        case .credentialsInvalid(let failure): .credentialsInvalid(transform(failure))
        }
    }
}
