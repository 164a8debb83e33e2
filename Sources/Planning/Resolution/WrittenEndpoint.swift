import Diagnostics
import Plans
import Specs

/// One written address, taken apart: that of the partner, of a service of it, or of what keeps a secret.
struct WrittenEndpoint {
    var current: CurrentSpec
    /// The service it is the address of; nil for the partner's own.
    var service: String?
    /// Whether secrets come from it, instead of events going to it.
    var holdsSecrets = false
    var url: Located<String>
    /// The URL; nil when there is a problem.
    var parsed: EndpointURL?
    /// Why it is not a URL.
    var problem: EndpointURLProblem?
    /// The exceptions the spec names.
    var allowed: [String]

    /// The exceptions the URL needs and the spec does not name.
    var missing: [EndpointPlan.Allowance] {
        guard let parsed else { return [] }
        var needed: [EndpointPlan.Allowance] = parsed.scheme == .http ? [.plaintext] : []
        switch parsed.addressClass {
        case .loopback: needed.append(.loopback)
        case .private: needed.append(.private)
        case .public, nil: break
        }
        return needed.filter { !allowed.contains($0.rawValue) }
    }

    /// How to name all missing exceptions at once.
    var helpToAllow: String {
        let words = allowed.filter { EndpointPlan.Allowance(rawValue: $0) != nil } + missing.map(\.rawValue)
        return "or, if that is meant, write 'allow: [\(words.joined(separator: ", "))]' below 'endpoint'"
    }

    /// Where the host stands.
    var hostRange: SourceRange {
        guard let slashes = url.value.firstRange(of: "://") else { return url.range }
        let start = url.value.utf8.distance(from: url.value.startIndex, to: slashes.upperBound)
        let host = url.value[slashes.upperBound...].prefix { !"/?#".contains($0) }
        let isBracketed = host.hasPrefix("[")
        let length =
            isBracketed
            ? host.prefix { $0 != "]" }.utf8.count + 1 : host.prefix { $0 != ":" }.utf8.count
        return url.range(ofBytes: start..<start + length)
    }
}

extension WrittenEndpoint {
    /// What findings call it.
    var words: String { service.map { "the endpoint of '\($0)'" } ?? "the endpoint" }

    /// What goes over the wire to or from it.
    var cargo: String { holdsSecrets ? "secrets" : "events" }

    fileprivate init(
        of current: CurrentSpec,
        _ url: Located<String>,
        service: String?,
        holdsSecrets: Bool = false,
        allowed: [String]
    ) {
        self.init(
            current: current,
            service: service,
            holdsSecrets: holdsSecrets,
            url: url,
            allowed: allowed
        )
        do throws(EndpointURLProblem) {
            parsed = try EndpointURL(url.value)
        } catch {
            problem = error
        }
    }
}

extension Workspace {
    /// Every `endpoint.url` and every address below `endpoint.services`, of every current and of its secrets.
    var endpoints: [WrittenEndpoint] {
        currents.flatMap { current -> [WrittenEndpoint] in
            let secrets = current.awsReferences.compactMap { reference in
                reference.url.map {
                    WrittenEndpoint(
                        of: current,
                        $0,
                        service: reference.service.rawValue,
                        holdsSecrets: true,
                        allowed: reference.allow.map(\.value)
                    )
                }
            }
            guard let endpoint = current.endpoint else { return secrets }
            let allowed = endpoint.allow.map(\.value)
            let own = endpoint.url.map { WrittenEndpoint(of: current, $0, service: nil, allowed: allowed) }
            return secrets + (own.map { [$0] } ?? [])
                + endpoint.services.map {
                    WrittenEndpoint(of: current, $0.text, service: $0.name.value, allowed: allowed)
                }
        }
    }
}
