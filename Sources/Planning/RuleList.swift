/// Every rule, sorted by code.
///
/// A new rule is a file in `Rules` and a line here.
let ruleList: [any Rule.Type] = [
    // The workspace: CUR250 and above, below which the shape of documents is checked
    DuplicateName.self,
    UnknownSource.self,
    StandardInputTwice.self,
    RenameConflict.self,
    OutOfBounds.self,

    // The event glossary
    UnknownEvent.self,
    UnmatchedGlob.self,
    UnknownGroup.self,
    RetiredEvent.self,
    StorageOnlyEvent.self,
    DeprecatedEvent.self,
    NotExportedEvent.self,
    UnlistedEvent.self,
    IdleExclude.self,
    NothingSelected.self,
    UnusedCustomEvents.self,

    // What partners require
    UnknownPartner.self,
    MissingRegion.self,
    UnknownRegion.self,
    NeedlessRegion.self,
    MissingCredential.self,
    UnknownCredential.self,
    LiteralSecret.self,
    UnknownSetting.self,
    MissingSetting.self,
    BadSetting.self,
    MissingEndpoint.self,
    BadEndpoint.self,
    EndpointWithUserInfo.self,
    PlaintextEndpoint.self,
    LoopbackEndpoint.self,
    PrivateEndpoint.self,
    IgnoredEndpointPath.self,
    BatchTooLarge.self,
]
