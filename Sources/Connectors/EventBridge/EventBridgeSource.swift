import Delivery
import Machine
import NIOCore
import Plans

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A partner event source: what the customer's bus is tied to before it receives anything.
///
/// Events sent while no bus is tied to it are lost at the partner, so they wait here. Facts: the EventBridge API
/// reference, CreatePartnerEventSource and ListPartnerEventSourceAccounts, and the user guide, "Receiving events from
/// a SaaS partner", read 2026-11-20.
struct EventBridgeSource: PartnerResource {
    let kind = "partner event source"
    let name: String
    let place: String
    let howToActivate: String
    private let accountID: String
    private let transport: EventBridgeTransport

    /// The source of a plan in partner mode.
    init(_ plan: Plan, region: String, transport: EventBridgeTransport) throws(ConnectorProblem) {
        guard plan.settings["partnerName"] != nil else {
            throw ConnectorProblem("the plan names neither a partner nor a bus")
        }
        let whole = PartnerRequirements.sourceName.name(current: plan.current, settings: plan.settings)
        guard let account = plan.settings["accountId"]?.text, let whole else {
            throw ConnectorProblem("the plan names a partner and no account")
        }
        name = whole
        place = "\(region) \(account)"
        guard name.utf8.count <= 256 else {
            throw ConnectorProblem(
                "the name of the partner event source is longer than 256 characters: '\(name)'"
            )
        }
        accountID = account
        self.transport = transport
        howToActivate =
            "in AWS account \(account), region \(region), open EventBridge, choose 'Partner event sources' and "
            + "associate it with an event bus"
    }

    func creation(credentials: Credentials, at moment: WallInstant) -> HTTPRequest {
        let body = ["Name": name, "Account": accountID]
        return transport.call("CreatePartnerEventSource", body: json(body), credentials, at: moment)
    }

    func outcome(ofCreation answer: PartnerAnswer) -> CreationOutcome {
        if (200..<300).contains(answer.status) { return .created }
        if AWSServiceError(answer)?.code == "ResourceAlreadyExistsException" { return .existed }
        return .failed(setUpFailure(of: answer))
    }

    func look(page: String?, credentials: Credentials, at moment: WallInstant) -> HTTPRequest {
        var body = ["EventSourceName": name]
        if let page { body["NextToken"] = page }
        return transport.call("ListPartnerEventSourceAccounts", body: json(body), credentials, at: moment)
    }

    func sighting(in answer: PartnerAnswer) -> Sighting {
        guard (200..<300).contains(answer.status) else {
            guard answer.status < 500,
                AWSServiceError(answer)?.code == "ResourceNotFoundException"
            else { return .failed(setUpFailure(of: answer)) }
            return .state(PartnerResourceState(.missing))
        }
        guard let page = try? JSONDecoder().decode(Page.self, from: Data(answer.body)) else {
            return .failed(.transient(answer.failure("EventBridge's list of accounts cannot be read")))
        }
        let ours = (page.PartnerEventSourceAccounts ?? []).filter { $0.Account == accountID }
        // A source that was created again may still be listed as deleted, too.
        if let account = ours.first(where: { $0.State != "DELETED" }) ?? ours.first {
            return sighting(of: account, answer)
        }
        if let next = page.NextToken, !next.isEmpty { return .nextPage(next) }
        return .state(PartnerResourceState(.missing))
    }

    private func sighting(of account: Page.Account, _ answer: PartnerAnswer) -> Sighting {
        let status: PartnerResourceState.Status
        switch account.State {
        case "PENDING": status = .pending
        case "ACTIVE": status = .active
        case "DELETED": status = .deleted
        default:
            return .failed(.transient(answer.failure("EventBridge names an unknown state of the source")))
        }
        return .state(
            PartnerResourceState(
                status,
                created: account.CreationTime.flatMap(Self.moment),
                expires: account.ExpirationTime.flatMap(Self.moment)
            )
        )
    }

    /// Nothing in a set-up is the fault of an event, so nothing is narrowed down.
    private func setUpFailure(of answer: PartnerAnswer) -> Verdict {
        switch transport.failure(of: answer) {
        case .refused(let failure), .tooLarge(let failure): .misconfigured(failure)
        case let verdict: verdict
        }
    }

    private struct Page: Decodable {
        struct Account: Decodable {
            var Account: String
            var State: String?
            var CreationTime: Double?
            var ExpirationTime: Double?
        }

        var PartnerEventSourceAccounts: [Account]?
        var NextToken: String?
    }

    private static func moment(_ seconds: Double) -> WallInstant? {
        guard seconds.isFinite, abs(seconds) < 1e12 else { return nil }
        return WallInstant(milliseconds: Int64(seconds * 1000))
    }

    /// Sorted, so that equal requests have equal bytes.
    private func json(_ fields: [String: String]) -> [ByteBuffer] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(fields) else { return [] }
        return [ByteBuffer(bytes: bytes)]
    }
}
