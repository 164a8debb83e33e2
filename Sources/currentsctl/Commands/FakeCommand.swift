public import ArgumentParser
public import FakePartners
import Foundation

/// The `fake` command.
struct FakeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fake",
        abstract: "Run a strict simulated partner on loopback.",
        discussion: """
            Checks requests as the partner's documentation says, answers as it would, and keeps a ledger of what it \
            took. Faults are scripted, and can be changed while it runs.

            Example:
              currentsctl fake http --listen 127.0.0.1:9001
              currentsctl fake http --listen 127.0.0.1:9001 --token-env TOKEN --fault 'status=503 every=10'
              curl http://127.0.0.1:9001/_fake/ledger
            """,
        subcommands: [Amplitude.self, EventBridge.self, HTTP.self]
    )

    /// The `fake http` command.
    struct HTTP: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "http",
            abstract: "The vendor's custom HTTP connector, seen from the receiver.",
            discussion: """
                Faults: status=503, status-after=502, reset, reset-after, hang, garbage, truncate, delay=200ms, reject id=ID status=400, \
                token=NEW; each with first=N, every=N, after=N, probability=P seed=S, retry-after=S. Admin pages on \
                the same port: GET /_fake/ledger, GET /_fake/events, POST /_fake/faults, POST /_fake/reset.

                Example:
                  currentsctl fake http --listen 127.0.0.1:0 --record taken.jsonl --fault 'reset-after every=20'
                """
        )

        @OptionGroup var server: FakeServerOptions
        @Option(
            name: .customLong("token-env"),
            help: "Ask for the bearer token in this environment variable."
        )
        var tokenVariable: String?
        @Option(name: .customLong("max-events"), help: "Events in a request at the most.")
        var maximumEvents = 100
        @Option(name: .customLong("max-bytes"), help: "Bytes of a request body at the most.")
        var maximumBytes = 96 << 20

        func run() async throws {
            var token: String?
            if let tokenVariable {
                guard let value = ProcessInfo.processInfo.environment[tokenVariable], !value.isEmpty else {
                    throw ValidationError("environment variable '\(tokenVariable)' is not set")
                }
                token = value
            }
            try await server.serve(
                FakeHTTP(token: token, maximumEvents: maximumEvents, maximumBodyBytes: maximumBytes)
            )
        }
    }
}

/// What all simulated partners take.
struct FakeServerOptions: ParsableArguments {
    @Option(name: .long, help: "HOST:PORT on loopback; port 0 picks a free one.")
    var listen: String
    @Option(name: .long, help: "A fault, as above; may be repeated.")
    var fault: [String] = []
    @Option(name: .long, help: "Append each event taken to this file, as JSON lines.", completion: .file())
    var record: String?
    @Option(name: .long, help: "What to keep in memory of each event: bytes, ids or none.")
    var keep = Keep.bytes

    /// Serves until SIGTERM or SIGINT, then prints what was taken.
    func serve(_ partner: some FakePartner) async throws {
        var settings = FakePartnerServer.Settings()
        guard let colon = listen.lastIndex(of: ":"), let port = Int(listen[listen.index(after: colon)...]),
            (0...65_535).contains(port)
        else { throw ValidationError("--listen takes HOST:PORT") }
        settings.host = String(listen[..<colon]).trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        settings.port = port
        settings.keep = keep
        settings.recordPath = record
        settings.faults = try fault.map { line in
            switch FaultRule.parse(line, forms: partner.faultForms) {
            case .success(let rule): rule
            case .failure(let problem): throw ValidationError("--fault '\(line)': \(problem)")
            }
        }
        do {
            let server = try await FakePartnerServer.start(partner, settings: settings)
            Console.line("fake \(partner.name) listens on \(settings.host):\(server.boundPort)")
            await waitForStop()
            await server.stop()
            let counts = server.ledger.counts
            Console.line("taken: \(counts.events) events in \(counts.requests) requests")
            if counts.discarded > 0 { Console.line("answered as taken, but discarded: \(counts.discarded)") }
        } catch let problem as FakePartnerProblem {
            throw ValidationError("\(problem)")
        } catch let error as ValidationError {
            throw error
        } catch {
            Console.complain("error: cannot listen on \(listen): \(error)")
            throw ExitCode.ioFailure
        }
    }

    private func waitForStop() async {
        let (stops, stop) = AsyncStream<Void>.makeStream()
        let signals = StopSignals { stop.yield() }
        for await _ in stops { break }
        signals.cancel()
    }
}

extension Keep: ExpressibleByArgument {}
