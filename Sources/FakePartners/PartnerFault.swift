/// A fault only one partner knows, as a line of a script names it.
public struct PartnerFault: Sendable, Hashable {
    /// The action's name.
    public var name: String
    /// The settings that were given; an action with a value of its own finds it under its own name.
    public var settings: [String: String] = [:]

    /// A fault without settings.
    public init(name: String) { self.name = name }

    /// The setting's value; nil when it was not given.
    public subscript(setting: String) -> String? { settings[setting] }
}

/// How a fault of a partner's own is written.
public struct FaultForm: Sendable {
    /// The action's name.
    public var name: String
    /// Whether it is written `name=VALUE`; otherwise as a bare word.
    public var takesValue: Bool
    /// The names of further settings, none of them asked for by the reader itself.
    public var settings: [String]
    /// Says what is wrong with a fault of this form, in words that follow its name; nil when nothing is.
    public var check: @Sendable (PartnerFault) -> String?

    /// Describes a fault.
    ///
    /// - Parameters:
    ///   - name: The action's name.
    ///   - takesValue: Whether it is written `name=VALUE`.
    ///   - settings: The names of further settings.
    ///   - check: Says what is wrong with a fault of this form; nil when nothing is.
    public init(
        _ name: String,
        takesValue: Bool = false,
        settings: [String] = [],
        check: @escaping @Sendable (PartnerFault) -> String? = { _ in nil }
    ) {
        self.name = name
        self.takesValue = takesValue
        self.settings = settings
        self.check = check
    }
}
