import ArgumentParser
import Foundation
import Glossary
import Plans

/// The `compile` command.
struct CompileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compile",
        abstract: "Write the resolved plan of each current.",
        discussion: """
            A resolved plan is canonical JSON: everything decided about one current, the same to the byte on every \
            machine. Commit the folder, and a review shows a plan's change beside the spec's change. Plans of \
            currents that are gone are removed from the folder.

            Example:
              currentsctl compile specs --out generated/plans
              currentsctl compile specs --out generated/plans --check
            """
    )

    @OptionGroup var specs: SpecPaths
    @Option(name: .long, help: "The folder for plans.", completion: .directory)
    var out = "generated/plans"
    @Flag(name: .long, help: "Write nothing; end with 1 when the folder is stale.")
    var check = false
    @Flag(name: .long, help: "Let warnings fail, too.")
    var denyWarnings = false
    @OptionGroup var output: FormatOption

    func run() throws {
        let compilation = Compilation(paths: specs.paths)
        try compilation.requirePlans(output.format, denyWarnings: denyWarnings)
        let folder = GeneratedFolder(path: out, files: Self.files(of: compilation.plans))
        do {
            let stale = try folder.staleFiles()
            if check { return try report(stale) }
            try folder.write()
            let plans = counted(compilation.plans.count, "plan")
            report(written: stale, "\(plans) in \(out), \(counted(stale.count, "file")) changed")
        } catch let error as CocoaError {
            Console.complain("error: \(out): \(error.localizedDescription)")
            throw ExitCode.ioFailure
        }
    }

    /// The files of a folder of plans, by path within it.
    static func files(of plans: [Plan]) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for plan in plans {
            files["\(plan.current).json"] = PlanFile(plan).bytes
            for event in plan.events {
                guard let type = Glossary.builtIn[event.type] else { continue }
                files["shapes/\(event.shape).json"] = PlanFile.shapeFile(of: type)
            }
        }
        return files
    }

    private func report(_ stale: [String]) throws {
        report(written: stale, stale.isEmpty ? "\(out) is up to date" : nil)
        guard !stale.isEmpty else { return }
        if output.format == .text {
            for name in stale { Console.complain("stale: \(out)/\(name)") }
            Console.complain("run 'currentsctl compile \(specs.paths.joined(separator: " ")) --out \(out)'")
        }
        throw ExitCode.findings
    }

    private func report(written changed: [String], _ text: String?) {
        switch output.format {
        case .json:
            Console.line(
                JSONObject([("folder", .text(out)), ("changed", .list(changed.map { .text($0) }))]).text
            )
        case .text: if let text { Console.line(text) }
        }
    }
}

/// A folder whose whole content the program writes.
struct GeneratedFolder {
    /// The folder.
    var path: String
    /// Its files, by path within it.
    var files: [String: [UInt8]]

    /// Files that are missing, different, or no longer wanted; sorted.
    func staleFiles() throws -> [String] {
        let wanted = files.filter { name, bytes in
            (try? Data(contentsOf: url(name))).map { Array($0) } != bytes
        }
        return (Array(wanted.keys) + unwanted()).sorted()
    }

    /// Writes what is stale and removes what is no longer wanted.
    ///
    /// Each file is replaced in one step.
    func write() throws {
        for name in try staleFiles() {
            guard let bytes = files[name] else {
                try FileManager.default.removeItem(at: url(name))
                continue
            }
            try FileManager.default.createDirectory(
                at: url(name).deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(bytes).write(to: url(name), options: .atomic)
        }
    }

    private func url(_ name: String) -> URL { URL(fileURLWithPath: "\(path)/\(name)") }

    private func unwanted() -> [String] {
        let found = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return found.filter { $0.hasSuffix(".json") && files[$0] == nil && isOurs($0) }
    }

    /// Whether the program wrote a file: only then may the program remove it.
    private func isOurs(_ name: String) -> Bool {
        guard let bytes = FileManager.default.contents(atPath: "\(path)/\(name)") else { return false }
        if name.wholeMatch(of: /shapes\/[0-9a-f]{16}\.json/) != nil { return true }
        do throws(PlanFileProblem) {
            _ = try PlanFile(reading: Array(bytes))
            return true
        } catch {
            return error == .edited
        }
    }
}
