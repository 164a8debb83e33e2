public import Diagnostics

/// Takes allowed findings out, and reports what is wrong with allowances.
public struct AllowanceCheck: Sendable {
    private let catalogue: [String: Severity]
    private let today: CalendarDay

    /// Longer allowances outlive whoever knows their reason.
    private static let mostDays = 366
    private static let form = "currents:allow CODE until YYYY-MM-DD: why"

    /// Makes a check.
    ///
    /// - Parameters:
    ///   - catalogue: The manual pages of every code there is.
    ///   - today: The present day in UTC.
    public init(catalogue: [CatalogueEntry], today: CalendarDay) {
        self.catalogue = Dictionary(catalogue.map { ($0.code, $0.severity) }) { first, _ in first }
        self.today = today
    }

    /// What an allowance says, once nothing is wrong with it.
    private struct Terms {
        var comment: AllowanceComment
        var code: String
        var day: CalendarDay
        var until: AllowanceComment.Word
        var reason: String
    }

    /// Applies the allowances of a workspace to everything that was found in it.
    ///
    /// - Returns: The findings that stand, with those about allowances, and the allowed ones; both in reading order.
    public func apply(
        _ workspace: Workspace,
        to found: [Diagnostic]
    ) -> (findings: [Diagnostic], allowed: [AllowedDiagnostic]) {
        guard !workspace.allowances.isEmpty else { return (found.inReadingOrder(), []) }
        var findings = found
        var allowed: [AllowedDiagnostic] = []
        var mistakes: [Diagnostic] = []
        for comment in workspace.allowances {
            switch read(comment) {
            case .failure(let mistake): mistakes.append(mistake.diagnostic)
            case .success(let terms):
                let isMeant = { (finding: Diagnostic) in Self.speaks(terms, of: finding) }
                let meant = findings.filter(isMeant)
                if meant.isEmpty {
                    // Beside an error a rule may not have got as far as its warning.
                    let isSure = workspace.isWhole && !found.hasErrors(in: comment.range.file)
                    let isServed = allowed.contains { Self.speaks(terms, of: $0.diagnostic) }
                    if isSure, !isServed { mistakes.append(Self.unused(terms)) }
                } else if terms.day < today {
                    mistakes.append(Self.ended(terms))
                    let note = DiagnosticNote("its allowance ended", at: terms.until.range)
                    for index in findings.indices where isMeant(findings[index]) {
                        findings[index].notes.append(note)
                    }
                } else {
                    findings.removeAll(where: isMeant)
                    allowed += meant.map {
                        AllowedDiagnostic($0, until: terms.until.text, reason: terms.reason)
                    }
                }
            }
        }
        return ((findings + mistakes).inReadingOrder(), allowed.inReadingOrder())
    }

    private static func speaks(_ terms: Terms, of finding: Diagnostic) -> Bool {
        finding.severity < .error && finding.code == terms.code
            && finding.range?.file == terms.comment.range.file
            && finding.range?.start.line == terms.comment.line
    }
}

extension AllowanceCheck {
    private struct Mistake: Error { var diagnostic: Diagnostic }

    private static func failure(_ diagnostic: Diagnostic) -> Result<Terms, Mistake> {
        .failure(Mistake(diagnostic: diagnostic))
    }

    private func read(_ comment: AllowanceComment) -> Result<Terms, Mistake> {
        let words = comment.words
        guard words.count >= 2, words[0].text == "currents:allow" else {
            return Self.failure(
                AllowanceRules.malformed.diagnostic(
                    at: words.first?.range ?? comment.range,
                    "'\(Node.shorten(words.first?.text ?? ""))' does not begin an allowance",
                    help: "write '# \(Self.form)'"
                )
            )
        }
        if let mistake = mistake(inCode: words[1]) { return Self.failure(mistake) }
        guard words.count >= 4, words[2].text == "until" else {
            return Self.failure(
                AllowanceRules.badDate.diagnostic(
                    at: words.count > 2 ? words[2].range : comment.range,
                    "the allowance of \(words[1].text) has no end",
                    help: "write '# \(Self.form)'"
                )
            )
        }
        return terms(of: comment, code: words[1].text)
    }

    private func mistake(inCode word: AllowanceComment.Word) -> Diagnostic? {
        guard let severity = catalogue[word.text] else {
            let near = Suggestion.closest(to: word.text, among: catalogue.keys.sorted())
            return AllowanceRules.unknownCode.diagnostic(
                at: word.range,
                "there is no code '\(Node.shorten(word.text))'",
                help: near.map { "did you mean '\($0)'?" } ?? "'currentsctl explain' lists every code",
                fixes: near.map { [Fix("write '\($0)'", replace: word.range, with: $0)] } ?? []
            )
        }
        guard severity == .error || AllowanceRules.all.contains(where: { $0.code == word.text }) else {
            return nil
        }
        return AllowanceRules.notAllowable.diagnostic(
            at: word.range,
            severity == .error
                ? "\(word.text) is an error, and errors cannot be allowed"
                : "\(word.text) is about allowances themselves and cannot be allowed",
            help: "put right what \(word.text) reports, and remove this comment"
        )
    }

    private func terms(of comment: AllowanceComment, code: String) -> Result<Terms, Mistake> {
        var until = comment.words[3]
        let hasColon = until.text.hasSuffix(":")
        if hasColon {
            until.text.removeLast()
            until.range.end.offset -= 1
            until.range.end.column -= 1
        }
        guard let day = CalendarDay(until.text) else {
            return Self.failure(
                AllowanceRules.badDate.diagnostic(
                    at: until.range,
                    "'\(Node.shorten(until.text))' is not a day",
                    help: "write it as YYYY-MM-DD, such as 2027-03-31"
                )
            )
        }
        let reason = comment.words.dropFirst(4).map(\.text).joined(separator: " ")
        guard hasColon, !reason.isEmpty else {
            return Self.failure(
                AllowanceRules.withoutReason.diagnostic(
                    at: comment.range,
                    "the allowance of \(code) does not say why",
                    help: "write '# currents:allow \(code) until \(until.text): ' and the reason"
                )
            )
        }
        guard day.daysSince1970 - today.daysSince1970 <= Self.mostDays else {
            return Self.failure(
                AllowanceRules.tooLong.diagnostic(
                    at: until.range,
                    "\(until.text) is more than \(Self.mostDays) days ahead",
                    help: "choose a nearer day; the allowance can be renewed then"
                )
            )
        }
        return .success(Terms(comment: comment, code: code, day: day, until: until, reason: reason))
    }

    private static func unused(_ terms: Terms) -> Diagnostic {
        let comment = terms.comment
        return AllowanceRules.unused.diagnostic(
            at: comment.range,
            "line \(comment.line) has no finding \(terms.code) to allow",
            help: "remove the comment",
            fixes: [Fix("remove the comment", replace: comment.removal, with: "")]
        )
    }

    private static func ended(_ terms: Terms) -> Diagnostic {
        AllowanceRules.ended.diagnostic(
            at: terms.until.range,
            "the allowance of \(terms.code) ended on \(terms.until.text)",
            help: "put right what \(terms.code) reports, or allow it again with a reason that holds today"
        )
    }
}

extension Sequence<AllowedDiagnostic> {
    fileprivate func inReadingOrder() -> [AllowedDiagnostic] {
        sorted { left, right in
            let (one, other) = (left.diagnostic.range, right.diagnostic.range)
            return (one?.file ?? "", one?.start.offset ?? -1, left.diagnostic.code)
                < (other?.file ?? "", other?.start.offset ?? -1, right.diagnostic.code)
        }
    }
}

extension Sequence<Diagnostic> {
    fileprivate func hasErrors(in file: String) -> Bool {
        contains { $0.severity == .error && $0.range?.file == file }
    }
}
