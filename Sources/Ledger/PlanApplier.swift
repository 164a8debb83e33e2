internal import GRDB

/// Carries out one set of plan changes within an open transaction.
struct PlanApplier {
    let database: Database
    let changes: PlanChanges
    private let serial: Int64

    init(database: Database, changes: PlanChanges) throws {
        self.database = database
        self.changes = changes
        self.serial = try PlanTable.serial(in: database) &+ 1
    }

    /// All reasons against the changes; they are looked for before anything is written.
    func refusals() throws -> [ApplyRefusal] {
        try pendingRemovals() + takenNames()
    }

    /// Makes the changes.
    ///
    /// - Returns: The serial now in force.
    func apply() throws -> Int64 {
        var changed = false
        // What is learned of plans that stay as they are changes nothing that is in force.
        for (address, content) in changes.shapes {
            try PlanTable.keep(shape: content, at: address, in: database)
        }
        for name in changes.removals { changed = try remove(name) || changed }
        changed = try rename() || changed
        for plan in changes.plans { changed = try put(plan) || changed }
        changed = try move() || changed
        guard changed else { return serial &- 1 }
        try database.execute(cachedSQL: "UPDATE installation SET plan_serial = ?", [serial])
        return serial
    }

    /// Relative paths may be counted from another folder now.
    private func move() throws -> Bool {
        guard let folder = changes.folder else { return false }
        let sql = "UPDATE installation SET folder = ? WHERE folder <> ?"
        try database.execute(cachedSQL: sql, [folder, folder])
        return database.changesCount > 0
    }

    private func pendingRemovals() throws -> [ApplyRefusal] {
        guard changes.onRemove == .refuse else { return [] }
        return try changes.removals.compactMap { name in
            guard let plan = try PlanTable.plan(named: name, in: database), !plan.isDraining else {
                return nil
            }
            let pending = try pending(of: name)
            return pending > 0 ? .eventsPending(current: name, count: pending) : nil
        }
    }

    /// New names that some current has which this change neither removes at once nor renames away.
    private func takenNames() throws -> [ApplyRefusal] {
        let renames = try effectiveRenames()
        let leaving = Set(renames.map(\.from))
        var claimed: Set<String> = []
        var refusals: [ApplyRefusal] = []
        for rename in renames {
            let isFree = try !leaving.contains(rename.to) && exists(rename.to) ? goes(rename.to) : true
            let isFirst = claimed.insert(rename.to).inserted
            if !isFree || !isFirst { refusals.append(.nameTaken(from: rename.from, to: rename.to)) }
        }
        return refusals
    }

    /// Whether the removal in this change frees the name now rather than when its events are delivered.
    private func goes(_ name: String) throws -> Bool {
        guard changes.removals.contains(name) else { return false }
        return try changes.onRemove != .drain || pending(of: name) == 0
    }

    private func exists(_ name: String) throws -> Bool {
        try PlanTable.plan(named: name, in: database) != nil
            || BookTable.openBook(named: name, in: database) != nil
    }

    private func effectiveRenames() throws -> [PlanChanges.Rename] {
        try changes.renames.filter { rename in
            try rename.from != rename.to && !changes.removals.contains(rename.from) && exists(rename.from)
        }
    }

    private func pending(of name: String) throws -> Int64 {
        guard let book = try BookTable.openBook(named: name, in: database) else { return 0 }
        return try BalanceView.totals(of: book, in: database)?.pending ?? 0
    }
}

extension PlanApplier {
    private func remove(_ name: String) throws -> Bool {
        guard var plan = try PlanTable.plan(named: name, in: database) else { return false }
        let pending = try pending(of: name)
        // A drain that is under way goes on, unless its events are to be given up.
        if plan.isDraining, pending > 0, changes.onRemove != .deadLetter { return false }
        plan.serial = serial
        plan.appliedAt = changes.at
        if pending > 0, changes.onRemove == .drain {
            plan.isDraining = true
            try PlanTable.write(plan, to: database)
            try PlanTable.record(plan, .draining, in: database)
            return true
        }
        try PlanTable.remove(name, from: database)
        try PlanTable.record(plan, .removed, in: database)
        if let book = try BookTable.openBook(named: name, in: database) {
            try BookCloser(database: database, at: changes.at).close(book)
        }
        return true
    }

    /// Goes by way of names that no current can have, so that currents may swap theirs.
    private func rename() throws -> Bool {
        let renames = try effectiveRenames()
        for (number, rename) in renames.enumerated() {
            try PlanTable.rename(rename.from, to: ":\(number)", in: database)
        }
        for (number, rename) in renames.enumerated() {
            try PlanTable.rename(":\(number)", to: rename.to, in: database)
            guard var plan = try PlanTable.plan(named: rename.to, in: database) else { continue }
            plan.serial = serial
            plan.appliedAt = changes.at
            try PlanTable.write(plan, to: database)
            try PlanTable.record(plan, .renamed, in: database)
        }
        return !renames.isEmpty
    }

    private func put(_ new: PlanChanges.NewPlan) throws -> Bool {
        let old = try PlanTable.plan(named: new.name, in: database)
        if let old, !old.isDraining, old.digest == new.digest, old.json == new.json { return false }
        let plan = AppliedPlan(
            name: new.name,
            digest: new.digest,
            json: new.json,
            appliedAt: changes.at,
            serial: serial,
            isDraining: false
        )
        try PlanTable.write(plan, to: database)
        try PlanTable.record(plan, .applied, in: database)
        // A current that is taken back while it was drained has no end any more.
        let sql = """
            UPDATE book SET end_position = NULL, end_accepted = NULL
            WHERE name = ? AND closed_at IS NULL AND end_position IS NOT NULL
            """
        try database.execute(cachedSQL: sql, [new.name])
        return true
    }
}
