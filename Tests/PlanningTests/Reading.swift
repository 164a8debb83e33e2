import Diagnostics
import Glossary
import Plans
import Specs

@testable import Planning

/// Text in, plans and findings out: the way every spec goes.
struct Reading {
    var plans: [Plan]
    var findings: [Diagnostic]
    var files: [SourceFile]

    init(
        _ texts: [String: String],
        order: [String]? = nil,
        partners: [PartnerRequirements] = TestPartners.all
    ) {
        let paths = order ?? texts.keys.sorted()
        let files = paths.map { SourceFile(path: $0, bytes: Array((texts[$0] ?? "").utf8)) }
        let (workspace, earlier) = SpecReader.read(files)
        let planner = Planner(glossary: .builtIn, partners: partners)
        let (plans, findings) = planner.plan(workspace, after: earlier)
        self.plans = plans
        self.findings = earlier + findings
        self.files = workspace.files
    }

    init(_ text: String, path: String = "specs/a.yaml") { self.init([path: text]) }

    var codes: [String] { findings.map(\.code) }

    /// What the first finding underlines.
    var marked: String? {
        guard let range = findings.first?.range, let file = files.first(where: { $0.path == range.file })
        else {
            return nil
        }
        return String(decoding: file.bytes[range.start.offset..<range.end.offset], as: UTF8.self)
    }

    /// Everything a person would see.
    var rendered: String { TextRenderer(files: files).render(findings) }

    /// The texts with every proposed change of the first finding made.
    func fixed(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for fix in findings.first?.fixes ?? [] {
            bytes.replaceSubrange(fix.range.start.offset..<fix.range.end.offset, with: fix.replacement.utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
