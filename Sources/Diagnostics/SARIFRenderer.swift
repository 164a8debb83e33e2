/// Writes findings as SARIF 2.1.0, the exchange format of code-scanning services.
///
/// Allowed findings are results with a suppression. Findings whose text is hidden lose their fixes; no text of a
/// file is copied at all.
///
/// - SeeAlso: OASIS Standard "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", read 2026-11-21.
public struct SARIFRenderer: Sendable {
    private let entries: [String: CatalogueEntry]
    private let version: String

    /// Makes a renderer.
    ///
    /// - Parameters:
    ///   - catalogue: The manual pages of all codes that may be reported.
    ///   - version: The version of this program, such as `0.1.0`.
    public init(catalogue: [CatalogueEntry], version: String) {
        self.entries = Dictionary(catalogue.map { ($0.code, $0) }) { first, _ in first }
        self.version = version
    }

    private static let schema =
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

    /// All findings in reading order, allowed ones after the others, as one line of JSON without a line end.
    public func render(_ diagnostics: [Diagnostic], allowed: [AllowedDiagnostic] = []) -> String {
        let results =
            diagnostics.inReadingOrder().map { Result(diagnostic: $0, allowance: nil) }
            + allowed.map { Result(diagnostic: $0.diagnostic, allowance: $0) }
        let ranges = results.flatMap { [$0.diagnostic.range] + $0.diagnostic.notes.map(\.range) }
        let index = Index(
            rules: Set(results.map(\.diagnostic.code)).sorted(),
            files: Set(ranges.compactMap { $0?.file }).sorted()
        )
        var json = JSONText()
        json.object { json in
            json.member("$schema", Self.schema)
            json.member("version", "2.1.0")
            json.member("runs")
            json.array([results]) { json, results in run(results, index, to: &json) }
        }
        return json.text
    }

    /// One finding, with what allows it.
    private struct Result {
        var diagnostic: Diagnostic
        var allowance: AllowedDiagnostic?
    }

    /// What results refer to by number.
    private struct Index {
        var rules: [String]
        var files: [String]
    }

    private func run(_ results: [Result], _ index: Index, to json: inout JSONText) {
        json.object { json in
            json.object("tool") { json in
                json.object("driver") { json in
                    json.member("name", "currentsctl")
                    json.member("semanticVersion", version)
                    json.member("rules")
                    json.array(index.rules) { json, code in rule(code, to: &json) }
                }
            }
            json.member("columnKind", "unicodeCodePoints")
            json.member("newlineSequences")
            json.array(["\r\n", "\n", "\r"]) { json, sequence in json.string(sequence) }
            json.member("artifacts")
            json.array(index.files) { json, file in
                json.object { json in json.object("location") { json in location(of: file, to: &json) } }
            }
            json.member("results")
            var fingerprints = Fingerprints()
            json.array(results) { json, result in
                write(result, index, fingerprint: fingerprints.next(result.diagnostic), to: &json)
            }
        }
    }

    private func rule(_ code: String, to json: inout JSONText) {
        json.object { json in
            json.member("id", code)
            guard let entry = entries[code] else { return }
            json.member("name", entry.name)
            json.object("shortDescription") { json in
                json.member("text", entry.name.replacing("-", with: " "))
            }
            json.object("fullDescription") { json in json.member("text", entry.explanation) }
            json.object("help") { json in
                json.member("text", Self.help(of: entry, isMarkdown: false))
                json.member("markdown", Self.help(of: entry, isMarkdown: true))
            }
            json.object("defaultConfiguration") { json in json.member("level", entry.severity.rawValue) }
        }
    }

    private static func help(of entry: CatalogueEntry, isMarkdown: Bool) -> String {
        let examples = [("Reported", entry.example), ("Put right", entry.fix)].compactMap { title, text in
            text.map { "\n\n\(title):\n\n" + (isMarkdown ? "```yaml\n\($0)```" : $0) }
        }
        return entry.explanation + examples.joined()
    }
}

extension SARIFRenderer {
    private func write(_ result: Result, _ index: Index, fingerprint: String, to json: inout JSONText) {
        let diagnostic = result.diagnostic
        json.object { json in
            json.member("ruleId", diagnostic.code)
            if let rule = index.rules.firstIndex(of: diagnostic.code) { json.member("ruleIndex", rule) }
            json.member("level", diagnostic.severity.rawValue)
            json.object("message") { json in json.member("text", diagnostic.messageWithHelp) }
            json.member("locations")
            json.array([diagnostic.range].compactMap(\.self)) { json, range in
                place(range, nil, index, to: &json)
            }
            if !diagnostic.notes.isEmpty {
                json.member("relatedLocations")
                json.array(diagnostic.notes) { json, note in place(note.range, note.message, index, to: &json)
                }
            }
            json.object("partialFingerprints") { json in json.member("currentsctl/v1", fingerprint) }
            if !diagnostic.fixes.isEmpty, !diagnostic.hidesText {
                json.member("fixes")
                json.array(diagnostic.fixes) { json, fix in write(fix, index, to: &json) }
            }
            if let allowance = result.allowance {
                json.member("suppressions")
                json.array([allowance]) { json, allowance in
                    json.object { json in
                        json.member("kind", "inSource")
                        json.member("justification", "until \(allowance.until): \(allowance.reason)")
                    }
                }
            }
        }
    }

    private func place(_ range: SourceRange?, _ message: String?, _ index: Index, to json: inout JSONText) {
        json.object { json in
            if let range {
                json.object("physicalLocation") { json in
                    json.object("artifactLocation") { json in location(of: range.file, index, to: &json) }
                    json.object("region") { json in region(range, to: &json) }
                }
            }
            if let message { json.object("message") { json in json.member("text", message) } }
        }
    }

    private func write(_ fix: Fix, _ index: Index, to json: inout JSONText) {
        json.object { json in
            json.object("description") { json in json.member("text", fix.title) }
            json.member("artifactChanges")
            json.array([fix]) { json, fix in
                json.object { json in
                    json.object("artifactLocation") { json in location(of: fix.range.file, index, to: &json) }
                    json.member("replacements")
                    json.array([fix]) { json, fix in
                        json.object { json in
                            json.object("deletedRegion") { json in region(fix.range, to: &json) }
                            json.object("insertedContent") { json in json.member("text", fix.replacement) }
                        }
                    }
                }
            }
        }
    }

    private func region(_ range: SourceRange, to json: inout JSONText) {
        json.member("startLine", range.start.line)
        json.member("startColumn", range.start.column)
        json.member("endLine", range.end.line)
        json.member("endColumn", range.end.column)
    }

    private func location(of file: String, _ index: Index? = nil, to json: inout JSONText) {
        let uri = URIText.encode(file)
        json.member("uri", uri)
        if !file.hasPrefix("/") { json.member("uriBaseId", "%SRCROOT%") }
        if let number = index?.files.firstIndex(of: file) { json.member("index", number) }
    }
}

/// Paths as parts of an address.
enum URIText {
    /// A path percent-encoded, `/` kept; an absolute one with `file://` before it.
    static func encode(_ path: String) -> String {
        var text = path.hasPrefix("/") ? "file://" : ""
        for byte in path.utf8 {
            if isPlain(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return text
    }

    /// What RFC 3986 leaves as it is in every part of a path.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~/".utf8.contains(byte)
        }
    }
}

extension Diagnostic {
    /// The summary and, on a line of its own, the next thing to try.
    var messageWithHelp: String { message + (help.map { "\nhelp: \($0)" } ?? "") }
}
