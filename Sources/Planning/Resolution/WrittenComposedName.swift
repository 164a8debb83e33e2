import Diagnostics
import Plans
import Specs

/// A name that a current's settings give.
struct WrittenComposedName {
    var declared: PartnerRequirements.ComposedName
    var text: String
    /// The current's settings, fallbacks filled in.
    var settings: [String: SettingValue]
    /// The settings it is made of that the spec gives.
    var given: [String]
    /// Where the last of them is given.
    var range: SourceRange
    /// The characters of those settings, without the parts that nobody wrote.
    var chosen: [String]
}

extension Workspace {
    /// Every composed name whose settings are each sound.
    func composedNames(in context: RuleContext) -> [WrittenComposedName] {
        currents.flatMap { current -> [WrittenComposedName] in
            guard let partner = context.requirements(of: current) else { return [] }
            let settings = SettingReading.values(of: current, for: partner)
            return partner.composedNames.compactMap { declared in
                let given = declared.settings.compactMap { name in
                    current.settings.first { $0.name.value == name }
                }
                let isSound = given.allSatisfy { settings[$0.name.value]?.text == $0.text.value }
                guard isSound, let last = given.last,
                    let text = declared.name(current: current.metadata.name.value, settings: settings)
                else { return nil }
                return WrittenComposedName(
                    declared: declared,
                    text: text,
                    settings: settings,
                    given: given.map(\.name.value),
                    range: last.text.range,
                    chosen: given.compactMap(\.text.value)
                )
            }
        }
    }
}
