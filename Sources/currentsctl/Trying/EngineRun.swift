import ArgumentParser
import Connectors
import Delivery
import Foundation
import Glossary
import Ledger
import Logging
import Machine
import Plans

/// One run of the engine over a state of its own, to the end of what its sources hold.
struct EngineRun {
    /// Where secrets are fetched.
    var secrets: any SecretStore = SystemSecretStore()
    /// How long a current may go without progress.
    var wait: Duration
    /// Whether people are told how it stands.
    var showsProgress = true

    /// Puts plans in force in a fresh state and runs them.
    ///
    /// - Parameters:
    ///   - plans: The plans.
    ///   - state: The state folder, which is made.
    ///   - folder: The folder that relative paths of the plans are counted from.
    ///   - prepare: Called with the ledger and the transport once the plans are in force.
    /// - Returns: How it ended, and the books.
    /// - Throws: A problem of the ledger; the exit code of failed I/O when a source fails.
    func callAsFunction(
        _ plans: [Plan],
        at state: String,
        countingPathsFrom folder: String = FileManager.default.currentDirectoryPath,
        prepare: (Ledger, NIOTransport) async throws -> Void = { _, _ in }
    ) async throws -> (report: RunReport, ledger: Ledger) {
        let ledger = try Ledger.open(at: state, mode: .write)
        var changes = ChangeSet(from: [], to: plans)
            .planChanges(onRemove: .refuse, at: SystemClock().wall())
        changes.folder = folder
        if case .refused(let refusals) = try await ledger.apply(changes) {
            throw Storage.Refusal(refusals.map(\.diagnostic))
        }
        let transport = try NIOTransport()
        do {
            try await prepare(ledger, transport)
            let report = try await run(ledger, state, transport)
            await transport.shutdown()
            return (report, ledger)
        } catch {
            await transport.shutdown()
            throw error
        }
    }

    private func run(_ ledger: Ledger, _ state: String, _ transport: NIOTransport) async throws -> RunReport {
        let inbox = Inbox<EngineMessage>()
        var environment = EngineEnvironment(
            ledger: ledger,
            state: state,
            secrets: secrets,
            transport: transport,
            connector: ConnectorRegistry.connector,
            knownTypes: Glossary.builtIn.eventTypes.map(\.name),
            logger: Logger(label: "currentsctl") { _ in LineLog() }
        )
        if showsProgress, Console.isTerminal(Console.standardError) {
            environment.onProgress = ProgressLine.show
        }
        defer { if environment.onProgress != nil { ProgressLine.clear() } }
        let mode = RunMode(isOnce: true, wait: wait)
        let signals = StopSignals { inbox.post(.stop) }
        defer { signals.cancel() }
        let result: Result<RunReport, any Error> = await withCheckedContinuation { continuation in
            BlockingThread.start { [environment] in
                let engine = DeliveryEngine(environment: environment, mode: mode, inbox: inbox)
                continuation.resume(returning: Result { try engine.run() })
            }
        }
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
