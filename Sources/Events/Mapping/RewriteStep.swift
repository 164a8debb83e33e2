import Plans

/// A step of a mapping made ready: paths as keys, patterns as tables.
enum RewriteStep {
    /// One field and where it goes.
    struct Rename {
        var from: [[UInt8]]
        var parent: [[UInt8]]
        var key: [UInt8]
        /// Both paths, for people.
        var words: (from: String, to: String)

        init(from: String, to: String) {
            self.from = FieldPath.bytes(of: from)
            let keys = FieldPath.bytes(of: to)
            parent = Array(keys.dropLast())
            key = keys.last ?? []
            words = (from, to)
        }
    }

    /// Fields that are named by paths or globs.
    struct Fields {
        /// The paths, those that lie in fewer objects first; nil when a glob is among the patterns.
        var paths: [[[UInt8]]]?
        private var patterns: [NamePattern]

        init(_ patterns: [FieldPattern]) {
            self.patterns = patterns.map { NamePattern($0.text) }
            let isExact = !patterns.contains { $0.text.utf8.contains(UInt8(ascii: "*")) }
            // An outer object that fits is dealt with as a whole, and what lies in it is then not there any more.
            paths =
                isExact ? patterns.map { FieldPath.bytes(of: $0.text) }.sorted { $0.count < $1.count } : nil
        }

        /// Whether a path fits; not whether an object it lies in does.
        func fit(_ path: UnsafeRawBufferPointer) -> Bool { patterns.contains { $0.matches(path) } }
    }

    /// All at once; those with shorter targets first, so that one may go into what another becomes.
    case rename([Rename])
    case remove(Fields)
    case keep(Fields)
    case hash(Fields, MappingStep.HashAlgorithm)
    case redact(Fields)
    case set(parent: [[UInt8]], key: [UInt8], json: [UInt8], words: String)

    /// The steps of one event type, those of one mapping behind those of the mapping before.
    static func steps(of mappings: [EventMapping], for type: String) -> [RewriteStep] {
        mappings.filter { $0.applies(to: type) }.flatMap { steps(of: $0.steps) }
    }

    private static func steps(of steps: [MappingStep]) -> [RewriteStep] {
        var result: [RewriteStep] = []
        var renames: [Rename] = []
        func endRenames() {
            guard !renames.isEmpty else { return }
            result.append(.rename(renames.sorted { $0.parent.count < $1.parent.count }))
            renames = []
        }
        for step in steps {
            if case .rename(let from, let to) = step {
                // A field goes to one place; no spec can say two.
                guard !renames.contains(where: { $0.words.from == from }) else { continue }
                renames.append(Rename(from: from, to: to))
                continue
            }
            endRenames()
            result.append(alone(step))
        }
        endRenames()
        return result
    }

    private static func alone(_ step: MappingStep) -> RewriteStep {
        switch step {
        case .rename(let from, let to): return .rename([Rename(from: from, to: to)])
        case .remove(let fields): return .remove(Fields(fields))
        case .keep(let fields): return .keep(Fields(fields))
        case .hash(let fields, let algorithm): return .hash(Fields(fields), algorithm)
        case .redact(let fields): return .redact(Fields(fields))
        case .set(let path, let json):
            let keys = FieldPath.bytes(of: path)
            return .set(
                parent: Array(keys.dropLast()),
                key: keys.last ?? [],
                json: Array(json.utf8),
                words: path
            )
        }
    }
}

extension FieldPath {
    /// The keys of a path, as bytes.
    fileprivate static func bytes(of path: String) -> [[UInt8]] { keys(of: path).map { Array($0.utf8) } }
}
