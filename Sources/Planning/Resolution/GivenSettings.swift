import Diagnostics
import Plans
import Specs

/// Which of a partner's settings a current gives, and which it means to give.
struct GivenSettings {
    private let current: CurrentSpec
    /// Settings a misspelled name was probably meant to be: one mistake, and it has its own finding.
    private let meant: [String]
    /// Whether a name that is like no other may stand for a setting that is missing.
    private let hasStray: Bool

    init(of current: CurrentSpec, for partner: PartnerRequirements) {
        let names = partner.settings.map(\.name)
        self.current = current
        let unknown = current.settings.map(\.name.value).filter { !names.contains($0) }
        let meant = unknown.compactMap { Suggestion.closest(to: $0, among: names) }
        self.meant = meant
        self.hasStray = meant.count < unknown.count
    }

    /// The setting as it was written; nil when it is not given.
    subscript(name: String) -> SettingSpec? {
        current.settings.first { $0.name.value == name }
    }

    /// Whether it is given, even if misspelled.
    func holds(_ name: String) -> Bool { self[name] != nil || meant.contains(name) }

    /// Whether it is given, or may be what an unknown name of the author's own means.
    func mayHold(_ name: String) -> Bool { hasStray || holds(name) }
}
