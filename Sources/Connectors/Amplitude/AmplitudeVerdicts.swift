import Delivery
import NIOCore
import Plans

/// One reply → what it means, by the published error table.
///
/// Facts: Amplitude, HTTP V2 API and Batch Event Upload API, "Responses" and "Retries", read 2026-11-20.
struct AmplitudeVerdicts: Sendable {
    /// The daily quota is counted in steps of an hour, so that asking sooner cannot help.
    ///
    /// Source: Amplitude, Batch Event Upload API, "429", read 2026-11-20.
    static let quotaRest = Duration.seconds(3600)

    var api: AmplitudeAPI

    func verdict(on answer: PartnerAnswer, to batch: RecordBatch) -> Verdict {
        switch answer.status {
        case 200..<300: success(answer, batch)
        case 300..<400:
            .misconfigured(
                answer.failure("Amplitude answered \(answer.status), and redirects are not followed")
            )
        case 400: badRequest(answer, batch)
        case 401:
            // Amplitude documents none; who answers so all the same speaks about the key.
            .credentialsInvalid(answer.failure("Amplitude answered 401"))
        case 403: forbidden(answer, batch)
        case 404, 405:
            .misconfigured(answer.failure("Amplitude answered \(answer.status): the address is not its API"))
        case 413: .tooLarge(answer.failure("Amplitude answered 413"))
        case 422: .refused(answer.failure("Amplitude answered 422"))
        case 429: tooMuch(answer, batch)
        default:
            // 500, 502 and 504 may have been taken; a repetition has the same insert_id and is dropped there.
            .transient(answer.failure("Amplitude answered \(answer.status)"), retryAfter: answer.retryAfter)
        }
    }

    /// Amplitude counts what it took; another count than ours says that some were not, and not which.
    ///
    /// All are sent again: their insert_id keeps those that were taken from being counted twice.
    private func success(_ answer: PartnerAnswer, _ batch: RecordBatch) -> Verdict {
        guard let body = AmplitudeAnswer(answer), body.code == 200 || body.eventsIngested != nil else {
            return .transient(answer.failure("Amplitude answered \(answer.status), but not as documented"))
        }
        guard let count = body.eventsIngested, count != batch.count else { return .delivered }
        let words = "Amplitude took \(count) of \(batch.count) events, and does not say which"
        return .transient(answer.failure(words), retryAfter: answer.retryAfter)
    }

    private func badRequest(_ answer: PartnerAnswer, _ batch: RecordBatch) -> Verdict {
        guard let body = AmplitudeAnswer(answer) else {
            return .refused(answer.failure("Amplitude answered 400"))
        }
        if body.missingField == "api_key" || body.error?.lowercased().hasPrefix("invalid api key") == true {
            return .credentialsInvalid(answer.failure("Amplitude does not accept the API key"))
        }
        var sorted = AmplitudeSorting(batch)
        for fault in body.faults {
            sorted.reject(fault.events, answer.failure("Amplitude refuses it (\(fault.words))"))
        }
        let silenced = Verdict.Failure(status: 400, "Amplitude has silenced the event's device")
        sorted.reject(body.silencedEvents, silenced)
        sorted.rejectDevices(body.silencedDevices, silenced)
        hold(body, in: &sorted, status: 400, for: rest(answer))
        // A place that is none of ours casts doubt on what is refused; who is only too fast is held all the same.
        guard sorted.namesSome, !sorted.namesOthers || !sorted.refusesSome else {
            return .refused(answer.failure("Amplitude answered 400"))
        }
        return .perEvent(sorted.verdicts)
    }

    /// A firewall's answer, about what an event holds or about where we send from.
    ///
    /// The engine halves the batch; it sets an event aside only when others pass, and else pauses the current.
    private func forbidden(_ answer: PartnerAnswer, _ batch: RecordBatch) -> Verdict {
        let failure = answer.failure("Amplitude answered 403: a firewall or a region it does not serve")
        return batch.count == 0 ? .misconfigured(failure) : .forbidden(failure)
    }

    /// A request refused as a whole, because of the users and devices that are named, if any are.
    private func tooMuch(_ answer: PartnerAnswer, _ batch: RecordBatch) -> Verdict {
        let wait = rest(answer)
        guard let body = AmplitudeAnswer(answer) else {
            return .transient(answer.failure("Amplitude answered 429"), retryAfter: wait)
        }
        var sorted = AmplitudeSorting(batch)
        hold(body, in: &sorted, status: 429, for: wait)
        guard sorted.namesSome else {
            return .transient(answer.failure("Amplitude answered 429"), retryAfter: wait)
        }
        return .perEvent(sorted.verdicts)
    }

    /// Holds those whom the answer calls too fast or used up; it may do so with 429 and, beside others, with 400.
    private func hold(
        _ body: AmplitudeAnswer,
        in sorted: inout AmplitudeSorting,
        status: Int,
        for wait: Duration
    ) {
        sorted.hold(
            places: [],
            users: body.exhaustedUsers,
            devices: body.exhaustedDevices,
            for: max(Self.quotaRest, wait),
            .init(status: status, "the event's user or device has used up Amplitude's daily quota")
        )
        sorted.hold(
            places: body.throttledEvents,
            users: body.throttledUsers,
            devices: body.throttledDevices,
            for: wait,
            .init(status: status, "the event's user or device sends too fast for Amplitude")
        )
    }

    private func rest(_ answer: PartnerAnswer) -> Duration { max(api.rest, answer.retryAfter ?? .zero) }
}
