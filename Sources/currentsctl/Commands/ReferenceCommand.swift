import ArgumentParser
import Connectors
import Glossary
import Reference

/// `reference`: for people who work on this repository.
struct ReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference",
        abstract: "Write the reference pages.",
        shouldDisplay: false
    )

    @Option(name: .long, help: "The folder to write to.", completion: .directory)
    var out = "generated/reference"
    @Flag(name: .long, help: "Write nothing; end with 1 when the folder is stale.")
    var check = false

    func run() throws {
        let pages = ReferencePages(
            glossary: Glossary.builtIn,
            partners: ConnectorRegistry.requirements,
            catalogue: Catalogue.all
        )
        try GeneratedFolder(path: out, files: pages.files()).bringUpToDate(
            onlyChecking: check,
            command: "currentsctl reference --out \(out)"
        )
    }
}
