import ArgumentParser
import Diagnostics
import Foundation
import Glossary
import Specs

/// `regenerate`: for people who work on this repository.
struct RegenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "regenerate",
        abstract: "Write the built-in glossary from its source.",
        shouldDisplay: false
    )

    @Option(name: .long, help: "The folder that holds the glossary's source.")
    var glossary = "specs/glossary"
    @Option(name: .long, help: "The Swift file to write.")
    var out = "Sources/Glossary/BuiltInRelease.swift"
    @Flag(name: .long, help: "Write nothing; end with 1 when the file is stale.")
    var check = false

    func run() throws {
        let (files, missing) = SpecFolder.read(paths: [glossary])
        let (decoded, findings) = GlossaryDecoder.decode(files)
        guard let decoded, !(missing + findings).hasErrors else {
            Console.report(missing + findings, files: files, as: .text)
            throw ExitCode.findings
        }
        let text = Data(GlossarySource.swiftFile(of: decoded).utf8)
        guard FileManager.default.contents(atPath: out) != text else {
            return Console.line("\(out) is up to date")
        }
        guard !check else {
            Console.complain("stale: \(out); run 'Scripts/regenerate'")
            throw ExitCode.findings
        }
        try text.write(to: URL(fileURLWithPath: out), options: .atomic)
        Console.line("\(out) written")
    }
}
