import ArgumentParser
import Connectors
import Delivery
import Dispatch
import Foundation
import Glossary
import Ledger
import Logging
import Machine

/// The `run` command.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Deliver what the applied plans say.",
        discussion: """
            Reads every source and delivers to every partner until stopped. With --once it ends when all that the \
            sources held at the start is delivered, or when what is left waits for a person or for longer than --wait.

            A first SIGTERM or SIGINT lets requests on their way finish; a second one ends the run at once. Nothing \
            is lost either way, nor by a kill.

            Example:
              currentsctl run
              currentsctl run --once --wait 10

            Ends with 0 when nothing is pending, 3 when something is, 74 when storage or a source fails.
            """
    )

    @OptionGroup var stateOption: StateOption
    @Flag(name: .long, help: "End with what the sources held at the start.")
    var once = false
    @Option(
        name: .long,
        help: "With --once: seconds a current may go without progress before what is left is left."
    )
    var wait = 60.0
    @Option(name: .long, help: "After a stop: seconds to wait for requests on their way.")
    var drain = 10.0
    @OptionGroup var output: FormatOption

    func validate() throws {
        guard wait >= 0, wait <= 1e9 else { throw ValidationError("--wait takes seconds from 0") }
        guard drain >= 0, drain <= 1e9 else { throw ValidationError("--drain takes seconds from 0") }
    }

    func run() async throws {
        let report = try await Storage.reporting(output.format) {
            let lock = try Ledger.lockRunner(at: stateOption.state, now: SystemClock().wall())
            defer { withExtendedLifetime(lock) {} }
            let ledger = try Ledger.open(at: stateOption.state, mode: .write)
            return try await deliver(ledger)
        }
        RunReportView(report: report).print(as: output.format)
        if report.currents.isEmpty {
            Console.complain(
                "warning: nothing is applied in '\(stateOption.state)'; see 'currentsctl apply --help'"
            )
        }
        if once, let missing = report.sources.first(where: \.isMissing) {
            Console.complain(
                "error[CUR620]: source '\(missing.name)' could not be read: \(missing.notices.last ?? "")"
            )
            throw ExitCode.ioFailure
        }
        if report.pending > 0 { throw ExitCode.pending }
    }

    private func deliver(_ ledger: Ledger) async throws -> RunReport {
        let transport = try NIOTransport()
        let inbox = Inbox<EngineMessage>()
        var environment = EngineEnvironment(
            ledger: ledger,
            state: stateOption.state,
            transport: transport,
            connector: ConnectorRegistry.connector,
            knownTypes: Glossary.builtIn.eventTypes.map(\.name),
            logger: Logger(label: "currentsctl") { _ in LineLog() }
        )
        if Console.isTerminal(Console.standardError) { environment.onProgress = ProgressLine.show }
        defer { if environment.onProgress != nil { ProgressLine.clear() } }
        let mode = RunMode(isOnce: once, wait: .seconds(wait), drain: .seconds(drain))
        let signals = StopSignals { inbox.post(.stop) }
        defer { signals.cancel() }
        let result: Result<RunReport, any Error> = await withCheckedContinuation { continuation in
            BlockingThread.start { [environment] in
                let engine = DeliveryEngine(environment: environment, mode: mode, inbox: inbox)
                continuation.resume(returning: Result { try engine.run() })
            }
        }
        await transport.shutdown()
        do {
            return try result.get()
        } catch RunProblem.storage(let error) {
            throw error
        } catch RunProblem.source(let name, let error) {
            Console.complain("error[CUR621]: source '\(name)' failed: \(error)")
            throw ExitCode.ioFailure
        }
    }
}

/// One line on a terminal that tells how a run stands.
enum ProgressLine {
    static func show(_ report: RunReport) {
        let terminal = report.currents.reduce(0) { $0 + $1.counts.total }
        let taken = report.currents.reduce(0) { $0 + $1.taken }
        Console.complainInPlace(
            "\(terminal) of \(taken) events done, \(counted(report.pending, "event")) pending"
        )
    }

    static func clear() { Console.complainInPlace("") }
}

/// Turns the first SIGTERM or SIGINT into a request to stop, and the second into an end.
final class StopSignals {
    private let sources: [any DispatchSourceSignal]

    init(_ stop: @escaping @Sendable () -> Void) {
        let hasStopped = DispatchQueue(label: "stop")
        let state = StopState()
        // A partner that closes its end early must be an error of that write, not the end of the program.
        signal(SIGPIPE, SIG_IGN)
        sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: hasStopped)
            source.setEventHandler { state.take(stop) }
            source.resume()
            return source
        }
    }

    func cancel() { for source in sources { source.cancel() } }

    /// Touched only on the queue of the signal sources.
    private final class StopState: @unchecked Sendable {
        private var isStopping = false

        func take(_ stop: () -> Void) {
            // 128 and the signal's number is what a shell reports for a program that a signal ended.
            if isStopping { exit(143) }
            isStopping = true
            Console.complain("stopping: requests on their way are waited for")
            stop()
        }
    }
}

/// Log records as single lines on standard error.
struct LineLog: LogHandler {
    var metadata = Logger.Metadata()
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    // swift-format-ignore: AmbiguousTrailingClosureOverload
    func log(event: LogEvent) {
        let text = "\(event.message)".unicodeScalars.map {
            $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0)
        }
        Console.complain("\(event.level): \(String(text))")
    }
}
