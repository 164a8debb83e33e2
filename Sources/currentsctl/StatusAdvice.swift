import Connectors
import Delivery
import Ledger
import Machine
import Plans

/// Answers to what people ask when they look at a partner and miss something: not there, late, not matching.
struct StatusAdvice {
    /// One answer.
    struct Line: Sendable, Hashable {
        /// What was asked.
        enum Question: String, Sendable, Hashable {
            case notAppearing = "not_appearing"
            case delayed
            case notMatching = "not_matching"
        }

        var question: Question
        var words: String
    }

    let plan: Plan
    let progress: CurrentProgress?
    let totals: CurrentTotals?
    let deadLetters: [(reason: String, words: String, events: Int64)]
    let resource: PartnerResourceRecord?
    let holds: [PartnerHold]
    let now: WallInstant

    /// The answers, in the order of the questions; none when there is nothing to say.
    var lines: [Line] { missing + late + mismatched }

    private var title: String {
        ConnectorRegistry.requirements.first { $0.partner == plan.partner }?.title ?? plan.partner
    }

    private var missing: [Line] {
        var words: [String] = []
        if !plan.isEnabled { words.append("the current is disabled: events are kept and none is sent") }
        if case .paused(let cause, let since, let detail)? = progress?.condition {
            let newer = resource?.cause(insteadOf: cause, since: since)
            let why = newer == nil ? detail : "'apply' has looked at it since, and the runner takes it up"
            words.append("nothing is sent since \(Moments.text(since)) (\(newer ?? cause)): \(why)")
        }
        if let resource, resource.status == "pending", let deadline = PartnerResourceState(resource).deadline,
            deadline > now
        {
            let span = Moments.span(from: now, to: deadline)
            words.append("\(resource.kind) \(resource.name) goes in \(span) unless it is made active")
        }
        for (reason, count) in (progress?.filtered ?? [:]).sorted(by: { $0.key.rawValue < $1.key.rawValue })
        where count > 0 {
            words.append("\(counted(count, "event")) left out: \(reason.explanation)")
        }
        for letter in deadLetters {
            let detail = letter.words.isEmpty ? "" : ": \(letter.words)"
            words.append("\(counted(letter.events, "event")) set aside (\(letter.reason))\(detail)")
        }
        return words.map { Line(question: .notAppearing, words: $0) }
    }

    private var late: [Line] {
        var words: [String] = []
        if let rate = plan.delivery.perIdentity, let identities = progress?.identities, identities.parked > 0
        {
            let limit =
                "\(rate.eventsPerSecond) events a second"
                + (rate.eventsPerDay.map { " and \($0) a day" } ?? "")
            var text =
                "\(counted(identities.parked, "event")) of \(identities.identities) users or devices "
                + "wait below \(limit) each; everybody else's go on"
            if let due = identities.dueAt, due > now {
                text += ", the next in \(Moments.span(from: now, to: due))"
            }
            words.append(text)
        }
        for hold in holds where hold.identity == 0 && hold.until > now {
            let said = hold.detail.isEmpty ? "" : " (\(hold.detail))"
            words.append(
                "\(title) wants to be left alone for \(Moments.span(from: now, to: hold.until))\(said)"
            )
        }
        let parked = progress?.identities?.parked ?? 0
        if let pending = totals?.pending, pending > parked {
            words.append("\(counted(pending - parked, "event")) accepted and not yet taken by \(title)")
        }
        return words.map { Line(question: .delayed, words: $0) }
    }

    private var mismatched: [Line] {
        guard plan.delivery.perIdentity != nil else { return [] }
        var words = [
            "users are matched by external_user_id, which must be the user id at \(title); device_id serves only those without one"
        ]
        if let anonymous = progress?.identities?.anonymous, anonymous > 0 {
            words.append(
                "\(counted(anonymous, "event")) carried a device and no user: they match only where the app gives "
                    + "\(title) the same device id"
            )
        }
        return words.map { Line(question: .notMatching, words: $0) }
    }
}

extension FilterReason {
    /// Why an event is left out, for people.
    fileprivate var explanation: String {
        switch self {
        case .notSelected: "the spec does not select their type (not_selected)"
        case .unknownEventType: "the glossary does not know their type (unknown_event_type)"
        case .noIdentity: "they have neither external_user_id nor device_id (no_identity)"
        }
    }
}

extension PartnerResourceRecord {
    /// What a pause is about by now, when the resource was looked at after it began; nil when nothing is newer.
    func cause(insteadOf cause: String, since: WallInstant) -> String? {
        let causes: [PauseCause] = [.pendingAssociation, .needsRecreate]
        guard causes.contains(where: { $0.rawValue == cause }), checkedAt > since else { return nil }
        switch PartnerResourceState.Status(rawValue: status) {
        case .pending:
            return PauseCause.pendingAssociation.rawValue == cause
                ? nil : PauseCause.pendingAssociation.rawValue
        case .active: return "pending"
        case .deleted, .missing, nil: return nil
        }
    }
}
