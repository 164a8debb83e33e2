import Diagnostics
import Specs

/// Makes the sure fixes of a workspace in memory, round by round, until nothing more can be put right.
///
/// Each round makes what does not overlap and compiles again. A round that gives a new error is tried again by halves,
/// so that only the change at fault is left out.
struct FixRun {
    /// A change that was not made, and what it would have given.
    struct Refusal {
        var fix: AppliedFix
        var error: Diagnostic

        /// Whether a change is this one; other changes may have moved its bytes, but not its line.
        func isAbout(_ other: AppliedFix) -> Bool {
            let (one, place) = (fix.fix.range, other.fix.range)
            return fix.code == other.code && fix.message == other.message && one.file == place.file
                && one.start.line == place.start.line
        }
    }

    /// The workspace with all changes that were made.
    private(set) var compilation: Compilation
    /// The changes made, in the order they were made; places count in the text as it was then.
    private(set) var made: [AppliedFix] = []
    /// The changes that would give a new error.
    private(set) var refused: [Refusal] = []

    private let original: [SourceFile]
    private let compile: ([SourceFile]) -> Compilation

    /// Every round puts at least one finding right or refuses a change; a file of tabs takes one for each line.
    private static let mostRounds = 500

    /// Starts with a workspace, and how to compile its files once they have changed.
    init(_ compilation: Compilation, compile: @escaping ([SourceFile]) -> Compilation) {
        self.compilation = compilation
        self.compile = compile
        self.original = compilation.workspace.files
    }

    /// The files that changed, each as it was and as it is.
    var changes: [(SourceFile, SourceFile)] {
        zip(original, compilation.workspace.files).filter { $0.bytes != $1.bytes }
    }

    /// Makes what can be made.
    mutating func make() {
        for _ in 0..<Self.mostRounds {
            let fixes = FixSet.sure(of: compilation.findings).filter { fix in
                !refused.contains { $0.isAbout(fix) }
            }
            guard !fixes.isEmpty else { return }
            attempt(fixes)
        }
    }

    private mutating func attempt(_ fixes: [AppliedFix]) {
        guard let (next, places) = compilation(with: fixes) else { return refuse(fixes, nil) }
        guard let error = FixJudgement(compilation, next, fixes, places).newError else {
            compilation = next
            made += fixes
            return
        }
        if fixes.count > 1 { return attempt(Array(fixes.prefix((fixes.count + 1) / 2))) }
        refuse(fixes, error)
    }

    private mutating func refuse(_ fixes: [AppliedFix], _ error: Diagnostic?) {
        for fix in fixes {
            guard let fallback = error ?? compilation.findings.first else { continue }
            refused.append(Refusal(fix: fix, error: fallback))
        }
    }

    /// The workspace after changes, and where each replacement then stands; nil when a place does not exist.
    private func compilation(with fixes: [AppliedFix]) -> (Compilation, [SourceRange])? {
        let byFile = Dictionary(grouping: fixes, by: \.fix.range.file)
        var places: [SourceRange] = []
        var files: [SourceFile] = []
        for file in compilation.workspace.files {
            guard let mine = byFile[file.path] else {
                files.append(file)
                continue
            }
            guard let (bytes, stretches) = FixSet.apply(mine.map(\.fix), to: file.bytes) else { return nil }
            let next = SourceFile(path: file.path, bytes: bytes)
            places += stretches.map(next.range)
            files.append(next)
        }
        guard places.count == fixes.count else { return nil }
        return (compile(files.map { SourceFile(path: $0.path, bytes: $0.bytes) }), places)
    }
}

/// Tells whether changes have put right what they were for, without giving an error of their own.
struct FixJudgement {
    /// What speaks against the changes; nil when nothing does.
    let newError: Diagnostic?

    /// What tells findings apart when places have moved.
    private struct Key: Hashable {
        var code: String
        var message: String
        var file: String?

        init(_ diagnostic: Diagnostic) {
            code = diagnostic.code
            message = diagnostic.message
            file = diagnostic.range?.file
        }
    }

    /// Compares a workspace before and after changes, whose replacements now stand at `places`.
    init(_ before: Compilation, _ after: Compilation, _ fixes: [AppliedFix], _ places: [SourceRange]) {
        var known = Dictionary(before.findings.map { (Key($0), 1) }, uniquingKeysWith: +)
        var gone = Dictionary(
            fixes.map { fix in (fix.code + "\0" + fix.message + "\0" + fix.fix.range.file, 1) },
            uniquingKeysWith: +
        )
        // What is put right must be gone, so its finding is not among those that may stay.
        for (key, count) in known {
            let name = [key.code, key.message, key.file ?? ""].joined(separator: "\0")
            guard let mended = gone.removeValue(forKey: name) else { continue }
            known[key] = count - mended
        }
        let wasHiding = fixes.contains { Self.hidesOthers($0.code) }
        let isPartner = fixes.contains { $0.code == "CUR401" }
        newError = after.findings.first { finding in
            let count = known[Key(finding), default: 0]
            known[Key(finding)] = count - 1
            guard count <= 0 else { return false }
            let isSame = fixes.contains { $0.code == finding.code && $0.message == finding.message }
            let isAtAFix = places.contains { Self.touch($0, finding.range) }
            if isSame { return !wasHiding || isAtAFix }
            guard finding.severity == .error else { return false }
            return !wasHiding || !isPartner && isAtAFix
        }
    }

    /// Behind what cannot be read, and behind an unknown partner, other findings come to light that the change did not
    /// make.
    private static func hidesOthers(_ code: String) -> Bool {
        code.hasPrefix("CUR1") || code.hasPrefix("CUR2") || code == "CUR401"
    }

    private static func touch(_ place: SourceRange, _ other: SourceRange?) -> Bool {
        guard let other, other.file == place.file else { return false }
        return other.start.offset <= place.end.offset && place.start.offset <= other.end.offset
    }
}
