import Crypto
public import Plans

/// Carries out a current's mappings on events: bytes in, bytes out, before the partner's own mapping.
///
/// What no step touches is copied as it was written: numbers keep their digits and keys their order. A renamed field
/// keeps its place within its object, and goes behind the others of another one. After warm-up nothing of ours is
/// allocated per event. Not for use from two threads at once.
public final class EventRewriter {
    /// What became of an event.
    public enum Outcome: Sendable, Hashable {
        /// No step touches it: its own bytes are the result.
        case unchanged
        /// The result is in the rewriter, until the next event.
        case rewritten
        /// No event comes of it; the words say why, for people, and hold no value.
        case failed(String)
    }

    /// The key of keyed hashes; an event that needs one is `failed` without it.
    public var key: HashKey?

    /// The steps by the number of the event's type; empty for types that no mapping applies to.
    private let programs: [[RewriteStep]]
    private let tree = FieldTree()
    private let output = RecordBuffer(capacity: 2048)
    /// Texts without escapes, and objects put together to be hashed.
    private let room = RecordBuffer()
    private var scanner: EventScanner
    private var event = ScannedEvent()
    private var lifted: [FieldTree.Place] = []

    /// Prepares the mappings of a plan; nil when it has none.
    ///
    /// - Parameters:
    ///   - plan: The current.
    ///   - types: The table the events are scanned with.
    ///   - key: The key of keyed hashes, when it is known already.
    public init?(plan: Plan, types: TypeTable, key: HashKey? = nil) {
        guard let mappings = plan.mappings, !mappings.isEmpty else { return nil }
        let selected = Set(plan.events.map(\.type))
        programs = types.names.map { selected.contains($0) ? RewriteStep.steps(of: mappings, for: $0) : [] }
        scanner = EventScanner(types: types)
        self.key = key
    }

    /// Rewrites one event.
    ///
    /// - Parameters:
    ///   - event: What scanning `line` found.
    ///   - line: The bytes that were scanned.
    /// - Returns: What became of it.
    public func rewrite(_ event: borrowing ScannedEvent, line: UnsafeRawBufferPointer) -> Outcome {
        let type = Int(event.type)
        guard programs.indices.contains(type), !programs[type].isEmpty else { return .unchanged }
        tree.begin(line)
        defer { tree.end() }
        for step in programs[type] {
            if let words = apply(step) { return .failed(words) }
        }
        guard tree.isChanged else { return .unchanged }
        output.truncate(to: 0)
        tree.write(FieldTree.root, to: output)
        return scanOutput()
    }

    /// Shows the event that was rewritten last, and what scanning it found.
    public func withRewritten<Result>(_ body: (ScannedEvent, UnsafeRawBufferPointer) -> Result) -> Result {
        let event = event
        return output.withUnsafeBytes { body(event, $0) }
    }

    private func scanOutput() -> Outcome {
        switch output.withUnsafeBytes({ scanner.scan($0, into: &event) }) {
        case nil where event.eventType.isPresent: .rewritten
        case nil: .failed("the mappings leave the event without an 'event_type'")
        case .noID: .failed("the mappings leave the event without an 'id'")
        case .notJSON: .failed("the mappings nest the event deeper than \(EventScanner.maximumDepth) levels")
        case .some(let reason): .failed("the mappings make an event that is refused: \(reason.rawValue)")
        }
    }

    /// Carries out one step.
    ///
    /// - Returns: Why it cannot be done, in words; nil when it is done.
    private func apply(_ step: RewriteStep) -> String? {
        switch step {
        case .rename(let renames):
            return rename(renames)
        case .remove(let fields):
            each(fields) { tree.remove($0) }
        case .keep(let fields):
            _ = keep(fields, below: FieldTree.root)
        case .hash(let fields, let algorithm):
            guard algorithm == .plain || key != nil else { return "the key of hashes is not there" }
            each(fields) { hash($0, algorithm) }
        case .redact(let fields):
            each(fields) { place in
                guard !tree.isVoid(place) else { return }
                tree.replace(place) { $0.appendJSONString(MappingStep.redacted) }
            }
        case .set(let parent, let key, let json, let words):
            return set(key, of: parent, to: json, words)
        }
        return nil
    }
}

// MARK: - Steps

extension EventRewriter {
    private func rename(_ renames: [RewriteStep.Rename]) -> String? {
        lifted.removeAll(keepingCapacity: true)
        for rename in renames { lifted.append(tree.find(rename.from)) }
        for place in lifted where place >= 0 { tree.lift(place) }
        for (index, rename) in renames.enumerated() where lifted[index] >= 0 {
            guard let parent = tree.object(at: rename.parent) else {
                return "'\(rename.words.from)' cannot become '\(rename.words.to)': "
                    + "what is to hold it is no object in this event"
            }
            let taken = tree.member(rename.key, of: parent)
            if taken >= 0 {
                guard tree.isNull(taken) else {
                    return "'\(rename.words.from)' cannot become '\(rename.words.to)': the event has both"
                }
                tree.remove(taken)
            }
            tree.put(lifted[index], in: parent, as: rename.key)
        }
        return nil
    }

    private func set(_ key: [UInt8], of parent: [[UInt8]], to json: [UInt8], _ words: String) -> String? {
        guard let parent = tree.object(at: parent) else {
            return "'\(words)' cannot be set: what is to hold it is no object in this event"
        }
        let place = tree.member(key, of: parent)
        if place >= 0 {
            tree.replace(place) { buffer in json.withUnsafeBytes { buffer.append($0) } }
        } else {
            tree.add(key, to: parent) { buffer in json.withUnsafeBytes { buffer.append($0) } }
        }
        return nil
    }

    private func hash(_ place: FieldTree.Place, _ algorithm: MappingStep.HashAlgorithm) {
        guard !tree.isVoid(place) else { return }
        let hashed = tree.withJSON(of: place, room: room) { json in
            guard json.first == UInt8(ascii: "\""), json.count >= 2 else {
                return digest(of: json, algorithm)
            }
            room.truncate(to: 0)
            room.appendUnescaped(UnsafeRawBufferPointer(rebasing: json[1..<(json.count - 1)]))
            return room.withUnsafeBytes { digest(of: $0, algorithm) }
        }
        tree.replace(place) { buffer in
            guard let hashed else {
                buffer.appendJSONString(HashKey.mask)
                return
            }
            buffer.append(UInt8(ascii: "\""))
            for byte in hashed {
                buffer.append(Self.digit(byte >> 4))
                buffer.append(Self.digit(byte & 0xF))
            }
            buffer.append(UInt8(ascii: "\""))
        }
    }

    private func digest(of bytes: UnsafeRawBufferPointer, _ algorithm: MappingStep.HashAlgorithm)
        -> SHA256.Digest?
    {
        algorithm == .plain ? HashKey.sha256(bytes) : key?.hash(bytes)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &- 10 &+ value
    }

    // MARK: - Finding fields

    /// Does something with every field that fits, and nothing more with what lies in one.
    private func each(_ fields: RewriteStep.Fields, _ act: (FieldTree.Place) -> Void) {
        guard let paths = fields.paths else {
            tree.path.truncate(to: 0)
            each(fields, below: FieldTree.root, act)
            return
        }
        for path in paths {
            let place = tree.find(path)
            if place >= 0 { act(place) }
        }
    }

    private func each(
        _ fields: RewriteStep.Fields,
        below place: FieldTree.Place,
        _ act: (FieldTree.Place) -> Void
    ) {
        let length = tree.path.count
        var member = tree.firstMember(of: place)
        while member >= 0 {
            let next = tree.nextMember(after: member)
            tree.enter(member)
            if tree.path.withUnsafeBytes(fields.fit) {
                act(member)
            } else {
                each(fields, below: member, act)
            }
            tree.path.truncate(to: length)
            member = next
        }
    }

    /// Takes away what fits nothing; an object of which something stays, stays.
    ///
    /// - Returns: Whether anything stays.
    private func keep(_ fields: RewriteStep.Fields, below place: FieldTree.Place) -> Bool {
        if place == FieldTree.root { tree.path.truncate(to: 0) }
        let length = tree.path.count
        var isAnythingKept = false
        var member = tree.firstMember(of: place)
        while member >= 0 {
            let next = tree.nextMember(after: member)
            tree.enter(member)
            let isWhole =
                tree.path.withUnsafeBytes(fields.fit)
                || place == FieldTree.root && Self.envelope.contains { tree.isKey(member, $0) }
            if isWhole || keep(fields, below: member) {
                isAnythingKept = true
            } else {
                tree.remove(member)
            }
            tree.path.truncate(to: length)
            member = next
        }
        return isAnythingKept
    }

    private static let envelope = FieldFlow.envelope.map { Array($0.utf8) }
}
