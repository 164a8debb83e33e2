/// What would change, against a base, for the currents of a workspace to be as desired.
///
/// It holds the desired plans themselves and is bound to its base, so that what was reviewed is what is applied.
public struct ChangeSet: Sendable, Hashable {
    /// Raised when an older program would misread a newer change set.
    public static let currentFormatVersion = 1

    /// What happens to a current.
    public enum Action: String, Sendable, Hashable, Codable, CaseIterable {
        case create, update, delete, unchanged
    }

    /// One current and what happens to it.
    public struct Change: Sendable, Hashable, Codable {
        /// The current, by its name after the change.
        public var current: String
        /// What happens.
        public var action: Action
        /// The name it has in the base, when that is another: position and books move along.
        public var renamedFrom: String?
        /// How an updated current differs; empty for every other action.
        public var differences: [PlanDifference]
    }

    /// The digest of the base; see `baseDigest(of:)`.
    public let baseDigest: String
    /// One change per current of the base and of the desired plans, sorted by name.
    public let changes: [Change]
    /// The desired plans, sorted by name.
    public let plans: [PlanFile]
    /// The digests of the base's plans by name; nil in a file that a program wrote which did not keep them.
    public let base: [String: String]?
    /// The shapes that the desired plans refer to, as far as they are known.
    public let shapes: ShapeBook

    /// Compares desired plans with a base.
    ///
    /// - Parameters:
    ///   - base: The plans in force, in any order; empty when nothing was ever applied.
    ///   - desired: The whole workspace, in any order: a current that is not in it is deleted. Names are unique.
    ///   - shapes: What is known of the fields of types; those that the desired plans refer to are kept.
    public init(from base: [PlanFile], to desired: [Plan], shapes: ShapeBook = ShapeBook()) {
        self.baseDigest = Self.baseDigest(of: base)
        self.plans = desired.map { PlanFile($0) }.sorted { $0.plan.current < $1.plan.current }
        self.changes = Self.changes(from: base, to: plans)
        self.base = Dictionary(base.map { ($0.plan.current, $0.digest) }) { first, _ in first }
        self.shapes = shapes.shapes(of: desired)
    }

    init(
        baseDigest: String,
        base: [String: String]?,
        changes: [Change],
        plans: [PlanFile],
        shapes: ShapeBook
    ) {
        self.baseDigest = baseDigest
        self.base = base
        self.changes = changes
        self.plans = plans
        self.shapes = shapes
    }

    /// SHA-256 over the names and digests of plans, whatever their order: `sha256:` and 64 hexadecimal digits.
    public static func baseDigest(of base: [PlanFile]) -> String {
        digest(ofBase: base.map { ($0.plan.current, $0.digest) })
    }

    static func digest(ofBase base: [(key: String, value: String)]) -> String {
        let sorted = base.sorted { ($0.key, $0.value) < ($1.key, $1.value) }
        return CanonicalJSON.array(sorted.map { .array([.text($0.key), .text($0.value)]) }).digest
    }

    /// How many currents an action happens to.
    public func count(of action: Action) -> Int { changes.count { $0.action == action } }

    /// Whether the base is already as desired.
    public var isEmpty: Bool { changes.allSatisfy { $0.action == .unchanged } }

    /// Refuses a base that has moved on since the comparison.
    ///
    /// - Throws: `ChangeSetProblem.stale`.
    public func check(against base: [PlanFile]) throws(ChangeSetProblem) {
        guard Self.baseDigest(of: base) == baseDigest else { throw .stale }
    }

    /// The currents that are not as they were in the base, sorted; empty also when that is not known.
    public func movedCurrents(in now: [PlanFile]) -> [String] {
        guard let base else { return [] }
        let now = Dictionary(now.map { ($0.plan.current, $0.digest) }) { first, _ in first }
        return Set(base.keys).union(now.keys).filter { base[$0] != now[$0] }.sorted()
    }

    /// Whether the base holds plans, and none of them is among `digests`.
    ///
    /// - Parameter digests: The digests of all plans that a state has ever held.
    /// - Returns: Whether it was made for another state; false for a base without plans, which fits every state.
    public func isFromAnotherState(than digests: Set<String>) -> Bool {
        guard let base, !base.isEmpty else { return false }
        return digests.isDisjoint(with: base.values)
    }

    /// Whether `base` is what applying this change set leads to: a second `apply` has nothing left to do.
    public func isApplied(to base: [PlanFile]) -> Bool {
        Self.baseDigest(of: base) == Self.baseDigest(of: plans)
    }

    private static func changes(from base: [PlanFile], to desired: [PlanFile]) -> [Change] {
        let known = Dictionary(base.map { ($0.plan.current, $0) }) { first, _ in first }
        let wanted = Set(desired.map(\.plan.current))
        var renamed: Set<String> = []
        var changes = desired.map { file in
            let name = file.plan.current
            if let old = known[name] { return change(of: name, from: old, to: file) }
            guard let oldName = file.plan.renamedFrom, let old = known[oldName], !wanted.contains(oldName),
                renamed.insert(oldName).inserted
            else { return Change(current: name, action: .create, differences: []) }
            var change = change(of: name, from: old, to: file)
            change.renamedFrom = oldName
            return change
        }
        changes += known.keys.filter { !wanted.contains($0) && !renamed.contains($0) }
            .map { Change(current: $0, action: .delete, differences: []) }
        return changes.sorted { $0.current < $1.current }
    }

    private static func change(of name: String, from old: PlanFile, to new: PlanFile) -> Change {
        guard old.digest != new.digest else {
            return Change(current: name, action: .unchanged, differences: [])
        }
        return Change(
            current: name,
            action: .update,
            differences: PlanDiff.differences(from: old.plan, to: new.plan)
        )
    }
}
