import Diagnostics
import Foundation
import Testing

@testable import Specs

/// The shipped examples, read by our own parser and run as their hosts would run them.
@Suite("Examples for build servers")
struct CIExampleTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A repository as a build server checks it out: on a branch of its own, with the base branch at the remote.
    private func repository() async throws -> Workbench {
        let bench = try Workbench()
        #expect(try await bench.run("init", "work", "--partner", "http").status == 0)
        let setUp = """
            git init --quiet --bare origin.git
            cd work
            currentsctl compile specs --out generated/plans
            git init --quiet --initial-branch=main .
            git config user.name nobody
            git config user.email nobody@example.com
            git add .
            git commit --quiet --message first
            git remote add origin ../origin.git
            git push --quiet origin main
            git checkout --quiet -b change
            sed -i s/messages.email/messages.sms/ specs/http.yaml
            rm specs/tests.yaml
            currentsctl compile specs --out generated/plans
            git add .
            git commit --quiet --message second
            """
        let (status, words) = try await shell(setUp, in: bench.folder)
        #expect(status == 0, "\(words)")
        return bench
    }

    /// Runs commands as a build server does: the first failure is the end.
    private func shell(
        _ script: String,
        in folder: String,
        _ variables: [String: String] = [:]
    ) async throws -> (status: Int32, words: String) {
        var bash = Launch(program: URL(fileURLWithPath: "/bin/bash"))
        bash.arguments = ["-c", "exec 2>&1\nset -eo pipefail\n(\(script)\n)\necho done"]
        let inherited = ProcessInfo.processInfo.environment
        let path = Program.url.deletingLastPathComponent().path + ":" + (inherited["PATH"] ?? "")
        bash.environment = inherited.merging(variables) { $1 }.merging(["PATH": path]) { $1 }
        let result = try await Program.result(of: bash, in: folder)
        return (result.status, result.output)
    }

    private func document(_ name: String) throws -> Node {
        let url = Self.root.appendingPathComponent("specs/examples/ci/\(name)")
        let file = SourceFile(path: name, bytes: Array(try Data(contentsOf: url)))
        let (documents, findings) = YAMLParser.parse(file)
        #expect(findings.isEmpty)
        return try #require(documents.first?.root)
    }

    private func run(_ commands: [String], _ variables: [String: String] = [:]) async throws -> Workbench {
        #expect(!commands.isEmpty)
        let bench = try await repository()
        for command in commands {
            let (status, words) = try await shell(command, in: bench.folder + "/work", variables)
            #expect(status == 0, "\(command)\n\(words)")
        }
        return bench
    }

    @Test func theGitHubWorkflowRuns() async throws {
        let job = try #require(try document(".github/workflows/currents.yaml")["jobs"]?["check"])
        let commands = (job["steps"]?.items ?? []).compactMap { $0["run"]?.text }
        let bench = try await run(commands, ["BASE": "main", "GITHUB_STEP_SUMMARY": "../summary.md"])
        #expect(!bench.text("summary.md").isEmpty)
    }

    @Test func theGitLabJobRuns() async throws {
        let job = try #require(try document(".gitlab-ci.yml")["currents"])
        let commands = (job["script"]?.items ?? []).compactMap(\.text)
        let bench = try await run(commands, ["CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"])
        #expect(!bench.text("work/currents-plan.md").isEmpty)
        #expect(bench.text("work/currents-tests.xml").hasPrefix("<?xml"))
    }

    @Test func thePreCommitHooksRun() async throws {
        let repositories = try #require(try document(".pre-commit-config.yaml")["repos"]?.items)
        let hooks = repositories.flatMap { $0["hooks"]?.items ?? [] }
        _ = try await run(hooks.compactMap { $0["entry"]?.text })
        for hook in hooks { #expect(hook["pass_filenames"]?.text == "false") }
    }

    @Test func aMistakeStopsEveryExample() async throws {
        let bench = try await repository()
        let work = bench.folder + "/work"
        try bench.write(
            bench.text("work/specs/http.yaml").replacing("sms", with: "smss"),
            to: "work/specs/http.yaml"
        )
        for command in [
            "currentsctl validate specs", "currentsctl compile specs --out generated/plans --check",
        ] {
            #expect(try await shell(command, in: work).status == 1)
        }
    }
}
