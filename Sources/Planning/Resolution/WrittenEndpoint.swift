import Diagnostics
import Plans
import Specs

/// One written endpoint, taken apart.
struct WrittenEndpoint {
    var current: CurrentSpec
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

extension Workspace {
    /// Every `endpoint.url` of every current.
    var endpoints: [WrittenEndpoint] {
        currents.compactMap { current -> WrittenEndpoint? in
            guard let endpoint = current.endpoint, let url = endpoint.url else { return nil }
            var written = WrittenEndpoint(current: current, url: url, allowed: endpoint.allow.map(\.value))
            do throws(EndpointURLProblem) {
                written.parsed = try EndpointURL(url.value)
            } catch {
                written.problem = error
            }
            return written
        }
    }
}
