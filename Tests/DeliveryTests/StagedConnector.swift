import Connectors
import Delivery
import Events
import Foundation
import Machine
import Plans

/// The plain HTTP connector with stages in front of it, as partners have them; answers say in words what they mean.
struct StagedConnector: Connector {
    static let requirements = PartnerRequirements.http

    private let inner: HTTPConnector
    private let target: HTTPTarget
    private var hasExchange = false
    private var hasResource = false

    init(plan: Plan) throws {
        inner = try HTTPConnector(plan: plan)
        target = try HTTPTarget(plan.endpoint)
    }

    static func staged(exchange: Bool = false, resource: Bool = false)
        -> @Sendable (Plan) throws -> any Connector
    {
        { plan in
            var connector = try StagedConnector(plan: plan)
            connector.hasExchange = exchange
            connector.hasResource = resource
            return connector
        }
    }

    var exchange: (any CredentialExchange)? { hasExchange ? Exchange(target: target) : nil }
    var resource: (any PartnerResource)? { hasResource ? Resource(target: target) : nil }

    func makeMapper() -> any RecordMapper { inner.makeMapper() }

    func request(carrying batch: RecordBatch, credentials: Credentials, at moment: WallInstant) -> HTTPRequest
    {
        var request = inner.request(carrying: batch, credentials: Credentials([:]), at: moment)
        request.headers += [
            ("x-session", credentials["session"] ?? "none"), ("x-time", "\(moment.milliseconds)"),
        ]
        return request
    }

    func probe(credentials: Credentials, at moment: WallInstant) -> HTTPRequest? { nil }

    /// `hold ID…`, `reject ID…`, `unclear`, `denied`, `skew`; anything else is what plain HTTP makes of it.
    func verdict(on answer: PartnerAnswer, to batch: RecordBatch) -> Verdict {
        let words = String(decoding: answer.body, as: UTF8.self).split(separator: " ").map(String.init)
        let failure = Verdict.Failure(status: answer.status, words.joined(separator: " "))
        let named = Set(words.dropFirst())
        func each(_ verdict: EventVerdict) -> Verdict {
            .perEvent(
                (0..<batch.count).map { index in
                    let record = String(decoding: batch[index], as: UTF8.self)
                    return named.contains { record.contains("\"\($0)\"") } ? verdict : .again
                }
            )
        }
        switch words.first {
        case "hold": return each(.held(.device, for: .seconds(30), failure))
        case "hold-long": return each(.held(.device, for: .seconds(36_000), failure))
        case "reject": return each(.rejected(.rejectedByPartner, failure))
        case "unclear": return .perEvent((0..<batch.count).map { _ in .unclear(failure) })
        case "denied": return .perEvent((0..<batch.count).map { _ in .credentialsInvalid(failure) })
        case "skew": return .clockSkewed(failure)
        default: return inner.verdict(on: answer, to: batch)
        }
    }

    private struct Exchange: CredentialExchange {
        var target: HTTPTarget

        func request(credentials: Credentials, at moment: WallInstant) -> HTTPRequest {
            .stage("/exchange", of: target)
        }

        /// The body is the session and the moment it ends, in milliseconds.
        func outcome(of answer: PartnerAnswer, for credentials: Credentials) -> ExchangeOutcome {
            let words = String(decoding: answer.body, as: UTF8.self).split(separator: " ")
            guard answer.status == 200, words.count == 2, let end = Int64(words[1]) else {
                return .failed(
                    answer.status == 403 ? .credentialsInvalid(.init("no")) : .transient(.init("busy"))
                )
            }
            return .credentials(
                credentials.merging(["session": String(words[0])]),
                expires: WallInstant(milliseconds: end)
            )
        }
    }

    private struct Resource: PartnerResource {
        var target: HTTPTarget
        let kind = "event source"
        let name = "source/one"
        let place = "here"
        let howToActivate = "associate it with a bus"

        func creation(credentials: Credentials, at moment: WallInstant) -> HTTPRequest {
            .stage("/create", of: target)
        }

        func outcome(ofCreation answer: PartnerAnswer) -> CreationOutcome {
            switch answer.status {
            case 200: .created
            case 409: .existed
            default: .failed(.misconfigured(.init("no such region")))
            }
        }

        func look(page: String?, credentials: Credentials, at moment: WallInstant) -> HTTPRequest {
            .stage(page.map { "/look?\($0)" } ?? "/look", of: target)
        }

        /// The body is `STATUS CREATED EXPIRES`, or `next PAGE`.
        func sighting(in answer: PartnerAnswer) -> Sighting {
            let words = String(decoding: answer.body, as: UTF8.self).split(separator: " ").map(String.init)
            if words.first == "next", words.count == 2 { return .nextPage(words[1]) }
            guard let word = words.first, let status = PartnerResourceState.Status(rawValue: word) else {
                return .failed(.transient(.init("no state")))
            }
            let moments = words.dropFirst().compactMap { Int64($0) }.map(WallInstant.init(milliseconds:))
            return .state(
                PartnerResourceState(status, created: moments.first, expires: moments.dropFirst().first)
            )
        }
    }
}

extension HTTPRequest {
    fileprivate static func stage(_ path: String, of target: HTTPTarget) -> HTTPRequest {
        var target = target
        target.pathAndQuery = path
        return HTTPRequest(method: "POST", target: target)
    }

    /// The value of a header field.
    func value(of name: String) -> String? { headers.first { $0.name == name }?.value }
}

extension HTTPResponse {
    /// An answer in words.
    static func words(_ text: String, status: Int = 200, headers: [(name: String, value: String)] = [])
        -> HTTPResponse
    {
        HTTPResponse(status: status, headers: headers, body: Array(text.utf8))
    }
}
