import ArgumentParser
import Connectors
import Diagnostics
import Foundation
import Glossary
import Ledger
import Machine
import Planning
import Plans
import Specs

/// `--against`, the same for every command that compares.
struct BaseOption: ParsableArguments {
    @Option(
        name: .long,
        help: """
            Compare with this instead of a state: a folder of resolved plans, a folder of specs, or git:REF or \
            git:REF:PATH for the specs of a revision.
            """,
        completion: .directory
    )
    var against: String?

    func validate() throws {
        guard against != "" else { throw ValidationError("--against may not be empty") }
    }
}

/// What specs are compared with.
struct PlanBase {
    /// The plans, in any order.
    var plans: [PlanFile]
    /// What is known of the fields of their event types.
    var shapes: ShapeBook
    /// What is known of partners; nil when no state was asked.
    var records: [PartnerResourceRecord]?
    /// Events on an average day, by current; nil when no state was asked.
    var rates: [String: EventRate]?

    /// Reads the base that the options name.
    ///
    /// - Parameters:
    ///   - against: What was written behind `--against`.
    ///   - state: The state to ask otherwise.
    ///   - specs: The paths of the specs to compare.
    ///   - format: How findings about the base are printed.
    /// - Returns: The base.
    /// - Throws: The exit code to end with; what is wrong has been printed.
    static func read(
        _ against: String?,
        or state: String,
        besides specs: [String],
        _ format: Console.Format
    ) async throws -> PlanBase {
        try await Storage.reporting(format) {
            guard let against else { return try await inForce(at: state) }
            if let revision = GitRevision(against) {
                do {
                    return try compiled(try revision.files(besides: specs), against)
                } catch let error as CocoaError {
                    Console.complain("error: git cannot be run: \(error.localizedDescription)")
                    throw ExitCode.ioFailure
                }
            }
            let (files, findings) = SpecFolder.read(paths: [against])
            guard files.isEmpty else {
                // What cannot be read would be missing from the base, and nobody would miss it afterwards.
                return try compiled(beside(specs, files, in: against), against, findings)
            }
            let plans = try PlanFolder.read(against, format)
            return PlanBase(plans: plans, shapes: PlanFolder.shapes(in: against).merging(.builtIn))
        }
    }

    private static func inForce(at state: String) async throws -> PlanBase {
        let ledger = try Ledger.open(at: state, mode: .read)
        var shapes = ShapeBook()
        for content in try await ledger.shapes().values { shapes.add(Array(content.utf8)) }
        return PlanBase(
            plans: try Storage.planFiles(try await ledger.appliedPlans()),
            shapes: shapes.merging(.builtIn),
            records: try await ledger.resources(),
            rates: try await ledger.deliveryRates(at: SystemClock().wall())
        )
    }

    private static func compiled(
        _ files: [SourceFile],
        _ name: String,
        _ earlier: [Diagnostic] = []
    ) throws -> PlanBase {
        let compilation = Compilation(files: files, missing: earlier)
        guard !compilation.findings.hasErrors else {
            throw Storage.Refusal([BaseRules.invalid(name, compilation.findings)])
        }
        return PlanBase(plans: compilation.plans.map { PlanFile($0) }, shapes: Compilation.shapes)
    }

    /// The files of another folder as if they lay where the specs do: paths within specs count from there.
    private static func beside(_ specs: [String], _ files: [SourceFile], in folder: String) -> [SourceFile] {
        guard specs.count == 1, let place = specs.first else { return files }
        let from = folder == "." ? "" : Self.withSlash(folder)
        let to = place == "." ? "" : Self.withSlash(place)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder), isFolder.boolValue else {
            return files
        }
        return files.map { file in
            guard file.path.hasPrefix(from) else { return file }
            return SourceFile(path: to + file.path.dropFirst(from.count), bytes: file.bytes)
        }
    }

    private static func withSlash(_ path: String) -> String {
        var path = path
        while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path.hasSuffix("/") ? path : path + "/"
    }
}

extension Compilation {
    /// What is known of the fields of the event types that plans select.
    static var shapes: ShapeBook { .builtIn }
}
