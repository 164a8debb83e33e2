import ArgumentParser
import Connectors
import Foundation
import Glossary
import Plans
import Reference
import Specs

/// The `schema` command.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Write the spec language as JSON Schema, for editors.",
        discussion: """
            Editors complete and check specs by it; what the schema cannot say, 'validate' finds. Without --out one \
            schema goes to standard output; with --out all of them go to a folder, and currents.schema.json is the \
            one for files that hold documents of several kinds.

            Most editors take this line at the top of a spec:
              # yaml-language-server: $schema=PATH/currents.schema.json

            Example:
              currentsctl schema > currents.schema.json
              currentsctl schema --kind Current --partner amplitude
              currentsctl schema --out generated/schemas --check
            """
    )

    @Option(name: .long, help: "Only this kind of document, such as Current.")
    var kind: String?
    @Option(name: .long, help: "Only currents to this partner.")
    var partner: String?
    @Option(name: .long, help: "Write the schemas to this folder.", completion: .directory)
    var out: String?
    @Flag(name: .long, help: "Write nothing; end with 1 when the folder is stale.")
    var check = false

    func validate() throws {
        guard !check || out != nil else { throw ValidationError("--check needs --out") }
        guard out == nil || (kind == nil && partner == nil) else {
            throw ValidationError("--out writes every schema; leave out --kind and --partner")
        }
        guard out?.isEmpty != true else { throw ValidationError("--out may not be empty") }
        if let kind, !Language.kinds.contains(where: { $0.name == kind }) {
            let kinds = Language.kinds.map(\.name).joined(separator: ", ")
            throw ValidationError("there is no kind '\(kind)'; the kinds are \(kinds)")
        }
        let partners = ConnectorRegistry.requirements.map(\.partner)
        if let partner, !partners.contains(partner) {
            throw ValidationError(
                "there is no partner '\(partner)'; there are: \(partners.joined(separator: ", "))"
            )
        }
    }

    func run() throws {
        let partners = ConnectorRegistry.requirements.filter { partner == nil || $0.partner == partner }
        let writer = SchemaWriter(glossary: Glossary.builtIn, partners: partners)
        if let out {
            return try GeneratedFolder(path: out, files: writer.files()).bringUpToDate(
                onlyChecking: check,
                command: "currentsctl schema --out \(out)"
            )
        }
        // Only a current has a partner.
        let name = kind ?? (partner == nil ? nil : "Current")
        let kind = Language.kinds.first { $0.name == name }
        Console.write(String(decoding: writer.schema(of: kind), as: UTF8.self))
    }
}
