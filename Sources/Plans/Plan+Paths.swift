extension Plan {
    /// The plan with the relative paths of its source and credentials taken from `folder`.
    ///
    /// A plan on file keeps paths as the specs give them, so that it is the same everywhere. The state knows the
    /// folder it was applied in, so that a run finds the same files from wherever it is started.
    public func resolvingPaths(against folder: String) -> Plan {
        var plan = self
        if source.kind == .file { plan.source.path = Self.resolve(source.path, against: folder) }
        plan.credentials = credentials.mapValues { reference in
            guard case .file(let path) = reference else { return reference }
            return .file(Self.resolve(path, against: folder))
        }
        return plan
    }

    private static func resolve(_ path: String, against folder: String) -> String {
        path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
    }
}
