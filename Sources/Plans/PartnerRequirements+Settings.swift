extension PartnerRequirements {
    /// One partner-specific setting.
    public struct Setting: Sendable, Hashable {
        /// The kinds of value a setting takes.
        public enum Kind: Sendable, Hashable {
            /// Text of at least one character, of a form when one is given.
            case text(TextForm? = nil)
            /// A whole number within bounds.
            case integer(ClosedRange<Int>)
            /// `true` or `false`.
            case boolean
            /// One of a closed list.
            case choice([String])
            /// A mapping from canonical event types to the names the partner gets instead of its own.
            case eventNames
        }

        /// A form that text must have.
        public struct TextForm: Sendable, Hashable {
            /// A regular expression that the whole text must match.
            public var pattern: String
            /// The form in words: `12 digits`.
            public var words: String

            /// Declares a form.
            public init(_ pattern: String, _ words: String) {
                self.pattern = pattern
                self.words = words
            }
        }

        /// When a spec must give a setting.
        public enum Need: Sendable, Hashable {
            case never
            case always
            /// Whenever another setting is given.
            case with(String)
        }

        /// The key below `spec.settings`.
        public var name: String
        /// What it does, for people.
        public var summary: String
        /// What it takes.
        public var kind: Kind
        /// When a spec must give it.
        public var need: Need
        /// The setting without which this one means nothing; nil when it stands alone.
        public var companion: String?
        /// The value used when a spec does not give it.
        public var fallback: SettingValue?

        /// Declares a setting.
        public init(
            _ name: String,
            _ summary: String,
            _ kind: Kind,
            need: Need = .never,
            companion: String? = nil,
            fallback: SettingValue? = nil
        ) {
            self.name = name
            self.summary = summary
            self.kind = kind
            self.need = need
            self.companion = companion
            self.fallback = fallback
        }

        /// Whether every spec must give it.
        public var isRequired: Bool { need == .always }
    }

    /// What holds instead of the usual when a setting says so.
    public struct Variant: Sendable, Hashable {
        /// When a variant applies.
        public enum Condition: Sendable, Hashable {
            /// A spec gives the setting.
            case given(String)
            /// The setting, or its fallback, has this value.
            case setting(String, is: SettingValue)
        }

        /// When it applies.
        public var condition: Condition
        /// The limits then.
        public var limits: Limits
        /// The path of the address then; nil leaves it.
        public var path: String?

        /// Declares a variant.
        public init(when condition: Condition, limits: Limits, path: String? = nil) {
            self.condition = condition
            self.limits = limits
            self.path = path
        }
    }

    /// The variant that applies to a spec's settings, fallbacks filled in; nil when the usual holds.
    public func variant(for settings: [String: SettingValue]) -> Variant? {
        variants.first { variant in
            switch variant.condition {
            case .given(let name): settings[name] != nil
            case .setting(let name, let value): settings[name] == value
            }
        }
    }

    /// The limits that apply to a spec's settings.
    public func limits(for settings: [String: SettingValue]) -> Limits {
        variant(for: settings)?.limits ?? limits
    }
}
