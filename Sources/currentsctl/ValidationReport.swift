import ArgumentParser
import Diagnostics
import Specs

/// How `validate` prints what it found.
enum ValidationFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, sarif, github, junit, markdown
}

/// What `validate` has to say at its end.
struct ValidationReport {
    var compilation: Compilation
    var format: ValidationFormat
    var deniesWarnings: Bool
    /// The changes that were made, or would be.
    var fixes: FixRun?
    var isPreview: Bool

    /// Prints findings: text to standard error, everything else to standard output.
    func print() {
        let findings = compilation.findings
        switch format {
        case .text: printText()
        case .json:
            Console.line(
                JSONRenderer().render(findings, allowed: compilation.allowed, fixed: fixes?.made)
            )
        case .sarif:
            let renderer = SARIFRenderer(catalogue: Catalogue.all, version: Self.version)
            Console.line(renderer.render(findings, allowed: compilation.allowed))
        case .github: Console.write(WorkflowCommandRenderer().render(findings))
        case .junit:
            let files = compilation.workspace.files
            let renderer = JUnitRenderer(files: files, failing: deniesWarnings ? .warning : .error)
            Console.write(renderer.render(findings))
        case .markdown: Console.write(MarkdownRenderer().render(findings))
        }
    }

    /// Such as `0.1.0`.
    private static var version: String {
        CurrentsCtl.configuration.version.split(separator: " ").last.map(String.init) ?? ""
    }

    private func printText() {
        for fix in fixes?.made ?? [] {
            let start = fix.fix.range.start
            let place = "\(fix.fix.range.file):\(start.line):\(start.column)"
            Console.complain("\(isPreview ? "to fix" : "fixed") \(place): \(fix.fix.title) (\(fix.code))")
        }
        for refusal in fixes?.refused ?? [] {
            let start = refusal.fix.fix.range.start
            let place = "\(refusal.fix.fix.range.file):\(start.line):\(start.column)"
            Console.complain("not fixed \(place): '\(refusal.fix.fix.title)' gives another error")
        }
        Console.report(compilation.findings, files: compilation.workspace.files, as: .text)
        guard !compilation.findings.fail(denyWarnings: deniesWarnings), !isPreview else { return }
        let allowed =
            compilation.allowed.isEmpty ? "" : ", \(counted(compilation.allowed.count, "finding")) allowed"
        Console.line("valid: \(compilation.workspace.counts)\(allowed)")
    }
}
