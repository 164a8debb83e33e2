import ArgumentParser
import Connectors
import Delivery
import Diagnostics
import Foundation
import Glossary
import Planning
import Plans
import Specs

/// The `init` command.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a first workspace for a partner.",
        discussion: """
            Writes a source, a current with everything the partner requires, tests, and five made-up events. It \
            validates at once; replace the placeholders with your own values. Files that exist are left alone.

            Example:
              currentsctl init --partner amplitude
              currentsctl init shop --partner eventbridge --name shop-bus
            """
    )

    @Argument(help: "The folder to write to.", completion: .directory)
    var folder = "."
    @Option(name: .long, help: "The partner; 'currentsctl partners' lists them.")
    var partner: String
    @Option(name: .long, help: "The current's name; the partner's when absent.")
    var name: String?
    @Flag(name: .long, help: "Replace files that exist.")
    var force = false
    @OptionGroup var output: FormatOption

    func validate() throws {
        guard !folder.isEmpty else { throw ValidationError("the folder may not be empty") }
        guard let name else { return }
        let isName = name.wholeMatch(of: /[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?/) != nil
        guard isName, !["source", "tests"].contains(name) else {
            throw ValidationError(
                "--name takes 1 to 63 lower-case letters, digits and '-'; not 'source' or 'tests'"
            )
        }
    }

    func run() throws {
        let requirements = try PartnersCommand.requirements(of: partner)
        let workspace = StarterWorkspace(partner: requirements, name: name ?? partner)
        let files = try Self.files(of: workspace)
        do {
            try write(files)
        } catch let error as CocoaError {
            Console.complain("error: '\(folder)': \(error.localizedDescription)")
            throw ExitCode.ioFailure
        }
        report(files, workspace)
    }

    /// All files, tests included, which are made from the plan of the others.
    private static func files(of workspace: StarterWorkspace) throws -> [StarterWorkspace.File] {
        let sources = workspace.specFiles.map { SourceFile(path: $0.path, bytes: Array($0.text.utf8)) }
        let (read, findings) = SpecReader.read(sources)
        let planner = Planner(glossary: .builtIn, partners: ConnectorRegistry.requirements)
        let (plans, planned) = planner.plan(read, after: findings)
        guard let plan = plans.first else {
            // Only a partner whose requirements nothing here can meet leads to this.
            Console.report(findings + planned, files: sources, as: .text)
            throw ExitCode.findings
        }
        var preview = EventPreview(
            plan: plan,
            connector: try ConnectorRegistry.connector(for: plan),
            knownTypes: Glossary.builtIn.eventTypes.map(\.name)
        )
        let line = workspace.events.text.prefix { $0 != "\n" }
        let result = Array(line.utf8).withUnsafeBytes { preview.result(for: $0) }
        return workspace.specFiles + [workspace.tests(expecting: result, of: plan), workspace.events]
    }

    private func write(_ files: [StarterWorkspace.File]) throws {
        let paths = files.map { "\(folder)/\($0.path)" }
        let existing = paths.filter { FileManager.default.fileExists(atPath: $0) }
        guard existing.isEmpty || force else {
            for path in existing { Console.complain("error: '\(path)' exists") }
            Console.complain("nothing is written; --force replaces these files")
            throw ExitCode.findings
        }
        for (file, path) in zip(files, paths) {
            let url = URL(fileURLWithPath: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(file.text.utf8).write(to: url, options: .atomic)
        }
    }

    private func report(_ files: [StarterWorkspace.File], _ workspace: StarterWorkspace) {
        guard output.format == .text else {
            let paths = files.map { JSONValue.text($0.path) }
            let variables = workspace.variables.map { JSONValue.text($0) }
            return Console.line(
                JSONObject([
                    ("folder", .text(folder)), ("files", .list(paths)), ("environment", .list(variables)),
                ]).text
            )
        }
        for file in files { Console.line("written: \(folder == "." ? "" : "\(folder)/")\(file.path)") }
        Console.line("\nNext:")
        if folder != "." { Console.line("  cd \(folder)") }
        Console.line("  currentsctl validate specs")
        Console.line("  currentsctl test specs")
        Console.line("  currentsctl rehearse specs --input events.jsonl")
        Console.line("Then put your values in specs/\(workspace.name).yaml, and:")
        for variable in workspace.variables { Console.line("  export \(variable)=…") }
        Console.line("  currentsctl send-test specs --current \(workspace.name)")
        Console.line("  currentsctl apply specs")
        Console.line("  currentsctl run --once")
    }
}
