import Diagnostics
import Testing

@testable import Planning

@Suite("Rules about the kind Workspace")
struct RunnerSettingTests {
    private func read(_ settings: String...) -> Reading { Reading(ExampleWorkspace.runner(settings)) }

    @Test func aSecondWorkspaceIsReportedWhateverItsName() {
        let reading = read("{ retention: { age: 7d } }", "{}", "{ disk: { budget: 1GB } }")
        #expect(reading.codes == ["CUR270", "CUR270"])
        #expect(reading.marked == "main-2")
        let same = ExampleWorkspace.document("Workspace", name: "main", spec: "{}")
        let text = [ExampleWorkspace.runner([]), same, same].joined(separator: "---\n")
        #expect(Reading(text).codes == ["CUR270"])
    }

    @Test(arguments: [
        ("{ disk: { budget: 1GB, reserve: 1GB } }", "1GB"),
        ("{ disk: { budget: 20GB, reserve: 30GB } }", "30GB"),
        ("{ disk: { budget: 20GB }, retention: { size: 21GB } }", "21GB"),
        ("{ disk: { budget: 20GB, reserve: 5GB }, retention: { size: 16GB } }", "16GB"),
        ("{ retention: { age: 6d }, dedupe: { window: 7d } }", "6d"),
    ])
    func settingsThatCannotHoldTogetherAreMarked(settings: String, marked: String) {
        let reading = read(settings)
        #expect(reading.codes == ["CUR271"])
        #expect(reading.marked == marked)
        #expect(reading.findings.first?.notes.first?.range != nil)
    }

    @Test(arguments: ["ftp://a.example.org", "a.example.org", "https://:1"])
    func aWebhookThatIsNoURLIsReportedWithoutShowingIt(url: String) {
        let reading = read("{ alerts: [{ webhook: { url: \"\(url)\" } }] }")
        #expect(reading.codes == ["CUR271"])
        #expect(!reading.rendered.contains(url))
    }

    @Test(arguments: [
        "{ disk: { budget: 20GB, reserve: 5GB }, retention: { size: 15GB } }", "{ disk: { reserve: 5GB } }",
        "{ retention: { age: 7d, size: 1TB }, dedupe: { window: 7d } }",
        "{ alerts: [{ webhook: { url: \"https://a.example.com/b\" } }, { command: [page] }] }",
    ])
    func soundSettingsAreSaidNotToBeInEffect(settings: String) {
        let reading = read(settings)
        #expect(reading.codes == ["CUR272"])
        #expect(reading.marked == "spec")
        #expect(!reading.plans.isEmpty)
    }

    @Test func theWarningNamesWhatIsNotInEffect() {
        let reading = read("{ dedupe: { ids: 5 }, retention: { age: 7d } }")
        let words =
            "this version records 'spec.dedupe.ids', 'spec.retention.age' and does not honour them yet"
        #expect(reading.findings.first?.message == words)
    }

    @Test func settingsChangeNoPlan() {
        #expect(read("{ retention: { age: 7d } }").plans == read().plans)
    }
}
