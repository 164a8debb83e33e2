import Diagnostics

/// The known keys of one mapping, ready to be read by name.
struct Fields {
    /// How people would name the mapping, such as `spec.delivery`; empty for the document itself.
    var name: String
    /// Where findings about missing keys point: the key that holds the mapping.
    var key: SourceRange
    /// The pairs with a known key, by key; of a key given twice, the first.
    var entries: [String: Node.Entry] = [:]
    /// Keys that are not there but are accounted for by a finding already made: misspelled or not supported.
    var excused: Set<String> = []
    /// Unknown keys of which nothing is known but that they were reported, each with the number of its finding.
    var strays: [(key: String, finding: Int)] = []

    /// The value of a key.
    subscript(key: String) -> Node? { entries[key]?.value }

    /// How people would name a key of this mapping.
    func path(_ key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }
}

extension NodeDecoder {
    /// Reads a mapping whose keys are known, and reports all other keys.
    ///
    /// - Parameters:
    ///   - node: What should be a mapping; anything else is reported.
    ///   - key: The key that holds the mapping.
    ///   - name: How people would name the mapping.
    ///   - known: The keys that may stand in it.
    ///   - unsupported: Keys of the language that this version cannot honour.
    /// - Returns: The known keys that are there, or nil for something other than a mapping.
    mutating func fields(
        of node: Node,
        key: SourceRange,
        named name: String,
        known: [String],
        unsupported: [String] = []
    ) -> Fields? {
        guard let entries = node.entries else {
            wrongType(node, named: name, wanted: "a mapping")
            return nil
        }
        var fields = Fields(name: name, key: key)
        /// The known key right above, when nothing stands below it.
        var hollow: String?
        for entry in entries {
            guard let key = keyText(entry.key) else { continue }
            if let hollow, !known.contains(key), isIndented(key, below: hollow, in: fields) { continue }
            hollow = nil
            if known.contains(key) {
                if fields.entries[key] == nil { fields.entries[key] = entry }
                if entry.value.isNull, entry.value.text?.isEmpty == true { hollow = key }
            } else if unsupported.contains(key) {
                notSupported(fields.path(key), at: entry.key.range)
                fields.excused.insert(key)
            } else {
                unknownKey(key, at: entry.key.range, known: known, in: &fields)
            }
        }
        return fields
    }

    /// Reads the mapping below a key; nil when the key is absent.
    mutating func fields(
        _ key: String,
        in parent: Fields,
        known: [String],
        unsupported: [String] = []
    ) -> Fields? {
        guard let entry = parent.entries[key] else { return nil }
        return fields(
            of: entry.value,
            key: entry.key.range,
            named: parent.path(key),
            known: known,
            unsupported: unsupported
        )
    }

    /// The characters of a key; reports one that is no text.
    mutating func keyText(_ key: Node) -> String? {
        if let text = key.text, !text.isEmpty { return text }
        report(
            ShapeRules.keyNotText.diagnostic(
                at: key.range,
                "a key must be a text, and \(Self.describe(key)) stands here",
                help: "write 'key: value'"
            )
        )
        return nil
    }

    /// Reports a key that must be there and is not, unless a finding accounts for it already.
    mutating func require(_ key: String, in fields: Fields) {
        guard fields.entries[key] == nil, !fields.excused.contains(key), !misplacedKeys.contains(key),
            !misplacedHomes.contains(fields.path(key))
        else { return }
        if let stray = fields.strays.first(where: { !claimedStrays.contains($0.finding) }) {
            // A word of one's own for a key: what is unknown and what is missing are the same mistake.
            claimedStrays.insert(stray.finding)
            return advise(
                "'\(key)' is missing: is it what '\(Node.shorten(stray.key))' means?",
                onFinding: stray.finding
            )
        }
        missing(fields.path(key), at: fields.key)
    }

    /// Whether an unknown key was meant to stand below the hollow key above it, which is reported as such.
    private func isIndented(_ key: String, below hollow: String, in fields: Fields) -> Bool {
        Self.freelyKeyed.contains(hollow) || Language.homes(in: kind)[key] == fields.path(hollow)
    }

    /// Keys whose mapping has keys that no language knows.
    private static let freelyKeyed: Set<String> = [
        "credentials", "filter", "labels", "properties", "regions", "services", "settings",
    ]

    /// Reports something that must be there and is not.
    mutating func missing(_ name: String, at range: SourceRange) {
        let parts = name.split(separator: ".")
        let owner = parts.dropLast().joined(separator: ".")
        report(
            ShapeRules.missingKey.diagnostic(
                at: range,
                "'\(name)' is missing",
                help: owner.isEmpty ? "add '\(name)'" : "add '\(parts.last ?? "")' below '\(owner)'"
            )
        )
    }

    /// Reports something this version cannot honour.
    mutating func notSupported(_ name: String, at range: SourceRange) {
        report(
            ShapeRules.notSupported.diagnostic(
                at: range,
                "'\(name)' is not supported by this version",
                help: "remove it, or use a version that supports it"
            )
        )
    }

    /// Reports keys of `spec` that stand below `spec.settings`, one level too deep, and are missing from `spec`.
    mutating func reportKeysOfSpec(in spec: Fields, known: [String]) {
        for entry in spec["settings"]?.entries ?? [] {
            guard let key = entry.key.text, known.contains(key), spec.entries[key] == nil,
                misplacedKeys.insert(key).inserted
            else { continue }
            report(
                ShapeRules.unknownKey.diagnostic(
                    at: entry.key.range,
                    "'\(key)' is not a setting of a partner",
                    help: "'\(key)' belongs below 'spec'"
                )
            )
        }
    }

    private mutating func unknownKey(
        _ key: String,
        at range: SourceRange,
        known: [String],
        in fields: inout Fields
    ) {
        var help: String?
        var fixes: [Fix] = []
        let missing = known.filter { fields.entries[$0] == nil }
        if let home = Language.homes(in: kind)[key], home != fields.name {
            misplacedKeys.insert(key)
            misplacedHomes.insert(home)
            help = "'\(key)' belongs below '\(home)'"
        } else if key == fields.name.split(separator: ".").last.map(String.init) {
            // The whole mapping was written one level too deep, so nothing is missing from it.
            fields.excused.formUnion(known)
            help = "write what stands below it right below the outer '\(key)'"
        } else if let meant = Suggestion.closest(to: key, among: missing) ?? Self.longForm(key, of: missing) {
            fields.excused.insert(meant)
            help = "did you mean '\(meant)'?"
            fixes = [Fix("write '\(meant)'", replace: range, with: meant)]
        } else {
            help = "the keys here are \(Self.list(known))"
            fields.strays.append((key, findings.count))
        }
        let place = fields.name.isEmpty ? "of a document" : "of '\(fields.name)'"
        report(
            ShapeRules.unknownKey.diagnostic(
                at: range,
                "'\(Node.shorten(key))' is not a key \(place)",
                help: help,
                fixes: fixes
            )
        )
    }

    /// The key that a longer or shorter word stands for, such as `specification` for `spec`.
    private static func longForm(_ key: String, of known: [String]) -> String? {
        let found = known.filter { key.hasPrefix($0) || key.utf8.count > 2 && $0.hasPrefix(key) }
        return found.count == 1 ? found.first : nil
    }

    /// Whether a key lives below `spec`.
    func belongsToSpec(_ key: String) -> Bool { Language.homes(in: kind)[key] == "spec" }
}
