import CLibFuzzer
import Connectors
import Diagnostics
import Glossary
import Planning
import Plans
import Specs

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

// YAML → plan: whatever bytes a file holds, reading and planning end, and what they say holds together.

let planner = Planner(glossary: .builtIn, partners: ConnectorRegistry.requirements)

/// One input of libFuzzer.
///
/// Stops the process where a promise is broken: findings point outside the file, a plan comes beside an error, or a
/// plan file cannot be read back.
func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let file = SourceFile(path: "spec.yaml", bytes: Array(UnsafeBufferPointer(start: start, count: count)))
    let (workspace, read) = SpecReader.read([file])
    let (plans, planned) = planner.plan(workspace, after: read)
    let findings = read + planned
    for finding in findings {
        guard let range = finding.range else { continue }
        precondition(range.start.offset <= range.end.offset, "\(finding.code) points backwards")
        precondition(range.end.offset <= file.bytes.count, "\(finding.code) points behind the end")
    }
    precondition(!findings.hasErrors || plans.isEmpty, "a plan beside an error")
    for plan in plans {
        let written = PlanFile(plan)
        precondition((try? PlanFile(reading: written.bytes)) == written, "a plan that cannot be read back")
    }
    _ = JSONRenderer().render(findings)
    _ = TextRenderer(files: workspace.files).render(findings)
    return 0
}

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(LLVMFuzzerRunDriver(&count, &arguments) { fuzz($0, $1) })
