import Diagnostics
import Foundation

/// A base written `git:REF` or `git:REF:PATH`.
struct GitRevision {
    /// What was written.
    let text: String
    /// The branch, tag or commit.
    let name: String
    /// The path from the top of the repository that takes the place of the paths given; nil for the same paths.
    let path: String?

    /// Reads a base; nil for one that names no revision.
    init?(_ text: String) {
        guard text.hasPrefix("git:") else { return nil }
        let rest = text.dropFirst("git:".count)
        let parts = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        self.text = text
        self.name = parts.first.map(String.init) ?? ""
        self.path = parts.count > 1 ? Self.tidy(String(parts[1])) : nil
    }

    /// The spec files of the revision, under the paths they have beside today's specs.
    ///
    /// - Parameter specs: The paths of today's specs, which say what to read and from which repository.
    /// - Returns: The files in reading order. Paths that the revision does not have yet give none.
    /// - Throws: `Storage.Refusal` or `Storage.Unreachable`, each with its code.
    func files(besides specs: [String]) throws -> [SourceFile] {
        let reader = Reader(git: try GitProgram(), revision: self)
        guard let path else { return try reader.files(at: specs) }
        guard let first = specs.first else { return [] }
        let (folder, _) = reader.place(of: first)
        guard let object = try reader.object(at: path, in: folder) else {
            throw Storage.Refusal([
                BaseRules.missingInRevision.diagnostic(
                    at: nil,
                    "'\(name)' has nothing at '\(path)'",
                    help: "give the path from the top of the repository, or leave it out"
                )
            ])
        }
        // What was moved is the same workspace: its files stand where today's do.
        return try reader.files(of: object, named: specs.count == 1 ? first : path, in: folder)
    }

    /// The path without `./` before it and `/` behind it.
    fileprivate static func tidy(_ path: String) -> String {
        path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }
}

/// Reads one revision.
private struct Reader {
    let git: GitProgram
    let revision: GitRevision

    /// An object of the repository: a file's content or a folder's list.
    struct Object {
        var id: String
        var isFolder: Bool
    }

    func files(at specs: [String]) throws -> [SourceFile] {
        var files: [SourceFile] = []
        for path in specs {
            let (folder, name) = place(of: path)
            let prefix = try prefix(of: folder)
            guard let object = try object(at: prefix + name, in: folder) else { continue }
            for file in try self.files(of: object, named: path, in: folder)
            where !files.contains(where: { $0.path == file.path }) {
                files.append(file)
            }
        }
        return files
    }

    /// The folder to ask in, and the name of the file within it; empty when the path is a folder itself.
    func place(of path: String) -> (folder: String, name: String) {
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if isFolder.boolValue { return (path, "") }
        let url = URL(fileURLWithPath: path)
        return (url.deletingLastPathComponent().path, url.lastPathComponent)
    }

    /// Where a folder lies in its repository: empty at the top, otherwise with `/` at its end.
    private func prefix(of folder: String) throws -> String {
        let answer = try git.ask(["rev-parse", "--show-prefix"], in: folder)
        guard answer.isGood else { throw noRepository(folder, answer) }
        return answer.line
    }

    /// What the revision has at a path from the top of the repository; nil when it has nothing.
    func object(at path: String, in folder: String) throws -> Object? {
        let commit = try commit(in: folder)
        let name = "\(commit):\(GitRevision.tidy(path))"
        let answer = try git.ask(["rev-parse", "--verify", "--quiet", name], in: folder)
        guard answer.isGood else { return nil }
        let type = try git.ask(["cat-file", "-t", answer.line], in: folder)
        guard type.isGood, ["tree", "blob"].contains(type.line) else { throw failed("'\(path)'", type) }
        return Object(id: answer.line, isFolder: type.line == "tree")
    }

    private func commit(in folder: String) throws -> String {
        let name = revision.name
        let isSafe =
            !name.isEmpty && !name.hasPrefix("-") && name.allSatisfy { !$0.isWhitespace && $0 != "\0" }
        guard isSafe else { throw unknownRevision("give the name of a branch, a tag or a commit") }
        let answer = try git.ask(["rev-parse", "--verify", "--quiet", "\(name)^{commit}"], in: folder)
        if answer.isGood { return answer.line }
        let top = try git.ask(["rev-parse", "--git-dir"], in: folder)
        guard top.isGood else { throw noRepository(folder, top) }
        throw unknownRevision("check the spelling, or fetch it first: 'git fetch'")
    }

    /// The spec files of an object, under the path a person named.
    func files(of object: Object, named path: String, in folder: String) throws -> [SourceFile] {
        guard object.isFolder else { return try contents([(object.id, path)], in: folder) }
        let answer = try git.ask(["ls-tree", "-r", "-z", "-l", "--full-tree", object.id], in: folder)
        guard answer.isGood else { throw failed("'\(path)'", answer) }
        var wanted: [(id: String, path: String)] = []
        for line in answer.output.split(separator: 0) {
            guard let entry = TreeEntry(String(decoding: line, as: UTF8.self)), entry.isSpec else { continue }
            guard entry.isFile else { throw failed("'\(entry.path)' is a link, which is not followed") }
            guard entry.size <= TreeEntry.largest else {
                throw failed("'\(entry.path)' is too large for a spec")
            }
            wanted.append((entry.id, Self.join(path, entry.path)))
        }
        wanted.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        return try contents(wanted, in: folder)
    }

    /// The contents of objects, in one question: `<id> <type> <size>`, a line feed, the bytes, a line feed.
    private func contents(_ wanted: [(id: String, path: String)], in folder: String) throws -> [SourceFile] {
        guard !wanted.isEmpty else { return [] }
        let question = wanted.map { $0.id + "\n" }.joined()
        let answer = try git.ask(["cat-file", "--batch"], in: folder, input: question)
        guard answer.isGood else { throw failed("the specs", answer) }
        var rest = answer.output[...]
        return try wanted.map { id, path in
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { throw failed("'\(path)'", answer) }
            let header = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
            guard header.count == 3, header[0] == id, header[1] == "blob", let size = Int(header[2]),
                size >= 0, size < rest.endIndex - end
            else { throw failed("'\(path)' is missing from the repository") }
            let bytes = rest[(end + 1)...].prefix(size)
            rest = rest[(end + 1)...].dropFirst(size + 1)
            let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
            return SourceFile(path: path, bytes: Array(bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes))
        }
    }

    /// The path as a walk over the folder would name it.
    private static func join(_ folder: String, _ name: String) -> String {
        var folder = folder
        while folder.utf8.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        if folder == "." { return name }
        return folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }
}

/// One line of `git ls-tree -l`: `<mode> <type> <id> <size>`, a tab, the path.
private struct TreeEntry {
    /// Larger specs are refused wherever they lie, so they are not read in the first place.
    static let largest = 1_048_576

    let mode: Substring
    let id: String
    let size: Int
    let path: String

    init?(_ line: String) {
        let halves = line.split(separator: "\t", maxSplits: 1)
        let facts = (halves.first ?? "").split(separator: " ")
        guard halves.count == 2, facts.count == 4 else { return nil }
        mode = facts[0]
        id = String(facts[2])
        size = Int(facts[3]) ?? 0
        path = String(halves[1])
    }

    /// Whether a walk over a folder would take it for a spec.
    var isSpec: Bool {
        let parts = path.split(separator: "/")
        return parts.allSatisfy { !$0.hasPrefix(".") } && (path.hasSuffix(".yaml") || path.hasSuffix(".yml"))
    }

    /// Whether it is a regular file.
    var isFile: Bool { mode.hasPrefix("100") }
}

extension Reader {
    private func unknownRevision(_ help: String) -> any Error {
        Storage.Refusal([
            BaseRules.unknownRevision.diagnostic(
                at: nil,
                "there is no revision '\(revision.name)'",
                help: help
            )
        ])
    }

    private func noRepository(_ folder: String, _ answer: GitProgram.Answer) -> any Error {
        Storage.Refusal([
            BaseRules.noRepository.diagnostic(
                at: nil,
                "'\(folder)' lies in no git repository that can be read",
                notes: answer.complaint.isEmpty ? [] : [DiagnosticNote("git: \(answer.complaint)")],
                help: "run it within a clone, or compare with a folder or a state"
            )
        ])
    }

    private func failed(_ subject: String, _ answer: GitProgram.Answer? = nil) -> any Error {
        let complaint = answer?.complaint ?? ""
        let words = answer == nil ? "" : " cannot be read"
        return Storage.Unreachable([
            BaseRules.gitFailed.diagnostic(
                at: nil,
                "\(subject)\(words) in revision '\(revision.name)'",
                notes: complaint.isEmpty ? [] : [DiagnosticNote("git: \(complaint)")],
                help: "fetch the revision completely, or compare with a folder"
            )
        ])
    }
}
