import Diagnostics

/// Tells by its key what may be a secret, wherever a person put it: no excerpt shows such a value.
///
/// A spec holds references to secrets only, so a plain text under such a key is a mistake already; printing it into a
/// log of a continuous-integration service would make it a worse one.
enum SecretLooks {
    /// How the names of keys end that hold secrets, in lower case.
    static let endings = [
        "token", "secret", "password", "passwd", "key", "credential", "connectionstring",
    ]

    /// Byte offsets of the texts below a node that stand under such keys.
    static func values(in node: Node) -> [Range<Int>] {
        switch node.content {
        case .scalar: []
        case .sequence(let items): items.flatMap(values(in:))
        case .mapping(let entries): entries.flatMap(values(of:))
        }
    }

    private static func values(of entry: Node.Entry) -> [Range<Int>] {
        // Below 'services' stand addresses, whatever the services are called: 'token' is one of their names.
        if entry.key.text == "services", let services = entry.value.entries {
            return services.filter { !isAddress($0.value) }.flatMap(values(of:))
        }
        guard case .scalar(let name, _) = entry.key.content, case .scalar = entry.value.content,
            endings.contains(where: name.lowercased().hasSuffix)
        else { return values(in: entry.value) }
        return [entry.value.range, entry.value.definition, entry.value.comment].compactMap(\.self).map {
            $0.start.offset..<$0.end.offset
        }
    }

    /// Whether a text is the address of a service and holds neither user name nor password.
    private static func isAddress(_ node: Node) -> Bool {
        guard let text = node.text else { return false }
        return (text.hasPrefix("https://") || text.hasPrefix("http://")) && !text.utf8.contains(0x40)
    }
}
