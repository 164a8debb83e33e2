import Foundation
import Testing

@Suite("Secrets that a command prints, with the built program")
struct SecretCommandTests {
    /// Writes the program `token`.
    ///
    /// Another process writes it: a file that this one has open for writing may be open in a child of another test as
    /// well for a moment, and then nobody can run it.
    private func write(_ script: String, _ site: SecretSite) async throws {
        try site.site.write("#!/bin/sh\n\(script)\n", to: "token.text")
        let install = Launch(
            program: URL(fileURLWithPath: "/usr/bin/install"),
            arguments: ["-m", "700", "token.text", "specs/token"]
        )
        #expect(try await Program.result(of: install, in: site.site.folder).status == 0)
    }

    @Test func whatTheCommandPrintsIsSent() async throws {
        let site = try await SecretSite(reference: "{ command: [./token, \"an argument\"] }")
        try await write("test \"$1\" = 'an argument' && echo '\(Site.token)'", site)
        let apply = try await site.apply()
        #expect(!apply.errors.contains("warning"), "\(apply.errors)")
        let run = try await site.run("run", "--once")
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        site.expectAllTaken()
        try await site.expectNowhere(Site.token, apply, run)
    }

    @Test func aCommandThatFailsKeepsAllUntilItIsPutRight() async throws {
        let site = try await SecretSite(reference: "{ command: ./token }")
        try await write("echo '\(Site.token)'; echo '\(Site.token)' >&2; exit 3", site)
        let apply = try await site.apply()
        #expect(apply.errors.contains("warning: current 'demo': credential 'bearerToken'"), "\(apply.errors)")
        let run = try await site.run("run", "--once")
        #expect(run.status == 3, "\(run.errors)")
        #expect(run.output.contains("ended with status 3"), "\(run.output)")
        #expect(site.site.taken.isEmpty)

        try await write("echo '\(Site.token)'", site)
        let next = try await site.run("run", "--once")
        #expect(next.status == 0, "\(next.output)\(next.errors)")
        site.expectAllTaken()
        try await site.expectNowhere(Site.token, apply, run, next)
    }
}

extension SecretCommandTests {
    @Test func aCommandOnItsWayEndsWithTheRun() async throws {
        let site = try await SecretSite(reference: "{ command: ./token }")
        try await write("echo '\(Site.token)'", site)
        _ = try await site.apply()
        try await write("echo $$ > pid; exec sleep 600", site)
        let run = try Program.start(["run", "--drain", "0"], in: site.site.folder)
        defer { run.kill() }
        let path = "\(site.site.folder)/pid"
        let deadline = ContinuousClock.now + .seconds(60)
        var pid: pid_t?
        while pid == nil, ContinuousClock.now < deadline {
            pid = (try? String(contentsOfFile: path, encoding: .utf8)).flatMap {
                pid_t($0.trimmingCharacters(in: .newlines))
            }
            await Task.yield()
        }
        let child = try #require(pid)
        run.terminate()
        _ = try await run.wait(within: 60)
        while isRunning(child), ContinuousClock.now < deadline { await Task.yield() }
        #expect(!isRunning(child))
    }

    /// A process that has ended stays until whoever inherited it takes note.
    private func isRunning(_ id: pid_t) -> Bool {
        guard let state = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8) else {
            return false
        }
        return !state.contains(") Z")
    }
}

/// One at a time: moto is slow, and there is more than this suite to run beside it.
@Suite(
    "Secrets that AWS keeps, as moto plays it, with the built program",
    .enabled(if: Moto.isInstalled, "moto is not installed: run Scripts/bootstrap-peers (Scripts/test does)"),
    .serialized
)
struct SecretPlaceTests {
    private func moto(_ site: SecretSite) async throws -> Moto { try await Moto(in: site.site.folder) }

    @Test(arguments: [
        "{ awsSecretsManager: prod/http }", "{ awsSecretsManager: { secretId: prod/json, key: token } }",
    ])
    func aSecretOfSecretsManagerIsSent(reference: String) async throws {
        var site = try await SecretSite(reference: reference)
        let moto = try await moto(site)
        try await moto.keep(secret: "prod/http", Site.token)
        try await moto.keep(secret: "prod/json", #"{"user": "u", "token": "\#(Site.token)"}"#)
        site.ask(moto, as: moto.world.reader)
        let apply = try await site.apply()
        #expect(!apply.errors.contains("warning"), "\(apply.errors)")
        let run = try await site.run("run", "--once")
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        site.expectAllTaken()
        try await site.expectNowhere(Site.token, apply, run)
        try await site.expectNowhere(moto.world.reader.secret, apply, run)
    }

    @Test func aParameterIsSentDecrypted() async throws {
        var site = try await SecretSite(reference: "")
        let moto = try await moto(site)
        try await moto.keep(parameter: "/prod/http", Site.token)
        let endpoint = "{ url: \"\(moto.url)\", allow: [plaintext, loopback] }"
        let reference = "{ awsParameterStore: { name: /prod/http, endpoint: \(endpoint) } }"
        let spec = site.site.spec().replacing("{ env: SITE_TOKEN }", with: reference)
        try site.site.write(spec, to: "specs/all.yaml")
        site.ask(moto, as: moto.world.reader, atItsAddress: false)
        let apply = try await site.apply()
        #expect(!apply.errors.contains("warning"), "\(apply.errors)")
        let run = try await site.run("run", "--once")
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        site.expectAllTaken()
        try await site.expectNowhere(Site.token, apply, run)
    }

    @Test func aSecretThatIsNotThereKeepsAllUntilItIs() async throws {
        var site = try await SecretSite(reference: "{ awsSecretsManager: prod/later }")
        let moto = try await moto(site)
        site.ask(moto, as: moto.world.reader)
        let apply = try await site.apply()
        #expect(apply.errors.contains("there is no such secret"), "\(apply.errors)")
        let run = try await site.run("run", "--once")
        #expect(run.status == 3, "\(run.errors)")
        #expect(
            run.output.contains(
                "AWS secret 'prod/later': there is no such secret in region '\(moto.world.region)'"
            ),
            "\(run.output)"
        )
        #expect(site.site.taken.isEmpty)

        try await moto.keep(secret: "prod/later", Site.token)
        let next = try await site.run("run", "--once")
        #expect(next.status == 0, "\(next.output)\(next.errors)")
        site.expectAllTaken()
        try await site.expectNowhere(Site.token, apply, run, next)
    }

    @Test func aMissingPermissionIsToldInWords() async throws {
        var site = try await SecretSite(reference: "{ awsSecretsManager: prod/http }")
        let moto = try await moto(site)
        try await moto.keep(secret: "prod/http", Site.token)
        site.ask(moto, as: moto.world.sender)
        _ = try await site.apply()
        let run = try await site.run("run", "--once")
        #expect(run.status == 3, "\(run.errors)")
        #expect(run.output.contains("the identity lacks the permission"), "\(run.output)")
        #expect(site.site.taken.isEmpty)
        try await site.expectNowhere(moto.world.sender.secret, run)
    }

    @Test func aWrongKeyOfOursIsToldInWords() async throws {
        var site = try await SecretSite(reference: "{ awsParameterStore: /prod/http }")
        let moto = try await moto(site)
        try await moto.keep(parameter: "/prod/http", Site.token)
        let right = moto.world.reader
        site.ask(moto, as: Moto.Keys(id: right.id, secret: String(right.secret.reversed())))
        _ = try await site.apply()
        let run = try await site.run("run", "--once")
        #expect(run.status == 3, "\(run.errors)")
        #expect(run.output.contains("the secret key does not belong to the access key"), "\(run.output)")
        #expect(site.site.taken.isEmpty)
    }
}
