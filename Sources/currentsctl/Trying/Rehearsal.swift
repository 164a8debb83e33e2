import Connectors
import Delivery
import FakePartners
import Foundation
import Glossary
import Ledger
import Machine
import Plans

/// A whole workspace, run against simulated partners on this machine: real plans, real engine, real requests.
struct Rehearsal {
    /// The plans as compiled.
    let plans: [Plan]
    /// The events, as a file of JSON lines.
    let input: String
    /// How long a current may go without progress.
    let wait: Duration

    /// A current on stage: its changed plan, and who plays its partner.
    private struct Role {
        var plan: Plan
        var server: FakePartnerServer
    }

    /// Runs it in a folder of its own.
    ///
    /// - Throws: A problem of the ledger, or that a simulated partner cannot be started.
    func run(in folder: String) async throws -> RehearsalReport {
        var secrets = ThrowawaySecrets()
        var roles: [Role] = []
        var absent: [RehearsalReport.Absent] = []
        do {
            for plan in plans {
                if let reason = Self.reasonToStayAway(plan) {
                    absent.append(.init(current: plan.current, partner: plan.partner, reason: reason))
                } else if let role = try await cast(plan, &secrets) {
                    roles.append(role)
                }
            }
            let report = try await perform(roles, absent, secrets, folder)
            await Self.stop(roles)
            return report
        } catch {
            await Self.stop(roles)
            throw error
        }
    }

    private static func reasonToStayAway(_ plan: Plan) -> String? {
        if !plan.isEnabled { return "the current is disabled" }
        guard !RehearsalPartner.names.contains(plan.partner) else { return nil }
        return "'\(plan.partner)' cannot be simulated by this version"
    }

    private static func stop(_ roles: [Role]) async {
        for role in roles { await role.server.stop() }
    }

    /// Starts the partner of a plan and points the plan at it; everything else about the plan stays.
    private func cast(_ plan: Plan, _ secrets: inout ThrowawaySecrets) async throws -> Role? {
        let name = plan.partner
        var plan = plan
        let made = secrets.replace(in: &plan) { RehearsalPartner.isMadeUp($0, for: name) }
        guard let partner = RehearsalPartner.of(plan, secrets: made) else { return nil }
        var settings = FakePartnerServer.Settings()
        settings.keep = .ids
        let server = try await FakePartnerServer.start(partner, settings: settings)
        let stage = try EndpointURL("http://127.0.0.1:\(server.boundPort)")
        plan.endpoint = EndpointPlan(
            url: try EndpointURL(plan.endpoint.url).moved(to: stage).text,
            allow: [.loopback, .plaintext],
            services: try plan.endpoint.services.mapValues { try EndpointURL($0).moved(to: stage).text }
        )
        plan.source = SourcePlan(name: plan.source.name, kind: .file, path: input, isFollowed: false)
        plan.start = .beginning
        plan.renamedFrom = nil
        return Role(plan: plan, server: server)
    }

    private func perform(
        _ roles: [Role],
        _ absent: [RehearsalReport.Absent],
        _ secrets: ThrowawaySecrets,
        _ folder: String
    ) async throws -> RehearsalReport {
        var problems: [String] = []
        let engine = EngineRun(secrets: secrets, wait: wait)
        let (run, ledger) = try await engine(roles.map(\.plan), at: folder + "/state") { ledger, transport in
            for role in roles {
                guard let words = try await Self.setUp(role.plan, secrets, ledger, transport) else {
                    continue
                }
                problems.append("\(role.plan.current): \(words)")
            }
        }
        let check = LedgerVerification(
            ledger: ledger,
            knownTypes: Glossary.builtIn.eventTypes.map(\.name)
        )
        var currents: [RehearsalReport.Current] = []
        for role in roles {
            guard let books = run.currents.first(where: { $0.name == role.plan.current }) else { continue }
            let words = try await ledger.deadLetters(current: role.plan.current, limit: 1000)
            currents.append(.init(books: books, taken: role.server.ledger.counts, deadLetters: words))
        }
        return RehearsalReport(
            currents: currents,
            sources: run.sources,
            absent: absent,
            problems: problems,
            mismatches: try await check.run().mismatches
        )
    }

    /// Does at the simulated partner what `apply` would do; the words of a failure, or nil.
    private static func setUp(
        _ plan: Plan,
        _ secrets: ThrowawaySecrets,
        _ ledger: Ledger,
        _ transport: NIOTransport
    ) async throws -> String? {
        let connector = try ConnectorRegistry.connector(for: plan)
        let setUp = PartnerSetUp(plan: plan, connector: connector, over: transport, secrets: secrets)
        switch await setUp.run() {
        case .ready: return nil
        case .failed(let words, _): return words
        case .resource(let state, _):
            guard let resource = connector.resource else { return nil }
            let now = SystemClock().wall()
            try await ledger.record(state.record(of: resource, current: plan.current, at: now))
            return nil
        }
    }
}
