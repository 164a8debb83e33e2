extension Language {
    /// Where keys live that people look for elsewhere: the path of the mapping that holds a key, by key.
    ///
    /// Of several homes of one word, the one nearest to the top, and the first of these. Keys in references
    /// to secrets are nobody's to look for.
    ///
    /// - Parameter kind: The kind of the document; nil when it is not known, and any kind may be meant.
    /// - Returns: Paths such as `spec.delivery`.
    static func homes(in kind: String?) -> [String: String] {
        kind.flatMap { homesByKind[$0] } ?? homesOfAll
    }

    private static let homesByKind = Dictionary(
        kinds.map { ($0.name, homes(of: [$0])) },
        uniquingKeysWith: { first, _ in first }
    )

    private static let homesOfAll = homes(of: kinds)

    private static func homes(of kinds: [Kind]) -> [String: String] {
        var homes: [String: String] = [:]
        var level = kinds.flatMap { [("metadata", $0.metadata), ("spec", $0.spec)] }
        while !level.isEmpty {
            for (path, object) in level {
                for name in object.known where homes[name] == nil { homes[name] = path }
            }
            level = level.flatMap { path, object in
                object.keys.flatMap { key in key.shape.objects.map { ("\(path).\(key.name)\($0)", $1) } }
            }
        }
        return homes
    }
}

extension Language.Shape {
    /// The mappings that may stand right here, each with what leads to it.
    fileprivate var objects: [(String, Language.Object)] {
        switch self {
        case .object(let object): [("", object)]
        case .mapping(_, let value): value.objects.map { (".NAME\($0)", $1) }
        case .forms(let forms): forms.flatMap(\.shape.objects)
        // Nobody would count the items: `spec.mappings` is all of them.
        case .list(let item, _, _): item.objects
        default: []
        }
    }
}
