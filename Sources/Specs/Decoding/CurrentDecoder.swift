import Diagnostics

/// Reads `kind: Current`.
enum CurrentDecoder {
    private static let known = Language.currentSpec.known
    private static let unsupported = Language.currentSpec.reserved

    /// The current, or nil when it has no name or no `spec`; everything else that was reported is left out of it.
    static func decode(_ document: Fields, with nodes: inout NodeDecoder) -> CurrentSpec? {
        let metadata = MetadataDecoder.decode(document, allowsHistory: true, with: &nodes)
        guard let spec = nodes.fields("spec", in: document, known: known, unsupported: unsupported) else {
            return nil
        }
        nodes.reportKeysOfSpec(in: spec, known: known)
        for key in ["source", "partner", "events"] { nodes.require(key, in: spec) }
        let enabled = spec["enabled"].flatMap { nodes.boolean($0, named: "spec.enabled") }
        let source = spec["source"].flatMap { nodes.text($0, named: "spec.source") }
        let start = spec["start"].flatMap {
            nodes.choice($0, named: "spec.start", among: Language.currentSpec.words(of: "start"))
        }
        let partner = spec["partner"].flatMap { nodes.text($0, named: "spec.partner") }
        let region = spec["region"].flatMap { nodes.text($0, named: "spec.region") }
        let credentials = CredentialsDecoder.decode(spec, with: &nodes)
        let events = EventsDecoder.decode(spec, with: &nodes)
        let filter = FilterDecoder.decode(spec, with: &nodes)
        let mappings = MappingsDecoder.decode(spec, with: &nodes)
        let hashKey = hashKey(spec, with: &nodes)
        let endpoint = endpoint(spec, with: &nodes)
        let settings = settings(spec, with: &nodes)
        let delivery = DeliveryDecoder.decode(spec, with: &nodes)
        guard let metadata else { return nil }
        return CurrentSpec(
            metadata: metadata,
            specKey: spec.key,
            enabled: enabled,
            source: source,
            start: start,
            partner: partner,
            region: region,
            credentials: credentials,
            credentialsKey: spec.entries["credentials"]?.key.range,
            events: events,
            filter: filter,
            mappings: mappings,
            hashKey: hashKey,
            endpoint: endpoint,
            settings: settings,
            delivery: delivery
        )
    }

    private static func hashKey(_ spec: Fields, with nodes: inout NodeDecoder) -> CredentialSpec? {
        guard let entry = spec.entries["hashKey"] else { return nil }
        if entry.value.text != nil, !entry.value.isNull { nodes.hide(entry.value) }
        return CredentialsDecoder.reference(entry, named: "spec.hashKey", with: &nodes).map {
            CredentialSpec(name: Located("hashKey", at: entry.key.range), reference: $0)
        }
    }

    private static func endpoint(_ spec: Fields, with nodes: inout NodeDecoder) -> EndpointSpec? {
        let before = nodes.findings.count
        guard let fields = nodes.fields("endpoint", in: spec, known: Language.endpoint.known) else {
            return nil
        }
        let url = fields["url"].flatMap { nodes.text($0, named: "spec.endpoint.url") }
        let name = "spec.endpoint.allow"
        let items = fields["allow"].flatMap { nodes.list($0, named: name) } ?? []
        let words = Language.endpoint.words(of: "allow")
        var allow = items.compactMap { nodes.choice($0, named: name, among: words) }
        // What could not be read might have allowed the address: nothing more is said about that.
        if nodes.findings.count > before { allow = words.map { Located($0, at: fields.key) } }
        let services = fields["services"].flatMap { nodes.texts($0, named: "spec.endpoint.services") } ?? []
        return EndpointSpec(key: fields.key, url: url, allow: allow, services: services)
    }

    private static func settings(_ spec: Fields, with nodes: inout NodeDecoder) -> [SettingSpec] {
        guard let node = spec["settings"] else { return [] }
        guard let entries = node.entries else {
            nodes.wrongType(node, named: "spec.settings", wanted: "a mapping")
            return []
        }
        var seen: Set<String> = []
        return entries.compactMap { entry in
            guard let key = nodes.keyText(entry.key), seen.insert(key).inserted,
                !nodes.misplacedKeys.contains(key)
            else { return nil }
            return setting(entry, key, with: &nodes)
        }
    }

    private static func setting(
        _ entry: Node.Entry,
        _ key: String,
        with nodes: inout NodeDecoder
    ) -> SettingSpec? {
        let name = Located(key, at: entry.key.range)
        let path = "spec.settings.\(Node.shorten(key))"
        guard entry.value.text != nil else {
            // Only a setting's declaration can say whether it takes a mapping; here it is read as one of texts.
            return SettingSpec(
                name: name,
                text: Located(nil, at: entry.value.range),
                isQuoted: false,
                entries: entry.value.entries == nil ? nil : nodes.texts(entry.value, named: path)
            )
        }
        guard let text = nodes.text(entry.value, named: path, allowsEmpty: true) else { return nil }
        let isText = !entry.value.isPlain || entry.value.tag == .text
        return SettingSpec(name: name, text: text.map { $0 }, isQuoted: isText)
    }
}
