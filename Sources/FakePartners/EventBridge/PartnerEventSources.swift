/// Partner event sources, and how each stands with the account it was offered to.
///
/// PENDING until the account has an event bus of the same name, then ACTIVE. Back to PENDING when that bus is
/// deactivated. DELETED when the partner takes a source away that has a bus, or when nobody claimed it in time; a
/// source without a bus that the partner takes away is gone.
///
/// - Source: botocore's service model 2015-10-07, EventSourceState and PartnerEventSourceAccount, read 2026-11-20.
struct PartnerEventSources: Sendable {
    enum State: String, Sendable {
        case pending = "PENDING"
        case active = "ACTIVE"
        case deleted = "DELETED"
    }

    struct Registration: Sendable, Hashable {
        var account: String
        var created: Int64
        /// The end of the time to claim it; counts again from a deactivation.
        var expires: Int64
        var state = State.pending
        /// Whether the account has made an event bus for it.
        var hasBus = false
    }

    let secondsToExpiry: Int64
    private(set) var registrations: [String: [Registration]] = [:]

    init(secondsToExpiry: Int64) { self.secondsToExpiry = secondsToExpiry }

    /// Lets go of what nobody claimed in time.
    mutating func expire(at now: Int64) {
        for name in registrations.keys {
            change(name) { if $0.state == .pending, now >= $0.expires { $0.state = .deleted } }
        }
    }

    /// Offers a source to an account; false when it has it already.
    mutating func create(_ name: String, account: String, at now: Int64, isActive: Bool) -> Bool {
        var others = registrations[name] ?? []
        guard !others.contains(where: { $0.account == account && $0.state != .deleted }) else { return false }
        others.removeAll { $0.account == account }
        others.append(
            Registration(
                account: account,
                created: now,
                expires: now + secondsToExpiry,
                state: isActive ? .active : .pending,
                hasBus: isActive
            )
        )
        registrations[name] = others
        return true
    }

    /// Takes a source away; nothing happens when it is not there.
    mutating func delete(_ name: String, account: String) {
        change(name, account: account) { $0.state = .deleted }
        registrations[name]?.removeAll { $0.account == account && !$0.hasBus }
        if registrations[name]?.isEmpty == true { registrations[name] = nil }
    }

    /// What the customer does to a source, all accounts or one; false when there is none that could be changed.
    mutating func move(_ name: String, account: String? = nil, to state: State, at now: Int64) -> Bool {
        let expires = now + secondsToExpiry
        return change(name, account: account) { registration in
            guard registration.state != .deleted else { return }
            if state == .active { registration.hasBus = true }
            if state == .pending { registration.expires = expires }
            registration.state = state
        }
    }

    /// What becomes of events from a source: they are taken if one account listens; nil when there is no such source.
    func state(of name: String) -> State? {
        let states = (registrations[name] ?? []).map(\.state)
        return [.active, .pending, .deleted].first { states.contains($0) }
    }

    /// Changes the registrations meant; whether there was one that differs afterwards or was not deleted.
    @discardableResult
    private mutating func change(
        _ name: String,
        account: String? = nil,
        _ body: (inout Registration) -> Void
    ) -> Bool {
        guard var list = registrations[name] else { return false }
        var isFound = false
        for index in list.indices where account == nil || list[index].account == account {
            isFound = isFound || list[index].state != .deleted
            body(&list[index])
        }
        registrations[name] = list
        return isFound
    }
}
