public import Machine

/// A plan that is in force.
public struct AppliedPlan: Sendable, Hashable {
    /// The current's name.
    public var name: String
    /// The plan's digest.
    public var digest: String
    /// The plan's canonical JSON.
    public var json: String
    /// When it was applied.
    public var appliedAt: WallInstant
    /// The serial of the apply that brought it.
    public var serial: Int64
    /// Whether the current was removed and only finishes what is pending.
    public var isDraining: Bool
}

/// What an apply did to one current's plan; the ledger keeps all of them.
public struct PlanRecord: Sendable, Hashable {
    /// What was done.
    public enum Action: String, Sendable, Hashable {
        /// The plan came into force.
        case applied
        /// The current took this name; `digest` and `json` are those it had.
        case renamed
        /// The current was removed; `digest` and `json` are its last.
        case removed
        /// The current was removed and finishes what is pending.
        case draining
    }

    /// The serial of the apply.
    public var serial: Int64
    /// The current's name after it.
    public var name: String
    /// What was done.
    public var action: Action
    /// The plan's digest.
    public var digest: String
    /// The plan's canonical JSON.
    public var json: String
    /// When.
    public var at: WallInstant
}

/// Changes of the applied plans, made in one transaction or not at all.
public struct PlanChanges: Sendable, Hashable {
    /// A plan to put in force.
    public struct NewPlan: Sendable, Hashable {
        /// The current's name.
        public var name: String
        /// The plan's digest.
        public var digest: String
        /// The plan's canonical JSON.
        public var json: String

        /// Describes a plan.
        public init(name: String, digest: String, json: String) {
            self.name = name
            self.digest = digest
            self.json = json
        }
    }

    /// A current that takes another name and keeps its place, its counts and its dead letters.
    public struct Rename: Sendable, Hashable {
        /// The name it has; when no current has it, the rename is done already and does nothing.
        public var from: String
        /// The name it gets.
        public var to: String

        /// Describes a rename.
        public init(from: String, to: String) {
            self.from = from
            self.to = to
        }
    }

    /// What happens to the pending events of a removed current.
    public enum OnRemove: Sendable, Hashable {
        /// The whole change is refused while any is pending.
        case refuse
        /// The current delivers them first and takes no new ones.
        case drain
        /// They are counted as dead letters with the reason `current_removed`.
        case deadLetter
    }

    /// Plans to put in force; one that is in force already changes nothing.
    public var plans: [NewPlan]
    /// Renames, done after removals and before `plans`; currents may swap names.
    public var renames: [Rename]
    /// Names of currents to remove; an unknown name does nothing.
    public var removals: [String]
    /// What happens to the pending events of removed currents.
    public var onRemove: OnRemove
    /// When the change is made.
    public var at: WallInstant
    /// The folder that relative paths of the plans are counted from; nil keeps the one that is known.
    public var folder: String?
    /// What the event types of the plans carry, by content address; kept beside what is known.
    public var shapes: [String: String]

    /// Gathers changes.
    public init(
        plans: [NewPlan] = [],
        renames: [Rename] = [],
        removals: [String] = [],
        onRemove: OnRemove = .refuse,
        at: WallInstant,
        folder: String? = nil,
        shapes: [String: String] = [:]
    ) {
        self.plans = plans
        self.renames = renames
        self.removals = removals
        self.onRemove = onRemove
        self.at = at
        self.folder = folder
        self.shapes = shapes
    }
}
