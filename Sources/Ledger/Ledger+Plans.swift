internal import GRDB
public import Machine

extension Ledger {
    /// The plans in force, by name; without those of removed currents that are being drained.
    public func appliedPlans() async throws(LedgerProblem) -> [AppliedPlan] {
        try await read { try PlanTable.plans(draining: false, in: $0) }
    }

    /// The plans of removed currents that still finish what is pending, by name.
    public func drainingPlans() async throws(LedgerProblem) -> [AppliedPlan] {
        try await read { try PlanTable.plans(draining: true, in: $0) }
    }

    /// A number that grows with every change of the applied plans; 0 before the first.
    public func planSerial() async throws(LedgerProblem) -> Int64 {
        try await read { try PlanTable.serial(in: $0) }
    }

    /// What the event types of applied plans carry, by content address, as `PlanChanges.shapes` brought them.
    public func shapes() async throws(LedgerProblem) -> [String: String] {
        try await read { try PlanTable.shapes(in: $0) }
    }

    /// The digests of all plans that were ever in force.
    public func appliedDigests() async throws(LedgerProblem) -> Set<String> {
        try await read { try PlanTable.digests(in: $0) }
    }

    /// What applies did, latest first: to one current, by the name it had then, or to all.
    public func planRecords(
        of current: String? = nil,
        limit: Int = 100
    ) async throws(LedgerProblem) -> [PlanRecord] {
        try await read { try PlanTable.records(of: current, limit: limit, in: $0) }
    }

    /// Changes the applied plans in one transaction, or refuses to and changes nothing.
    ///
    /// Applying the same changes again does nothing, so a killed apply is simply repeated.
    ///
    /// `isBase` is given the plans in force, by name, and says whether they are those the changes were made against.
    /// It is asked within the transaction, so nothing can come between.
    public func apply(
        _ changes: PlanChanges,
        whenBase isBase: @escaping @Sendable ([AppliedPlan]) -> Bool = { _ in true }
    ) async throws(LedgerProblem) -> ApplyOutcome {
        try await write { database in
            guard isBase(try PlanTable.plans(draining: false, in: database)) else {
                return .refused([.baseMoved])
            }
            let applier = try PlanApplier(database: database, changes: changes)
            let refusals = try applier.refusals()
            guard refusals.isEmpty else { return .refused(refusals) }
            return .applied(serial: try applier.apply())
        }
    }

    /// Removes a drained current once nothing of it is pending.
    ///
    /// - Returns: Whether it was removed; false also for a current that is not being drained.
    public func finishDraining(of current: String, at now: WallInstant) async throws(LedgerProblem) -> Bool {
        try await write { database in
            guard let plan = try PlanTable.plan(named: current, in: database), plan.isDraining else {
                return false
            }
            let changes = PlanChanges(removals: [current], onRemove: .drain, at: now)
            _ = try PlanApplier(database: database, changes: changes).apply()
            return try PlanTable.plan(named: current, in: database) == nil
        }
    }
}
