extension PartnerRequirements {
    /// A name at the partner that is put together from settings, and the form the partner wants it in.
    ///
    /// A setting may be sound by itself and the whole still too long; so the whole is declared, and checked before
    /// anything is created under it.
    public struct ComposedName: Sendable, Hashable {
        /// One piece of the name.
        public enum Part: Sendable, Hashable {
            /// These characters.
            case text(String)
            /// The value of a setting; when it is not given, these parts, and no name at all when there are none.
            case setting(String, otherwise: [Part] = [])
            /// The current's name.
            case current
            /// The first hexadecimal digits of SHA-256 over a setting's characters.
            case digest(of: String, digits: Int)
        }

        /// What has this name, for people: `event source`.
        public var title: String
        /// The pieces, in order.
        public var parts: [Part]
        /// The form of the whole.
        public var form: Sourced<Setting.TextForm>
        /// Characters of the whole at the most.
        public var maximumLength: Sourced<Int>
        /// Settings whose values the partner advises to keep out of the parts that a spec chooses.
        public var unadvised: Sourced<[String]>?

        /// Declares a name.
        public init(
            _ title: String,
            parts: [Part],
            form: Sourced<Setting.TextForm>,
            maximumLength: Sourced<Int>,
            unadvised: Sourced<[String]>? = nil
        ) {
            self.title = title
            self.parts = parts
            self.form = form
            self.maximumLength = maximumLength
            self.unadvised = unadvised
        }

        /// The name that a current gets.
        ///
        /// - Parameters:
        ///   - current: The current's name.
        ///   - settings: Its settings, fallbacks filled in.
        /// - Returns: The whole, checked in no way; nil when a setting it needs is not given.
        public func name(current: String, settings: [String: SettingValue]) -> String? {
            Self.joined(parts, current, settings)
        }

        /// The settings that a spec may give for it, in order.
        public var settings: [String] { Self.settings(in: parts) }

        private static func joined(
            _ parts: [Part],
            _ current: String,
            _ settings: [String: SettingValue]
        ) -> String? {
            var name = ""
            for part in parts {
                guard let text = text(of: part, current, settings) else { return nil }
                name += text
            }
            return name
        }

        private static func text(
            of part: Part,
            _ current: String,
            _ settings: [String: SettingValue]
        ) -> String? {
            switch part {
            case .text(let text): text
            case .current: current
            case .setting(let name, let otherwise):
                settings[name]?.text ?? (otherwise.isEmpty ? nil : joined(otherwise, current, settings))
            case .digest(let name, let digits):
                settings[name]?.text.map { String(CanonicalJSON.sha256(of: Array($0.utf8)).prefix(digits)) }
            }
        }

        private static func settings(in parts: [Part]) -> [String] {
            parts.flatMap { part -> [String] in
                guard case .setting(let name, let otherwise) = part else { return [] }
                return [name] + settings(in: otherwise)
            }
        }
    }
}
