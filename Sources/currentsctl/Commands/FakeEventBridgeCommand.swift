import ArgumentParser
import FakePartners
import Foundation

extension FakeCommand {
    /// The `fake eventbridge` command.
    struct EventBridge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "eventbridge",
            abstract: "Amazon EventBridge, partner event sources and buses, and STS's AssumeRole.",
            discussion: """
                Signatures are checked. Without --access-key-id-env and --secret-access-key-env the key is the one of \
                AWS's own documentation, AKIDEXAMPLE with wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY.

                Faults besides those of 'fake http': error=ThrottlingException, error=AccessDeniedException, \
                entry-error=InternalFailure with every=N (counts entries) or id=ID, results=-1 (an answer without its last \
                result), status=413 body=empty, token=KEYID:SECRET (another key); op=PutPartnerEvents limits a fault to \
                one call. The customer's side, with the source's name as body: POST /_fake/associate, \
                /_fake/deactivate, /_fake/expire. Also GET /_fake/sources, POST /_fake/expire-sessions, and \
                POST /_fake/clock with +SECONDS or -SECONDS as body.

                Example:
                  currentsctl fake eventbridge --listen 127.0.0.1:9002 --region eu-central-1 --record taken.jsonl
                  curl --data aws.partner/example.com/acme/currents http://127.0.0.1:9002/_fake/associate
                """
        )

        @OptionGroup var server: FakeServerOptions
        @Option(
            name: .customLong("access-key-id-env"),
            help: "The environment variable with the access key id to ask for."
        )
        var accessKeyIDVariable: String?
        @Option(
            name: .customLong("secret-access-key-env"),
            help: "The environment variable with the secret to it."
        )
        var secretVariable: String?
        @Option(name: .long, help: "The region to be signed for.")
        var region = "us-east-1"
        @Option(name: .long, help: "An event bus besides 'default'; may be repeated.")
        var bus: [String] = []
        @Option(name: .long, help: "A role to be assumed, ARN or ARN:EXTERNALID; may be repeated.")
        var role: [String] = []
        @Flag(name: .customLong("auto-associate"), help: "New partner event sources are ACTIVE at once.")
        var associatesAtOnce = false
        @Option(name: .long, help: "Seconds a source may be PENDING.")
        var expiry = 604_800

        func run() async throws {
            var settings = FakeEventBridge.Settings()
            guard (accessKeyIDVariable == nil) == (secretVariable == nil) else {
                throw ValidationError("--access-key-id-env and --secret-access-key-env go together")
            }
            if let accessKeyIDVariable, let secretVariable {
                settings.accessKeyID = try value(of: accessKeyIDVariable)
                settings.secretAccessKey = try value(of: secretVariable)
                guard !settings.accessKeyID.contains(":") else {
                    throw ValidationError("the value of '\(accessKeyIDVariable)' is no access key id")
                }
            }
            guard expiry > 0 else { throw ValidationError("--expiry takes a number of seconds from 1") }
            settings.region = region
            settings.buses = bus
            settings.associatesAtOnce = associatesAtOnce
            settings.secondsToExpiry = expiry
            settings.roles = try role.map { text in
                guard let role = FakeEventBridge.Role(text) else {
                    throw ValidationError("--role '\(text)' is neither ARN nor ARN:EXTERNALID")
                }
                return role
            }
            try await server.serve(FakeEventBridge(settings: settings) { Date().timeIntervalSince1970 })
        }

        private func value(of variable: String) throws -> String {
            guard let value = ProcessInfo.processInfo.environment[variable], !value.isEmpty else {
                throw ValidationError("environment variable '\(variable)' is not set")
            }
            return value
        }
    }
}
