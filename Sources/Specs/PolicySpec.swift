public import Diagnostics

/// A `kind: Policy` document as it was written: what holds for every current of the workspace.
public struct PolicySpec: Sendable {
    /// The regions one partner may be used in.
    public struct RegionRule: Sendable {
        /// The partner, by name.
        public var partner: Located<String>
        /// Region names and globs, in reading order; empty only when all were reported.
        public var allowed: [Located<String>]

        /// Pairs a partner with regions.
        public init(partner: Located<String>, allowed: [Located<String>]) {
            self.partner = partner
            self.allowed = allowed
        }
    }

    /// Fields that may not leave in clear.
    public struct PersonalFieldsRule: Sendable {
        /// Where findings and notes about the rule point: its first key.
        public var range: SourceRange
        /// Paths and globs in the source event; nil means every field that is known to be personal.
        public var fields: [Located<String>]?
        /// The partners it holds for, by name; nil means all.
        public var partners: [Located<String>]?

        /// Gathers a rule; nothing is checked.
        public init(range: SourceRange, fields: [Located<String>]? = nil, partners: [Located<String>]? = nil)
        {
            self.range = range
            self.fields = fields
            self.partners = partners
        }
    }

    /// Name, owner and labels.
    public var metadata: Metadata
    /// The `spec:` key.
    public var specKey: SourceRange
    /// `spec.regions`, in reading order.
    public var regions: [RegionRule]
    /// `spec.personalFields`, in reading order.
    public var personalFields: [PersonalFieldsRule]
    /// `spec.requireOwner`.
    public var requireOwner: Located<Bool>?
    /// `spec.requireLabels`: keys of labels that every current must have, in reading order.
    public var requireLabels: [Located<String>]
    /// `spec.forbiddenEvents`: what no current may deliver.
    public var forbiddenEvents: [Located<EventsSpec.Selector>]

    /// Gathers a policy; nothing is checked.
    public init(
        metadata: Metadata,
        specKey: SourceRange,
        regions: [RegionRule] = [],
        personalFields: [PersonalFieldsRule] = [],
        requireOwner: Located<Bool>? = nil,
        requireLabels: [Located<String>] = [],
        forbiddenEvents: [Located<EventsSpec.Selector>] = []
    ) {
        self.metadata = metadata
        self.specKey = specKey
        self.regions = regions
        self.personalFields = personalFields
        self.requireOwner = requireOwner
        self.requireLabels = requireLabels
        self.forbiddenEvents = forbiddenEvents
    }
}
