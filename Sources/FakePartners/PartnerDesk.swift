import Synchronization

/// Takes one request to its end: faults, the partner's judgement, the books.
///
/// Knows nothing of connections.
final class PartnerDesk: Sendable {
    /// What is to be done with the connection.
    enum Reply: Sendable {
        case answer(FakeAnswer)
        /// The connection breaks; the answer is what would have been said.
        case fault(ConnectionFault, FakeAnswer)
    }

    let ledger: AcceptanceLedger
    let maximumBodyBytes: Int
    let partner: any FakePartner
    private let faults: Mutex<FaultState>
    private let pause: @Sendable (Duration) async throws -> Void

    init(
        partner: any FakePartner,
        ledger: AcceptanceLedger,
        faults: [FaultRule],
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.partner = partner
        self.ledger = ledger
        self.pause = pause
        maximumBodyBytes = partner.maximumBodyBytes
        self.faults = Mutex(FaultState(rules: faults, token: partner.token))
    }

    /// Deals with one request.
    ///
    /// - Parameter request: Nil when its body was larger than the partner reads.
    /// - Returns: What to answer, or how to break the connection.
    func serve(_ request: PartnerRequest?) async -> Reply {
        let number = ledger.beginRequest()
        var request = request
        let operation = request.flatMap { partner.operation(of: $0) }
        let (plan, credential) = faults.withLock { ($0.next(operation: operation), $0.credential) }
        // A fake that is told to stop while it waits answers at once.
        if plan.delay > .zero { try? await pause(plan.delay) }
        request?.faults = plan.partnerFaults
        let reply = reply(to: request, number, plan, credential)
        switch reply {
        case .answer(let answer): ledger.noteAnswer(status: answer.status)
        case .fault: ledger.noteUnanswered()
        }
        return reply
    }

    /// Puts other faults in force.
    func replaceFaults(_ rules: [FaultRule]) { faults.withLock { $0.replace(with: rules) } }

    /// Forgets all requests and starts the faults again.
    func reset() {
        ledger.reset()
        partner.reset()
        faults.withLock { $0.restart() }
    }

    private func reply(
        to request: PartnerRequest?,
        _ number: Int,
        _ plan: FaultPlan,
        _ credential: FakeCredential
    ) -> Reply {
        switch plan.effect {
        case .answer(let answer): return .answer(answer)
        case .answerAfter(let scripted):
            let judged = answer(to: request, number, plan, credential)
            return .answer((200...299).contains(judged.status) ? scripted : judged)
        case .connection(let fault) where !fault.takesEvents:
            return .fault(fault, FakeAnswer(status: 200, text: ""))
        case .connection(let fault): return .fault(fault, answer(to: request, number, plan, credential))
        case .error, nil: return .answer(answer(to: request, number, plan, credential))
        }
    }

    private func answer(
        to request: PartnerRequest?,
        _ number: Int,
        _ plan: FaultPlan,
        _ credential: FakeCredential
    ) -> FakeAnswer {
        guard let request else { return partner.tooLarge() }
        switch partner.judge(request, credential: credential, script: script(plan, for: request)) {
        case .refused(let answer), .control(let answer):
            return answer
        case .probe(let answer):
            ledger.noteProbe()
            return answer
        case .accepted(let events, let answer):
            if let rejection = plan.rejections.first(where: { rejection in
                events.contains { $0.id == rejection.id }
            }) {
                return FakeAnswer(status: rejection.status, text: "a scripted refusal of an event")
            }
            do {
                try ledger.take(events, from: request.body, request: number)
                return answer
            } catch {
                return FakeAnswer(status: 500, text: "the fake cannot write its record")
            }
        }
    }

    /// What of a plan the partner itself must carry out.
    private func script(_ plan: FaultPlan, for request: PartnerRequest) -> FaultScript {
        var script = FaultScript()
        if case .error(let error) = plan.effect { script.error = error }
        script.resultsShift = plan.resultsShift
        let operation = partner.operation(of: request)
        script.entryError = { id in self.faults.withLock { $0.entryError(id: id, operation: operation) } }
        return script
    }
}
