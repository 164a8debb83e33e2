public import Glossary

/// A plan as a file: canonical JSON that says what it is and carries a digest of itself.
///
/// The same plan gives the same bytes everywhere. The digest finds accidents (an edit, a bad merge), not a hostile
/// editor.
public struct PlanFile: Sendable, Hashable {
    /// The plan.
    public let plan: Plan
    /// `sha256:` and 64 hexadecimal digits over the canonical content without the digest itself.
    public let digest: String
    /// The file's content, digest included.
    let content: CanonicalJSON

    /// The word in `kind` that tells a plan file from other JSON.
    static let kind = "Plan"

    /// Makes the file of a plan.
    public init(_ plan: Plan) {
        // Plans hold texts, whole numbers and Booleans only, none of which an encoder can refuse; the empty object
        // cannot be met, and would be read back as "not a plan".
        let encoded = (try? CanonicalJSON(encoding: plan)) ?? .object([:])
        let content = encoded.setting("kind", to: .text(Self.kind))
        self.plan = plan
        self.digest = content.digest
        self.content = content.setting("digest", to: .text(content.digest))
    }

    /// The bytes of the file: JSON in UTF-8 with sorted keys, ending in a line feed.
    public var bytes: [UInt8] { content.bytes }

    /// Reads a file back.
    ///
    /// White space and the order of keys do not matter; everything else is held to the digest.
    public init(reading bytes: [UInt8]) throws(PlanFileProblem) {
        let content: CanonicalJSON
        do {
            content = try CanonicalJSONParser.parse(bytes)
        } catch .truncated {
            throw .truncated
        } catch {
            throw .notAPlan
        }
        try self.init(content: content)
    }

    init(content: CanonicalJSON) throws(PlanFileProblem) {
        guard content["kind"]?.text == Self.kind, let version = content["formatVersion"]?.integer else {
            throw .notAPlan
        }
        guard version <= Plan.currentFormatVersion else { throw .newerFormat(version) }
        let found = content.removing("digest").digest
        guard content["digest"]?.text == found else { throw .edited }
        guard let plan = try? content.decoded(as: Plan.self) else { throw .notAPlan }
        self.plan = plan
        self.digest = found
        self.content = content
    }
}

/// Why a file cannot be taken as a plan.
public enum PlanFileProblem: Error, Sendable, Hashable {
    /// No JSON, or JSON of something else.
    case notAPlan
    /// The file breaks off.
    case truncated
    /// The content is not what the digest was taken over.
    case edited
    /// Written by a newer currentsctl, in this format.
    case newerFormat(Int)
}

extension PlanFile {
    /// The content address of what a type's HTTP form holds: 16 hexadecimal digits.
    ///
    /// Types with the same fields share an address, so that a thousand plans need one copy of each list.
    public static func shape(of type: EventType) -> String {
        String(CanonicalJSON.sha256(of: shapeFile(of: type)).prefix(16))
    }

    /// The fields of a type's HTTP form as canonical JSON, in glossary order: what `shape(of:)` is the address of.
    public static func shapeFile(of type: EventType) -> [UInt8] {
        let fields = type.fields.filter(\.isInHTTP).map { field in
            CanonicalJSON.object([
                "path": .text(field.httpPath),
                "type": .text((field.httpType ?? field.type).rawValue),
                "required": .boolean(field.isRequired),
                "personal": .boolean(field.isPersonal),
            ])
        }
        return CanonicalJSON.object(["fields": .array(fields)]).bytes
    }

    /// What a plan says of the glossary it was resolved against.
    ///
    /// Hashes the whole text: take it once for many plans.
    public static func glossaryStamp(of glossary: Glossary) -> GlossaryStamp {
        GlossaryStamp(
            release: glossary.release,
            digest: "sha256:" + CanonicalJSON.sha256(of: Array(glossary.text.utf8))
        )
    }
}
