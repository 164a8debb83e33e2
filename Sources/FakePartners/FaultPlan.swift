/// What is to go wrong with one request.
struct FaultPlan: Sendable, Hashable {
    /// What decides instead of the partner.
    enum Effect: Sendable, Hashable {
        case answer(FakeAnswer)
        /// The request is dealt with; an answer that takes it is replaced by this one.
        case answerAfter(FakeAnswer)
        case connection(ConnectionFault)
        case error(FaultScript.ScriptedError)
    }

    var delay: Duration = .zero
    var effect: Effect?
    /// What only the partner understands.
    var partnerFaults: [PartnerFault] = []
    /// Batches to refuse, by the event they hold.
    var rejections: [Rejection] = []
    /// Results to leave out (below 0) or make up.
    var resultsShift = 0

    struct Rejection: Sendable, Hashable {
        var id: [UInt8]
        var status: Int
    }
}

/// The faults in force, and the token they have made.
struct FaultState: Sendable {
    private let initialToken: String?
    private var initialRules: [FaultRule]
    private var rules: [FaultRule]
    private(set) var credential: FakeCredential

    init(rules: [FaultRule], token: String?) {
        initialToken = token
        initialRules = rules
        self.rules = rules
        credential = FakeCredential(token: token)
    }

    /// Puts other rules in force, which count from now on; a token that has changed stays changed.
    mutating func replace(with rules: [FaultRule]) {
        initialRules = rules
        self.rules = rules
    }

    /// Starts again: the same rules, nothing counted, the first token.
    mutating func restart() { self = FaultState(rules: initialRules, token: initialToken) }

    /// Asks the rules about single events whether one of them strikes the next.
    mutating func entryError(id: [UInt8], operation: String?) -> String? {
        var found: String?
        for index in rules.indices where rules[index].isAbout(operation) {
            guard case .entryError(let code, let only) = rules[index].action,
                only.map({ $0.utf8.elementsEqual(id) }) ?? true, rules[index].holdsForNext()
            else { continue }
            found = found ?? code
        }
        return found
    }

    /// Asks every rule about the next request.
    mutating func next(operation: String? = nil) -> FaultPlan {
        var plan = FaultPlan()
        for index in rules.indices
        where !rules[index].isAboutEvents && rules[index].isAbout(operation) && rules[index].holdsForNext() {
            switch rules[index].action {
            case .entryError: break
            case .error(let code, let status):
                plan.effect = plan.effect ?? .error(.init(code: code, status: status))
            case .results(let shift): plan.resultsShift += shift
            case .delay(let duration): plan.delay += duration
            case .token(let token): credential.rotate(to: token)
            case .partner(let fault): plan.partnerFaults.append(fault)
            case .statusAfter(let status):
                let answer = FakeAnswer(status: status, text: "a scripted fault")
                plan.effect = plan.effect ?? .answerAfter(answer)
            case .reject(let id, let status):
                plan.rejections.append(.init(id: Array(id.utf8), status: status))
            case .connection(let fault): plan.effect = plan.effect ?? .connection(fault)
            case .status(let status, let retryAfter, let isEmpty):
                let answer = FakeAnswer(
                    status: status,
                    text: isEmpty ? "" : "a scripted fault",
                    retryAfter: retryAfter.map { String($0) }
                )
                plan.effect = plan.effect ?? .answer(answer)
            }
        }
        return plan
    }
}
