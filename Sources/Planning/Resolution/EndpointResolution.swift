import Diagnostics
import Plans
import Specs

/// Where requests go.
enum EndpointResolution {
    /// The endpoint of a current; nil when it is not decided or not a URL.
    static func endpoint(of current: CurrentSpec, for partner: PartnerRequirements) -> EndpointPlan? {
        guard let url = url(of: current, for: partner) else { return nil }
        let allowed = Set(
            (current.endpoint?.allow ?? []).compactMap { EndpointPlan.Allowance(rawValue: $0.value) }
        )
        return EndpointPlan(url: url.text, allow: allowed.sorted { $0.rawValue < $1.rawValue })
    }

    /// `endpoint.url` is the whole URL of a partner without one of its own; otherwise it moves the region's URL to
    /// another scheme, host and port.
    private static func url(of current: CurrentSpec, for partner: PartnerRequirements) -> EndpointURL? {
        let written = current.endpoint?.url.flatMap { try? EndpointURL($0.value) }
        switch partner.address {
        case .givenBySpec:
            return written
        case .byRegion(let regions):
            let region = regions.first { $0.name == current.region?.value }
            guard let own = region.flatMap({ try? EndpointURL($0.url) }) else { return nil }
            return written.map(own.moved) ?? own
        }
    }
}
