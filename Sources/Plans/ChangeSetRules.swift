public import Diagnostics

/// Why a change set is refused; nothing of it is applied.
public enum ChangeSetProblem: Error, Sendable, Hashable {
    /// The base is no longer the one it was compared with.
    case stale
    /// The content is not what the digest was taken over.
    case edited
    /// The file breaks off.
    case truncated
    /// No JSON, or JSON of another kind, which is named when the file names it.
    case foreign(kind: String?)
    /// Written by a newer currentsctl, in this format.
    case newerFormat(Int)
    /// None of the plans it was compared with was ever in force in the state it is applied to.
    case otherState
}

/// The manual pages of refused change sets and plan files.
public enum ChangeSetRules {
    static let stale = CatalogueEntry(
        code: "CUR501",
        name: "stale-change-set",
        explanation: """
            A change set is bound to the plans that were in force when it was made. When others have been applied \
            since, the reviewed changes may no longer be the changes that would happen.
            """
    )
    static let edited = CatalogueEntry(
        code: "CUR502",
        name: "edited-change-set",
        explanation: """
            A change set carries a digest of its content. A file that no longer agrees with its digest is not what was \
            reviewed, so none of it is applied. Edit the specs and make a new one.
            """
    )
    static let truncated = CatalogueEntry(
        code: "CUR503",
        name: "truncated-change-set",
        explanation:
            "The file ends in the middle: it was not written or copied completely. None of it is applied."
    )
    static let foreign = CatalogueEntry(
        code: "CUR504",
        name: "foreign-change-set",
        explanation: """
            What was given as a change set is something else, such as a resolved plan, a spec or the text that \
            'plan' prints. A change set is the file that 'plan --out' writes.
            """
    )
    static let newer = CatalogueEntry(
        code: "CUR505",
        name: "newer-change-set",
        explanation: """
            The change set was written in a format that this program does not know, so it cannot be applied without \
            the risk of misreading it.
            """
    )
    static let foreignPlan = CatalogueEntry(
        code: "CUR511",
        name: "foreign-plan",
        explanation:
            "The file is not a resolved plan. Resolved plans are the files that 'compile --out' writes."
    )
    static let truncatedPlan = CatalogueEntry(
        code: "CUR512",
        name: "truncated-plan",
        explanation: "The resolved plan ends in the middle: it was not written or copied completely."
    )
    static let editedPlan = CatalogueEntry(
        code: "CUR513",
        name: "edited-plan",
        explanation: """
            A resolved plan carries a digest of its content and is never edited by hand: change the spec and compile \
            it again.
            """
    )
    static let newerPlan = CatalogueEntry(
        code: "CUR514",
        name: "newer-plan",
        explanation: "The resolved plan was written in a format that this program does not know."
    )
    static let otherState = CatalogueEntry(
        code: "CUR530",
        name: "change-set-of-another-state",
        explanation: """
            A change set names the plans it was compared with. When the state has never held any of them, the change \
            set was made for another state, such as that of another environment. None of it is applied.
            """
    )

    /// Every entry, sorted by code.
    public static let all = [
        stale, edited, truncated, foreign, newer, foreignPlan, truncatedPlan, editedPlan, newerPlan,
        otherState,
    ]
}

extension ChangeSetProblem {
    /// The finding about a change set file, by the name the user gave it; nil when it was never a file.
    public func diagnostic(file: String?) -> Diagnostic {
        let subject = file.map { "change set '\($0)'" } ?? "the change set"
        let again = "make a new one with 'currentsctl plan'"
        return switch self {
        case .stale:
            ChangeSetRules.stale.diagnostic(
                at: nil,
                "\(subject) was made against plans that are no longer in force",
                help: again + ", and review it again"
            )
        case .edited:
            ChangeSetRules.edited.diagnostic(
                at: nil,
                "\(subject) does not agree with its digest",
                help: again
            )
        case .truncated:
            ChangeSetRules.truncated.diagnostic(at: nil, "\(subject) breaks off", help: again)
        case .foreign(let kind):
            ChangeSetRules.foreign.diagnostic(
                at: nil,
                kind == PlanFile.kind
                    ? "\(subject) is a resolved plan and no change set" : "\(subject) is not a change set",
                help: "give the file that 'currentsctl plan --out' wrote"
            )
        case .otherState:
            ChangeSetRules.otherState.diagnostic(
                at: nil,
                "\(subject) was made for another state: this one has never held a plan it was compared with",
                help: "apply it with the '--state' it was planned with, or \(again)"
            )
        case .newerFormat(let version):
            ChangeSetRules.newer.diagnostic(
                at: nil,
                "\(subject) is written in format \(version), and this program reads up to "
                    + "\(ChangeSet.currentFormatVersion)",
                help: "update currentsctl, or \(again)"
            )
        }
    }
}

extension PlanFileProblem {
    /// The finding about a plan file, by the name the user gave it.
    public func diagnostic(file: String) -> Diagnostic {
        let again = "write it again with 'currentsctl compile'"
        return switch self {
        case .notAPlan:
            ChangeSetRules.foreignPlan.diagnostic(at: nil, "'\(file)' is not a resolved plan", help: again)
        case .truncated:
            ChangeSetRules.truncatedPlan.diagnostic(at: nil, "plan '\(file)' breaks off", help: again)
        case .edited:
            ChangeSetRules.editedPlan.diagnostic(
                at: nil,
                "plan '\(file)' does not agree with its digest",
                help: again
            )
        case .newerFormat(let version):
            ChangeSetRules.newerPlan.diagnostic(
                at: nil,
                "plan '\(file)' is written in format \(version), and this program reads up to "
                    + "\(Plan.currentFormatVersion)",
                help: "update currentsctl, or \(again)"
            )
        }
    }
}
