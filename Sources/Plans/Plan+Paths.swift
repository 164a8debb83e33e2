extension Plan {
    /// The plan with the relative paths of its source and credentials taken from `folder`.
    ///
    /// A plan on file keeps paths as the specs give them, so that it is the same everywhere. The state knows the
    /// folder it was applied in, so that a run finds the same files from wherever it is started.
    public func resolvingPaths(against folder: String) -> Plan {
        var plan = self
        if source.kind == .file { plan.source.path = Self.resolve(source.path, against: folder) }
        plan.credentials = credentials.mapValues { Self.resolve($0, against: folder) }
        plan.hashKey = hashKey.map { Self.resolve($0, against: folder) }
        return plan
    }

    /// The name under which the key of keyed hashes is kept among a current's secrets.
    public static let hashKeyName = "hashKey"

    /// Every secret a run needs, by name: the credentials, and the key of keyed hashes as `hashKeyName`.
    public var secrets: [String: SecretReference] {
        guard let hashKey else { return credentials }
        return credentials.merging([Self.hashKeyName: hashKey]) { $1 }
    }

    private static func resolve(_ reference: SecretReference, against folder: String) -> SecretReference {
        switch reference {
        case .file(let path): return .file(resolve(path, against: folder))
        // A program without a slash is looked for where the runner's environment says.
        case .command(let words):
            guard let program = words.first, program.utf8.contains(UInt8(ascii: "/")) else {
                return reference
            }
            return .command([resolve(program, against: folder)] + words.dropFirst())
        case .environment, .awsSecretsManager, .awsParameterStore: return reference
        }
    }

    private static func resolve(_ path: String, against folder: String) -> String {
        path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
    }
}
