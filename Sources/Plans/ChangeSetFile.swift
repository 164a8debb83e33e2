extension ChangeSet {
    /// The word in `kind` that tells a change set from other JSON.
    static let kind = "ChangeSet"

    /// The bytes of the file: canonical JSON that carries a digest of itself, ending in a line feed.
    public var bytes: [UInt8] {
        var content = CanonicalJSON.object([
            "kind": .text(Self.kind),
            "formatVersion": .integer(Self.currentFormatVersion),
            "baseDigest": .text(baseDigest),
            "changes": changesJSON,
            "plans": .array(plans.map(\.content)),
        ])
        if let base { content = content.setting("base", to: .object(base.mapValues { .text($0) })) }
        if !shapes.isEmpty { content = content.setting("shapes", to: shapes.json) }
        return content.setting("digest", to: .text(content.digest)).bytes
    }

    /// The changes and their counts as JSON; ends in a line feed.
    ///
    /// Keys: `changes` (`current`, `action`, `renamedFrom` when there is one, `differences`, and for a current that is
    /// created or updated `events`, each with its `type` and the `name` it has at the partner) and `summary` (a count
    /// for each action). A side of a difference that has no value is left out. `PlanReport.json` says more.
    public var json: String { String(decoding: report { _ in nil }.bytes, as: UTF8.self) }

    /// The same with what more is to be said of a change, under `effects`.
    func report(_ effects: (Change) -> CanonicalJSON?) -> CanonicalJSON {
        var summary: [String: CanonicalJSON] = [:]
        for action in Action.allCases { summary[action.rawValue] = .integer(count(of: action)) }
        let changes = changes.map { change in
            let content = withEvents(change)
            return effects(change).map { content.setting("effects", to: $0) } ?? content
        }
        return .object(["changes": .array(changes), "summary": .object(summary)])
    }

    private func withEvents(_ change: Change) -> CanonicalJSON {
        // Texts and lists of texts: nothing an encoder can refuse.
        let content = (try? CanonicalJSON(encoding: change)) ?? .object([:])
        guard [.create, .update].contains(change.action), let plan = plan(named: change.current) else {
            return content
        }
        let events = plan.events.map { event in
            CanonicalJSON.object(["type": .text(event.type), "name": .text(event.name ?? event.type)])
        }
        return content.setting("events", to: .array(events))
    }

    private var changesJSON: CanonicalJSON {
        // Texts and lists of texts: nothing an encoder can refuse.
        (try? CanonicalJSON(encoding: changes)) ?? .array([])
    }

    /// Reads a file back; nothing of it is used unless all of it is sound.
    public init(reading bytes: [UInt8]) throws(ChangeSetProblem) {
        let content: CanonicalJSON
        do {
            content = try CanonicalJSONParser.parse(bytes)
        } catch .truncated {
            throw .truncated
        } catch {
            throw .foreign(kind: nil)
        }
        guard content["kind"]?.text == Self.kind, let version = content["formatVersion"]?.integer,
            version >= 1
        else { throw .foreign(kind: content["kind"]?.text) }
        guard version <= Self.currentFormatVersion else { throw .newerFormat(version) }
        guard content["digest"]?.text == content.removing("digest").digest else { throw .edited }
        guard let baseDigest = content["baseDigest"]?.text, case .array(let items)? = content["plans"],
            let changes = try? content["changes"]?.decoded(as: [Change].self)
        else { throw .foreign(kind: Self.kind) }
        let base: [String: String]? =
            if let members = content["base"] { try Self.base(members, baseDigest) } else { nil }
        guard let shapes = ShapeBook(json: content["shapes"] ?? .object([:])) else { throw .edited }
        self.init(
            baseDigest: baseDigest,
            base: base,
            changes: changes,
            plans: try Self.plans(in: items),
            shapes: shapes
        )
    }

    private static func base(
        _ content: CanonicalJSON,
        _ baseDigest: String
    ) throws(ChangeSetProblem) -> [String: String] {
        guard case .object(let members) = content else { throw .edited }
        let base = members.compactMapValues(\.text)
        guard base.count == members.count, digest(ofBase: Array(base)) == baseDigest else { throw .edited }
        return base
    }

    private static func plans(in items: [CanonicalJSON]) throws(ChangeSetProblem) -> [PlanFile] {
        var plans: [PlanFile] = []
        for item in items {
            do {
                plans.append(try PlanFile(content: item))
            } catch .newerFormat(let version) {
                throw .newerFormat(version)
            } catch {
                throw .edited
            }
        }
        return plans
    }
}
