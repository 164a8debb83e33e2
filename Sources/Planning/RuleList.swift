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

    // Policies
    ForbiddenRegion.self,
    PersonalFieldsInClear.self,
    UnknownPolicyPartner.self,
    UnknownPolicyRegion.self,
    UnmatchedFieldPattern.self,
    ForbiddenEvent.self,
    MissingOwner.self,
    MissingLabel.self,
    IdlePolicy.self,

    // The runner's settings
    SecondWorkspace.self,
    ContradictingSettings.self,
    NotInEffect.self,

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

    // Filters
    UnknownFilterField.self,
    FilterTypeMismatch.self,
    ImpossibleBounds.self,
    RequiredFieldAbsent.self,
    UnknownFilterValue.self,
    FilterPassesNothing.self,
    FilterLeavesOutType.self,
    IdleFilterTest.self,
    RepeatedFilterTest.self,

    // Custom events
    DuplicateCustomEvent.self,
    IdleCustomEvent.self,
    MisspelledCustomEvent.self,
    BadPropertyName.self,
    SecondPurchase.self,

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
    LonelySetting.self,
    MissingAlternative.self,
    CompetingSettings.self,
    UnknownRenamedEvent.self,
    UnselectedRename.self,
    BadEventName.self,
    UnknownService.self,
    NeedlessService.self,
    CollidingEventNames.self,
    ManyEventNames.self,
    RateAboveLimit.self,
    BadComposedName.self,
    RevealingName.self,
]
