public import Diagnostics
public import Glossary

/// Reads the YAML source of the glossary, the files of `specs/glossary`.
///
/// Takes documents of three kinds, in any number and order: one `GlossaryRelease`, `FieldCatalogue`,
/// `EventFamily`. What the keys mean is told in `specs/glossary/README.md`.
public struct GlossaryDecoder {
    /// The one code for mistakes in the glossary's source, which only we write.
    public static let entry = CatalogueEntry(
        code: "CUR290",
        name: "malformed-glossary",
        explanation: """
            The source of the event glossary must say every fact once, in the form that specs/glossary/README.md \
            describes. The program is built from it, so nothing in it is guessed.
            """
    )

    private var findings: [Diagnostic] = []
    private var catalogue: [String: EventField] = [:]
    private var release: ReleaseFacts?
    private var eventTypes: [EventType] = []
    /// Names that must turn out to be event types, with where they were written.
    private var references: [Located<String>] = []

    /// What a `GlossaryRelease` says.
    private struct ReleaseFacts {
        var release: String
        var samplesAsOf: String
        var sources: [String]
        var platformValues: [String]
        var aliases: [Glossary.Alias]
        var notExported: [String]
    }

    /// Reads all files of the glossary together.
    ///
    /// - Parameter files: In any order.
    /// - Returns: The glossary, or nil when there are errors; and every finding, in reading order.
    public static func decode(_ files: [SourceFile]) -> (glossary: Glossary?, findings: [Diagnostic]) {
        var decoder = GlossaryDecoder()
        var roots: [Node] = []
        for file in files {
            let (documents, findings) = YAMLParser.parse(file)
            decoder.findings += findings
            roots += documents.map(\.root)
        }
        let kinds = roots.map { decoder.kind(of: $0) }
        // Event types refer to the fields, so these come first, whatever the order of the files.
        for (root, kind) in zip(roots, kinds) where kind == .fields { decoder.takeFields(root) }
        for (root, kind) in zip(roots, kinds) where kind == .release { decoder.takeRelease(root) }
        for (root, kind) in zip(roots, kinds) where kind == .family { decoder.takeFamily(root) }
        let glossary = decoder.finish()
        return (decoder.findings.hasErrors ? nil : glossary, decoder.findings.inReadingOrder())
    }

    private mutating func finish() -> Glossary? {
        let names = Set(eventTypes.map(\.name))
        for reference in references where !names.contains(reference.value) {
            report(reference.range, "'\(reference.value)' is no event type of the glossary")
        }
        guard let release else {
            if !findings.hasErrors { report(nil, "there is no document of kind 'GlossaryRelease'") }
            return nil
        }
        guard !findings.hasErrors else { return nil }
        do {
            return try Glossary(
                release: release.release,
                samplesAsOf: release.samplesAsOf,
                sources: release.sources,
                platformValues: release.platformValues,
                aliases: release.aliases,
                notExported: release.notExported,
                eventTypes: eventTypes
            )
        } catch {
            report(nil, error.description)
            return nil
        }
    }
}

extension GlossaryDecoder {
    private enum Kind: String {
        case release = "GlossaryRelease"
        case fields = "FieldCatalogue"
        case family = "EventFamily"
    }

    private mutating func kind(of root: Node) -> Kind? {
        guard root.entries != nil else {
            report(root.range, "a document of the glossary is a mapping")
            return nil
        }
        guard let version = root["apiVersion"], version.text == "glossary/v1" else {
            report((root["apiVersion"] ?? root).range, "expected 'apiVersion: glossary/v1'")
            return nil
        }
        guard let node = root["kind"] else {
            report(root.range, "'kind' is missing")
            return nil
        }
        return value(of: node, "kind")
    }

    private mutating func takeRelease(_ root: Node) {
        let keys = ["release", "samplesAsOf", "sources", "platformValues", "aliases", "notExported"]
        let parts = mapping(root, "release", allowed: ["apiVersion", "kind"] + keys, required: keys)
        if release != nil { report(root.range, "a second document of kind 'GlossaryRelease'") }
        release = ReleaseFacts(
            release: text(parts["release"]) ?? "",
            samplesAsOf: text(parts["samplesAsOf"]) ?? "",
            sources: texts(parts["sources"]).map(\.value),
            platformValues: texts(parts["platformValues"]).map(\.value),
            aliases: items(parts["aliases"]).map { alias($0) },
            notExported: texts(parts["notExported"]).map(\.value)
        )
    }

    private mutating func alias(_ node: Node) -> Glossary.Alias {
        let keys = ["spelling", "name", "note"]
        let parts = mapping(node, "alias", allowed: keys, required: keys)
        let name = located(parts["name"])
        if let name { references.append(name) }
        return Glossary.Alias(
            spelling: text(parts["spelling"]) ?? "",
            name: name?.value ?? "",
            note: text(parts["note"]) ?? ""
        )
    }

    private mutating func takeFields(_ root: Node) {
        let parts = mapping(
            root,
            "field catalogue",
            allowed: ["apiVersion", "kind", "fields"],
            required: ["fields"]
        )
        for entry in entries(parts["fields"]) {
            guard let name = text(entry.key) else { continue }
            if catalogue[name] != nil { report(entry.key.range, "field '\(name)' is described twice") }
            var field = EventField.undescribed(name)
            let facts = mapping(
                entry.value,
                "field",
                allowed: Self.fieldKeys,
                required: ["type", "placement", "semantic"]
            )
            apply(facts, to: &field)
            catalogue[name] = field
        }
    }

    private mutating func takeFamily(_ root: Node) {
        let keys = ["category", "family", "eventTypes"]
        let parts = mapping(root, "family", allowed: ["apiVersion", "kind"] + keys, required: keys)
        let category: EventType.Category? = parts["category"].flatMap { value(of: $0, "category") }
        let family = text(parts["family"]) ?? ""
        for node in items(parts["eventTypes"]) {
            let type = eventType(node, category: category ?? .message, family: family)
            if eventTypes.contains(where: { $0.name == type.name }) {
                report((node["name"] ?? node).range, "event type '\(type.name)' is described twice")
            }
            eventTypes.append(type)
        }
    }
}

extension GlossaryDecoder {
    private static let fieldKeys = [
        "type", "placement", "semantic", "personal", "unit", "httpName", "httpType",
    ]
    private static let eventKeys = [
        "name", "status", "replacedBy", "note", "since", "documentedIn", "receivers", "fields", "required",
        "storageOnly", "httpOnly", "withdrawn", "addedIn", "deprecated", "exceptions",
    ]

    private enum Receiver: String { case storage, http }

    private mutating func eventType(_ node: Node, category: EventType.Category, family: String) -> EventType {
        let parts = mapping(
            node,
            "event type",
            allowed: Self.eventKeys,
            required: ["name", "fields", "required"]
        )
        let name = text(parts["name"]) ?? ""
        var receivers: [Receiver] = [.storage, .http]
        if let node = parts["receivers"] { receivers = items(node).compactMap { value(of: $0, "receiver") } }
        let successor = located(parts["replacedBy"])
        if let successor { references.append(successor) }
        var type = EventType(
            name: name,
            category: category,
            family: family,
            action: name.split(separator: ".", omittingEmptySubsequences: false).last.map(String.init)
                ?? name,
            status: parts["status"].flatMap { value(of: $0, "status") } ?? .current,
            replacedBy: successor?.value,
            statusNote: text(parts["note"]),
            isInStorage: receivers.contains(.storage),
            isInHTTP: receivers.contains(.http),
            documentedIn: text(parts["documentedIn"]),
            since: text(parts["since"]),
            fields: []
        )
        type.fields = fields(parts, of: type)
        return type
    }

    private mutating func fields(_ parts: [String: Node], of type: EventType) -> [EventField] {
        let (names, places) = fieldNames(parts["fields"])
        func release(_ since: String?) -> String? { since == "<=1" ? nil : since }
        var fields = names.map { name in
            var field = catalogue[name.value] ?? .undescribed(name.value)
            field.isInStorage = type.isInStorage
            field.isInHTTP = type.isInHTTP
            field.since = release(type.since)
            return field
        }
        for index in listed(parts["required"], in: places) { fields[index].isRequired = true }
        for index in listed(parts["storageOnly"], in: places) { fields[index].isInHTTP = false }
        for index in listed(parts["httpOnly"], in: places) { fields[index].isInStorage = false }
        for index in listed(parts["withdrawn"], in: places) {
            fields[index].isInStorage = false
            fields[index].isInHTTP = false
        }
        for index in listed(parts["deprecated"], in: places) { fields[index].isDeprecated = true }
        for entry in entries(parts["addedIn"]) {
            let since = text(entry.key)
            for index in listed(entry.value, in: places) { fields[index].since = since }
        }
        for entry in entries(parts["exceptions"]) {
            guard let index = place(of: entry.key, in: places) else { continue }
            apply(mapping(entry.value, "field", allowed: Self.fieldKeys, required: []), to: &fields[index])
        }
        return fields
    }

    /// The fields of an event type, and where each stands among them.
    private mutating func fieldNames(_ node: Node?) -> (names: [Located<String>], places: [String: Int]) {
        var places: [String: Int] = [:]
        var names: [Located<String>] = []
        for name in texts(node) {
            if catalogue[name.value] == nil {
                report(name.range, "field '\(name.value)' is not in the field catalogue")
            }
            guard places[name.value] == nil else {
                report(name.range, "field '\(name.value)' is listed twice")
                continue
            }
            places[name.value] = names.count
            names.append(name)
        }
        return (names, places)
    }

    /// The places of the fields that a list names.
    private mutating func listed(_ node: Node?, in places: [String: Int]) -> [Int] {
        items(node).compactMap { place(of: $0, in: places) }
    }

    private mutating func place(of node: Node, in places: [String: Int]) -> Int? {
        guard let name = text(node) else { return nil }
        if places[name] == nil {
            report(node.range, "field '\(name)' is not among the fields of the event type")
        }
        return places[name]
    }

    private mutating func apply(_ facts: [String: Node], to field: inout EventField) {
        if let type: EventField.ValueType = facts["type"].flatMap({ value(of: $0, "type") }) {
            field.type = type
        }
        if let placement: EventField.Placement = facts["placement"].flatMap({ value(of: $0, "placement") }) {
            field.placement = placement
        }
        if let semantic = text(facts["semantic"]) { field.semantic = semantic }
        if let node = facts["personal"] {
            field.personalBasis = isNone(node) ? nil : value(of: node, "reason to count as personal")
            field.isPersonal = field.personalBasis == .source || field.personalBasis == .inferred
        }
        if let node = facts["unit"] { field.unit = isNone(node) ? nil : text(node) }
        if let node = facts["httpName"] { field.httpName = isNone(node) ? nil : text(node) }
        if let node = facts["httpType"] { field.httpType = isNone(node) ? nil : value(of: node, "type") }
    }

    /// Whether a fact of the catalogue is taken back.
    private func isNone(_ node: Node) -> Bool { node.text == "none" }
}

extension EventField {
    /// A field of which only the name is known: what the catalogue fills in, and what stands in for a field
    /// it lacks, so that the rest of the event type is still checked.
    fileprivate static func undescribed(_ name: String) -> Self {
        EventField(
            name: name,
            type: .string,
            isRequired: false,
            placement: .properties,
            semantic: "",
            isPersonal: false,
            isInStorage: false,
            isInHTTP: false
        )
    }
}

extension GlossaryDecoder {
    private mutating func report(_ range: SourceRange?, _ message: String) {
        findings.append(Self.entry.diagnostic(at: range, message))
    }

    /// The values of a mapping by key; reports unknown and missing keys.
    private mutating func mapping(
        _ node: Node,
        _ what: String,
        allowed: [String],
        required: [String]
    ) -> [String: Node] {
        var parts: [String: Node] = [:]
        for entry in entries(node) {
            guard let key = text(entry.key) else { continue }
            if !allowed.contains(key) { report(entry.key.range, "'\(key)' does not belong to this \(what)") }
            parts[key] = entry.value
        }
        for key in required where parts[key] == nil { report(node.range, "'\(key)' is missing") }
        return parts
    }

    private mutating func entries(_ node: Node?) -> [Node.Entry] {
        guard let node else { return [] }
        if node.entries == nil { report(node.range, "expected a mapping") }
        return node.entries ?? []
    }

    private mutating func items(_ node: Node?) -> [Node] {
        guard let node else { return [] }
        if node.items == nil { report(node.range, "expected a list") }
        return node.items ?? []
    }

    private mutating func texts(_ node: Node?) -> [Located<String>] {
        items(node).compactMap { located($0) }
    }

    private mutating func text(_ node: Node?) -> String? { located(node)?.value }

    private mutating func located(_ node: Node?) -> Located<String>? {
        guard let node else { return nil }
        guard let text = node.text, !text.isEmpty else {
            report(node.range, "expected a text")
            return nil
        }
        return Located(text, at: node.range)
    }

    private mutating func value<Value: RawRepresentable<String>>(of node: Node, _ what: String) -> Value? {
        guard let text = text(node) else { return nil }
        let value = Value(rawValue: text)
        if value == nil { report(node.range, "'\(text)' is no \(what)") }
        return value
    }
}
