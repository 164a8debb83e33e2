import Diagnostics

/// The manual pages of what can be wrong with the base that specs are compared with.
enum BaseRules {
    static let invalid = CatalogueEntry(
        code: "CUR531",
        name: "invalid-base",
        explanation: """
            The specs that were given as the base, a folder or a revision, hold errors themselves, so there is nothing \
            to compare with. They are compiled with the glossary and the partners of this program: what an older one \
            took may be refused today. Compare with its compiled plans, or with a revision that validates.
            """
    )
    static let gitMissing = CatalogueEntry(
        code: "CUR532",
        name: "git-missing",
        explanation: """
            A base such as 'git:origin/main' is read by the program 'git', which is looked for in the folders that \
            'PATH' names by their absolute path.
            """
    )
    static let noRepository = CatalogueEntry(
        code: "CUR533",
        name: "no-repository",
        explanation: """
            A base such as 'git:origin/main' is read from the repository that holds the specs, and the path given lies \
            in none, or in one that git refuses to use.
            """
    )
    static let unknownRevision = CatalogueEntry(
        code: "CUR534",
        name: "unknown-revision",
        explanation: """
            The repository has no commit of that name. Build machines often fetch a single commit: the branch to \
            compare with has to be fetched as well. A name that begins with '-' is never passed on to git.
            """
    )
    static let missingInRevision = CatalogueEntry(
        code: "CUR535",
        name: "missing-in-revision",
        explanation: """
            The revision has nothing at the path that was named behind it, as in 'git:main:old/specs'. The path counts \
            from the top of the repository.
            """
    )
    static let gitFailed = CatalogueEntry(
        code: "CUR536",
        name: "git-failed",
        explanation: """
            Git could not give a file of the revision, or gave what cannot be read: an object is missing, as in a \
            partial clone, a spec is a link, or it is larger than a spec may be.
            """
    )

    static let all = [invalid, gitMissing, noRepository, unknownRevision, missingInRevision, gitFailed]

    /// The finding about a base that holds errors; it names the first of them and never shows their text.
    static func invalid(_ base: String, _ findings: [Diagnostic]) -> Diagnostic {
        let errors = findings.filter { $0.severity == .error }
        let first = errors.prefix(3).map { finding in
            let place = finding.range.map { "\($0.file):\($0.start.line):\($0.start.column): " } ?? ""
            return DiagnosticNote("\(place)\(finding.code) \(finding.message)")
        }
        return invalid.diagnostic(
            at: nil,
            "the base '\(base)' does not validate: it has \(counted(errors.count, "error"))",
            notes: first,
            help: "compare with a revision that validates, or with the plans that 'compile' wrote"
        )
    }
}
