public import Diagnostics
internal import Plans

/// What came of applying changes.
public enum ApplyOutcome: Sendable, Hashable {
    /// The changes are in force; equal serials before and after mean that there was nothing to change.
    case applied(serial: Int64)
    /// Nothing was changed, for every reason named.
    case refused([ApplyRefusal])
}

/// Why changes were refused.
public enum ApplyRefusal: Sendable, Hashable {
    /// The plans in force are not those the changes were made against.
    case baseMoved
    /// A removed current still has pending events.
    case eventsPending(current: String, count: Int64)
    /// The new name of a current belongs to another.
    case nameTaken(from: String, to: String)

    /// The refusal as a finding.
    public var diagnostic: Diagnostic {
        switch self {
        case .baseMoved: ChangeSetProblem.stale.diagnostic(file: nil)
        case .eventsPending(let current, let count):
            LedgerRules.eventsPending.diagnostic(
                at: nil,
                "current '\(current)' cannot be removed: \(count) events are pending",
                help: "choose with '--on-remove drain' or '--on-remove dead-letter'"
            )
        case .nameTaken(let from, let to):
            LedgerRules.nameTaken.diagnostic(
                at: nil,
                "current '\(from)' cannot be renamed to '\(to)': another current has that name",
                help: "choose another name, or remove current '\(to)' in the same change"
            )
        }
    }
}
