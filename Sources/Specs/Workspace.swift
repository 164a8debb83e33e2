public import Diagnostics

// Specs turns YAML text into typed declarations that remember where they were written. Nothing here judges whether
// an event, partner or credential exists: that is Planning's work.

/// Everything people declared in the files and folders they named.
public struct Workspace: Sendable {
    /// The currents, in reading order.
    public var currents: [CurrentSpec]
    /// The sources, in reading order.
    public var sources: [SourceSpec]
    /// The custom events declared, in reading order.
    public var customEvents: [CustomEventSpec] = []
    /// The policies, in reading order.
    public var policies: [PolicySpec] = []
    /// What the documents of kind Workspace say, in reading order; more than one is a mistake.
    public var settings: [WorkspaceSpec] = []
    /// The tests, in reading order.
    public var tests: [TestSpec] = []
    /// The comments that allow findings, in reading order.
    public var allowances: [AllowanceComment] = []
    /// The files read, for excerpts and digests, in reading order.
    public var files: [SourceFile]
    /// Whether every document could be read far enough to know its name: only then is what is not here not declared.
    public var isWhole = true

    /// Gathers declarations; nothing is checked.
    public init(currents: [CurrentSpec] = [], sources: [SourceSpec] = [], files: [SourceFile] = []) {
        self.currents = currents
        self.sources = sources
        self.files = files
    }
}

/// What every document says about itself.
public struct Metadata: Sendable {
    /// The name, unique among documents of one kind; `[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?`.
    public var name: Located<String>
    /// The name the current had before.
    public var renamedFrom: Located<String>?
    /// Who hears about an expiring key.
    public var owner: Located<String>?
    /// Free labels, in reading order.
    public var labels: [(key: Located<String>, value: Located<String>)]

    /// Gathers metadata.
    public init(
        name: Located<String>,
        renamedFrom: Located<String>? = nil,
        owner: Located<String>? = nil,
        labels: [(key: Located<String>, value: Located<String>)] = []
    ) {
        self.name = name
        self.renamedFrom = renamedFrom
        self.owner = owner
        self.labels = labels
    }
}
