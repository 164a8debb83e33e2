public import Diagnostics

/// Finds and reads the files of a workspace.
public enum SpecFolder {
    /// Reads the files named, and the `.yaml` and `.yml` files below the folders named.
    ///
    /// Order: as named, and below a folder by the bytes of the path. Entries whose names begin with a dot are
    /// passed over, links are followed once, and a file reached twice is read once. A file named itself is read
    /// whatever its name ends with.
    ///
    /// - Returns: The files that could be read, their paths as named, and what could not be.
    public static func read(paths: [String]) -> (files: [SourceFile], findings: [Diagnostic]) {
        var walk = FolderWalk()
        for path in paths { walk.take(path) }
        return (walk.files, walk.findings)
    }
}

/// One walk over everything that was named.
private struct FolderWalk {
    private(set) var files: [SourceFile] = []
    private(set) var findings: [Diagnostic] = []
    private var seenFiles: Set<FileIdentity> = []
    private var seenFolders: Set<FileIdentity> = []

    /// Takes a path as a person named it.
    mutating func take(_ named: String) {
        let path = Self.tidy(named)
        switch FileStatus.of(path) {
        case .absent: findings.append(ReadingRules.missingPath(named))
        case .unreadable(let reason): findings.append(ReadingRules.unreadable(named, reason))
        case .special: findings.append(ReadingRules.notAFile(named))
        case .file(let identity): read(path, identity)
        case .folder(let identity):
            guard seenFolders.insert(identity).inserted else { return }
            let reported = findings.count
            let specs = specs(below: path)
            for (path, status) in specs { readEntry(path, status) }
            if specs.isEmpty, findings.count == reported {
                findings.append(ReadingRules.folderWithoutSpecs(named))
            }
        }
    }

    /// The spec files below a folder, by the bytes of their paths.
    private mutating func specs(below folder: String) -> [(path: String, status: FileStatus)] {
        var specs: [(path: String, status: FileStatus)] = []
        var open = [folder]
        while let folder = open.popLast() {
            let names: [String]
            switch FileStatus.entries(of: folder) {
            case .success(let found): names = found
            case .failure(let failure):
                findings.append(ReadingRules.unreadable(folder, failure.reason))
                continue
            }
            var inner: [String] = []
            for name in names.sorted(by: Self.bytesAscend) where !name.hasPrefix(".") {
                let path = Self.join(folder, name)
                let status = FileStatus.of(path)
                if case .folder(let identity) = status {
                    if seenFolders.insert(identity).inserted { inner.append(path) }
                } else if name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
                    specs.append((path, status))
                }
            }
            open += inner.reversed()
        }
        return specs.sorted { Self.bytesAscend($0.path, $1.path) }
    }

    private mutating func readEntry(_ path: String, _ status: FileStatus) {
        switch status {
        case .file(let identity): read(path, identity)
        case .special: findings.append(ReadingRules.notAFile(path))
        case .absent: findings.append(ReadingRules.unreadable(path, "it is a link to nothing"))
        case .unreadable(let reason): findings.append(ReadingRules.unreadable(path, reason))
        case .folder: break
        }
    }

    private mutating func read(_ path: String, _ identity: FileIdentity) {
        guard seenFiles.insert(identity).inserted else { return }
        switch FileStatus.contents(of: path, limit: ReadingLimits.fileBytes) {
        case .success(let bytes):
            files.append(SourceFile(path: path, bytes: Self.withoutByteOrderMark(bytes)))
        case .failure(.tooLarge(let count)): findings.append(ByteCheck.tooLarge(path, count))
        case .failure(let failure): findings.append(ReadingRules.unreadable(path, failure.reason))
        }
    }

    private static func withoutByteOrderMark(_ bytes: [UInt8]) -> [UInt8] {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    }

    /// The path without `/` at its end, so that joining it does not double one.
    private static func tidy(_ path: String) -> String {
        var path = path
        while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }

    private static func join(_ folder: String, _ name: String) -> String {
        if folder == "." { return name }
        return folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }

    private static func bytesAscend(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}

extension ReadingRules {
    fileprivate static func missingPath(_ path: String) -> Diagnostic {
        missingPath.diagnostic(
            at: nil,
            "'\(path)' does not exist",
            help: "check the spelling and the working folder"
        )
    }

    fileprivate static func unreadable(_ path: String, _ reason: String) -> Diagnostic {
        unreadableFile.diagnostic(at: nil, "'\(path)' cannot be read: \(reason)")
    }

    fileprivate static func notAFile(_ path: String) -> Diagnostic {
        notAFile.diagnostic(
            at: nil,
            "'\(path)' is neither a file nor a folder",
            help: "save what it gives to a file and name that"
        )
    }

    fileprivate static func folderWithoutSpecs(_ path: String) -> Diagnostic {
        folderWithoutSpecs.diagnostic(
            at: nil,
            "no .yaml or .yml file lies in '\(path)'",
            help: "name the folder that holds the specs, or a file itself"
        )
    }
}
