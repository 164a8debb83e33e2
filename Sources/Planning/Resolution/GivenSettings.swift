import Diagnostics
import Plans
import Specs

/// Which of a partner's settings a current gives, and which it means to give.
struct GivenSettings {
    private let current: CurrentSpec
    /// Settings a misspelled name was probably meant to be: one mistake, and it has its own finding.
    private let meant: [String]

    init(of current: CurrentSpec, for partner: PartnerRequirements) {
        let names = partner.settings.map(\.name)
        self.current = current
        self.meant = current.settings.map(\.name.value).filter { !names.contains($0) }.compactMap {
            Suggestion.closest(to: $0, among: names)
        }
    }

    /// The setting as it was written; nil when it is not given.
    subscript(name: String) -> SettingSpec? {
        current.settings.first { $0.name.value == name }
    }

    /// Whether it is given, even if misspelled.
    func holds(_ name: String) -> Bool { self[name] != nil || meant.contains(name) }
}
