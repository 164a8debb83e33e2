import Diagnostics
import Specs

/// Reports properties under names that the vendor does not accept.
struct BadPropertyName: Rule {
    static let entry = CatalogueEntry(
        code: "CUR373",
        name: "bad-property-name",
        explanation: """
            The vendor takes properties whose names have 1 to 255 characters and no dollar sign in front, and keeps \
            'time' and 'event_name' for itself. An event with another property never comes, so a declaration of one \
            is a slip.
            """,
        example: ExampleWorkspace.customEvents(
            "[signup]",
            declaring: ["{ name: signup, properties: { $plan: string } }"]
        ),
        fix: ExampleWorkspace.customEvents(
            "[signup]",
            declaring: ["{ name: signup, properties: { plan: string } }"]
        )
    )

    private static let longest = 255
    private static let reserved = ["time", "event_name"]
    private static let form = "Braze API, Event object, 'Event properties object', read 2026-11-21"
    private static let reservation =
        "Braze SDK guides, Tracking custom events, 'Reserved keys', read 2026-11-21"

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.customEvents.flatMap { declaration in
            declaration.properties.compactMap { finding($0.name, isPurchase: declaration.isPurchase) }
        }
    }

    private func finding(_ name: Located<String>, isPurchase: Bool) -> Diagnostic? {
        let length = name.value.unicodeScalars.count
        if length > Self.longest {
            return Self.entry.diagnostic(
                at: name.range,
                "the name of this property has \(length) characters",
                help: "write \(Self.longest) characters or less",
                source: Self.form
            )
        }
        if name.value.hasPrefix("$") {
            let meant = String(name.value.drop { $0 == "$" })
            let isWord = !meant.isEmpty && meant.utf8.allSatisfy { $0 > 0x40 && $0 < 0x7B && $0 != 0x60 }
            return Self.entry.diagnostic(
                at: name.range,
                "the name of property '\(name.value)' begins with a dollar sign",
                help: "write the name without it",
                source: Self.form,
                fixes: isWord ? [Fix("write '\(meant)'", replace: name.range, with: meant)] : []
            )
        }
        guard !isPurchase, Self.reserved.contains(name.value) else { return nil }
        return Self.entry.diagnostic(
            at: name.range,
            "a custom event cannot have a property '\(name.value)'",
            help: "remove it: the event's own time and name are 'time' and 'properties.name'",
            source: Self.reservation
        )
    }
}
