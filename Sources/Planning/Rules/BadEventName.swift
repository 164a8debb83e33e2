import Diagnostics
import Plans
import Specs

/// Reports names that cannot be given to events.
struct BadEventName: Rule {
    static let entry = CatalogueEntry(
        code: "CUR424",
        name: "bad-event-name",
        explanation: """
            A name in 'eventNames' is what the partner will show, exactly as it is written. Custom events keep their \
            own names, so the one for 'users.behaviors.CustomEvent' says with '*', once, where that name goes. A \
            partner cuts names that are too long, and two of them might then be the same.
            """,
        example: ExampleWorkspace.eventNames(
            "users.behaviors.CustomEvent: Custom event",
            events: "[users.behaviors.CustomEvent]"
        ),
        fix: ExampleWorkspace.eventNames(
            "users.behaviors.CustomEvent: \"Custom event: *\"",
            events: "[users.behaviors.CustomEvent]"
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.flatMap { current -> [Diagnostic] in
            guard let partner = context.requirements(of: current), let naming = partner.naming else {
                return []
            }
            return current.eventNames(for: partner).compactMap { finding($0, naming, partner.title) }
        }
    }

    private func finding(_ entry: NamedText, _ naming: EventNaming, _ title: String) -> Diagnostic? {
        let range = entry.text.range
        if entry.text.value.unicodeScalars.contains(where: Self.isControl) {
            return Self.entry.diagnostic(
                at: range,
                "the name of '\(entry.name.value)' holds a control character",
                help: "remove it"
            )
        }
        let edges = [entry.text.value.unicodeScalars.first, entry.text.value.unicodeScalars.last]
        if edges.contains(where: { $0?.properties.isWhitespace == true }) {
            return Self.entry.diagnostic(
                at: range,
                "the name of '\(entry.name.value)' begins or ends with a space",
                help: "remove it: nobody would see why two names differ"
            )
        }
        let length = entry.text.value.unicodeScalars.count
        if let most = naming.maximumLength, length > most.value {
            return Self.entry.diagnostic(
                at: range,
                "the name of '\(entry.name.value)' has \(length) characters, and \(title) keeps \(most.value)",
                help: "write \(most.value) characters or less",
                source: most.source
            )
        }
        guard entry.name.value == EventNaming.customEvent,
            !naming.isSoundCustomName(entry.text.value)
        else { return nil }
        return Self.entry.diagnostic(
            at: range,
            "the name of custom events must hold '\(EventNaming.ownName)' once, where their own names go",
            help: "write such as '\((naming.customEventPrefix ?? "") + EventNaming.ownName)', in quotes"
        )
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

extension EventNaming {
    /// Whether a name says where the own names of custom events go: exactly once, where they have such.
    func isSoundCustomName(_ name: String) -> Bool {
        let places = name.split(separator: Self.ownName, omittingEmptySubsequences: false).count - 1
        return places == 1 || (places == 0 && customEventPrefix == nil)
    }
}
