import Diagnostics
import Plans
import Specs
import Synchronization

/// What the characters of a setting mean, which its declaration decides: looks never retype a value.
enum SettingReading {
    /// Why a setting's value is not accepted.
    struct Refusal: Error {
        /// What is wanted: `a whole number from 1 to 10`.
        var wanted: String
        /// A choice that is near, for a closed list.
        var choices: [String] = []
        /// What stands in the way, when it is not the value itself.
        var obstacle: String?
    }

    /// Reads one setting.
    ///
    /// - Returns: The value a plan keeps; nil for names of events, which a plan keeps with the events.
    static func read(
        _ setting: SettingSpec,
        as kind: PartnerRequirements.Setting.Kind
    ) throws(Refusal) -> SettingValue? {
        var refusal = Refusal(wanted: wanted(by: kind))
        if kind == .eventNames, setting.entries != nil { return nil }
        guard let text = setting.text.value else { throw refusal }
        switch kind {
        case .eventNames:
            throw refusal
        case .text(let form):
            let isVisible = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            guard !text.isEmpty, isVisible, form.map({ $0.matches(text) }) ?? true else { throw refusal }
            return .text(text)
        case .choice(let choices):
            refusal.choices = choices
            guard choices.contains(where: { $0.utf8.elementsEqual(text.utf8) }) else { throw refusal }
            return .text(text)
        case .integer(let bounds):
            guard let number = Int(text), !text.hasPrefix("+") else { throw refusal }
            refusal.obstacle = setting.isQuoted ? "quotes make it text" : nil
            guard bounds.contains(number), !setting.isQuoted else { throw refusal }
            return .integer(number)
        case .boolean:
            let isTrue = ["true", "True", "TRUE"].contains(text)
            guard isTrue || ["false", "False", "FALSE"].contains(text) else { throw refusal }
            refusal.obstacle = setting.isQuoted ? "quotes make it text" : nil
            guard !setting.isQuoted else { throw refusal }
            return .boolean(isTrue)
        }
    }

    /// Every setting of a current, with the fallbacks of those it does not give.
    static func values(of current: CurrentSpec, for partner: PartnerRequirements) -> [String: SettingValue] {
        var values: [String: SettingValue] = [:]
        for declared in partner.settings {
            let given = current.settings.first { $0.name.value == declared.name }
            let value = given.flatMap { try? read($0, as: declared.kind) }
            values[declared.name] = value ?? declared.fallback
        }
        return values
    }

    private static func wanted(by kind: PartnerRequirements.Setting.Kind) -> String {
        switch kind {
        case .text(nil): "text of at least one character"
        case .text(let form?): form.words
        case .eventNames: "a mapping from event types to names"
        case .integer(let bounds): "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
        case .boolean: "true or false"
        case .choice(let choices): "one of " + Hint.list(choices)
        }
    }
}

extension PartnerRequirements.Setting.TextForm {
    /// The patterns met so far, ready to match: reading one takes longer than all that is matched with it.
    private static let patterns = Mutex<[String: Regex<AnyRegexOutput>]>([:])

    /// Whether the whole text is of this form; the pattern is ours, so it is always one.
    ///
    /// Classes such as `\d` mean ASCII, and characters are compared as they are: a Kelvin sign is no K.
    func matches(_ text: String) -> Bool {
        Self.patterns.withLock { patterns in
            if let known = patterns[pattern] { return text.wholeMatch(of: known) != nil }
            guard let read = try? Regex(pattern) else { return false }
            let strict = read.asciiOnlyCharacterClasses().matchingSemantics(.unicodeScalar)
            patterns[pattern] = strict
            return text.wholeMatch(of: strict) != nil
        }
    }
}
