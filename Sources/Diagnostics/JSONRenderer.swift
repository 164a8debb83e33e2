/// Writes findings for programs: `{"diagnostics":[…]}`, every key always present, `null` where there is nothing.
public struct JSONRenderer: Sendable {
    /// Makes a renderer.
    public init() {}

    /// All findings in reading order, as one line of JSON without a line end.
    public func render(_ diagnostics: [Diagnostic]) -> String {
        var json = JSONText()
        json.object { json in
            json.member("diagnostics")
            json.array(diagnostics.inReadingOrder()) { json, diagnostic in write(diagnostic, to: &json) }
        }
        return json.text
    }

    /// What `validate` says: the findings, those that a comment allows, and the changes that were made.
    ///
    /// - Parameters:
    ///   - diagnostics: The findings that count, in any order.
    ///   - allowed: The findings that a comment in the file allows.
    ///   - fixed: The changes made, or nil when none were asked for; the member is then left out.
    /// - Returns: One line of JSON without a line end.
    public func render(
        _ diagnostics: [Diagnostic],
        allowed: [AllowedDiagnostic],
        fixed: [AppliedFix]? = nil
    ) -> String {
        var json = JSONText()
        json.object { json in
            json.member("diagnostics")
            json.array(diagnostics.inReadingOrder()) { json, diagnostic in write(diagnostic, to: &json) }
            json.member("allowed")
            json.array(allowed) { json, allowed in
                json.object { json in
                    json.member("until", allowed.until)
                    json.member("reason", allowed.reason)
                    json.member("diagnostic")
                    write(allowed.diagnostic, to: &json)
                }
            }
            guard let fixed else { return }
            json.member("fixed")
            json.array(fixed) { json, fixed in
                json.object { json in
                    json.member("code", fixed.code)
                    json.member("file", fixed.fix.range.file)
                    json.member("title", fixed.fix.title)
                    json.member("start", fixed.fix.range.start)
                }
            }
        }
        return json.text
    }

    private func write(_ diagnostic: Diagnostic, to json: inout JSONText) {
        json.object { json in
            json.member("code", diagnostic.code)
            json.member("severity", diagnostic.severity.rawValue)
            json.member("message", diagnostic.message)
            json.member("help", diagnostic.help)
            json.member("file", diagnostic.range?.file)
            json.member("start", diagnostic.range?.start)
            json.member("end", diagnostic.range?.end)
            json.member("fixes")
            json.array(diagnostic.fixes) { json, fix in write(fix, to: &json) }
            json.member("name", diagnostic.name)
            json.member("label", diagnostic.label)
            json.member("notes")
            json.array(diagnostic.notes) { json, note in write(note, to: &json) }
            json.member("source", diagnostic.source)
        }
    }

    private func write(_ fix: Fix, to json: inout JSONText) {
        json.object { json in
            json.member("title", fix.title)
            json.member("start", fix.range.start)
            json.member("end", fix.range.end)
            json.member("replacement", fix.replacement)
        }
    }

    private func write(_ note: DiagnosticNote, to json: inout JSONText) {
        json.object { json in
            json.member("message", note.message)
            json.member("file", note.range?.file)
            json.member("start", note.range?.start)
            json.member("end", note.range?.end)
        }
    }
}
