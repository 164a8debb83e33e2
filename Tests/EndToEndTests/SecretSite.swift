import Foundation
import Testing

/// A site whose partner wants a token, which is kept somewhere else than in the environment.
struct SecretSite {
    let site: Site
    /// What the program finds in its environment.
    var environment: [String: String] = [:]

    init(reference: String) async throws {
        site = try await Site()
        let plain = "{ env: SITE_TOKEN }"
        let spec = site.spec()
        try #require(spec.contains(plain))
        try site.write(spec.replacing(plain, with: reference), to: "specs/all.yaml")
        try site.writeEvents((0..<20).map { "e\($0)" })
    }

    /// Lets AWS be asked with a user's keys, at the address that moto has.
    mutating func ask(_ moto: Moto, as keys: Moto.Keys, atItsAddress: Bool = true) {
        environment = [
            "AWS_ACCESS_KEY_ID": keys.id, "AWS_SECRET_ACCESS_KEY": keys.secret, "AWS_SESSION_TOKEN": "",
            "AWS_REGION": moto.world.region, "AWS_ENDPOINT_URL": atItsAddress ? moto.url : "",
            "AWS_ENDPOINT_URL_SECRETS_MANAGER": "", "AWS_ENDPOINT_URL_SSM": "",
        ]
    }

    func run(_ arguments: String...) async throws -> Program.Result {
        try await Program.start(arguments, in: site.folder, environment: environment).wait()
    }

    /// Applies, which must succeed.
    func apply() async throws -> Program.Result {
        let result = try await run("apply", "specs", "--auto-approve")
        #expect(result.status == 0, "\(result.errors)")
        return result
    }

    /// Checks that the partner has every event once.
    func expectAllTaken() {
        #expect(site.taken == Dictionary(uniqueKeysWithValues: (0..<20).map { ("e\($0)", 1) }))
    }

    /// Checks that a secret is in no output, no plan and no file of the state.
    func expectNowhere(_ secret: String, _ results: Program.Result...) async throws {
        let plan = try await run("plan", "specs")
        let compile = try await run("compile", "specs", "--out", "plans")
        #expect(compile.status == 0, "\(compile.errors)")
        for result in results + [plan, compile, try await run("status"), try await run("ledger")] {
            #expect(!(result.output + result.errors).contains(secret))
        }
        #expect(try !files(in: "plans", holding: "bearerToken").isEmpty, "the search finds what is there")
        for folder in [".currents", "plans"] {
            #expect(try files(in: folder, holding: secret).isEmpty)
        }
    }

    private func files(in folder: String, holding text: String) throws -> [String] {
        let path = "\(site.folder)/\(folder)"
        let names = try FileManager.default.subpathsOfDirectory(atPath: path)
        #expect(!names.isEmpty)
        return names.filter { name in
            let bytes = FileManager.default.contents(atPath: "\(path)/\(name)") ?? Data()
            return bytes.range(of: Data(text.utf8)) != nil
        }
    }
}
