import Diagnostics
import Plans
import Specs

/// Reports regions that the partner does not offer.
struct UnknownRegion: Rule {
    static let entry = CatalogueEntry(
        code: "CUR403",
        name: "unknown-region",
        explanation: """
            The region decides where events are sent and kept, and each partner names its regions in its own way. \
            A name that the partner does not use has no address.
            """,
        example: ExampleWorkspace.amplitude(
            "region: UE\ncredentials: { apiKey: { env: AMPLITUDE_API_KEY } }"
        ),
        fix: ExampleWorkspace.amplitude("region: EU\ncredentials: { apiKey: { env: AMPLITUDE_API_KEY } }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.compactMap { current in
            guard let partner = context.requirements(of: current), let region = current.region else {
                return nil
            }
            let names = partner.regions.map(\.name)
            guard !names.isEmpty, !names.contains(region.value) else { return nil }
            let near = PartnerGuess.region(meantBy: region.value, among: names)
            return Self.entry.diagnostic(
                at: region.range,
                "region '\(region.value)' is not offered by \(partner.title)",
                notes: [DiagnosticNote("regions: \(Hint.list(names))")],
                help: near.map { "did you mean '\($0)'?" }
                    ?? Hint.closest(to: region.value, among: names, "regions"),
                fixes: near.map { Hint.fixes(of: region, with: $0) } ?? []
            )
        }
    }
}
