import Diagnostics
import Plans
import Specs

/// Where requests go.
enum EndpointResolution {
    /// The endpoint of a current; nil when it is not decided or not a URL.
    static func endpoint(
        of current: CurrentSpec,
        for partner: PartnerRequirements,
        settings: [String: SettingValue]
    ) -> EndpointPlan? {
        guard let url = url(of: current, for: partner, settings: settings) else { return nil }
        let allowed = Set(
            (current.endpoint?.allow ?? []).compactMap { EndpointPlan.Allowance(rawValue: $0.value) }
        )
        return EndpointPlan(
            url: url.text,
            allow: allowed.sorted { $0.rawValue < $1.rawValue },
            services: services(of: current, for: partner, settings: settings)
        )
    }

    /// The URL that a region's events go to under these settings, which may move them to another path.
    static func own(
        _ region: PartnerRequirements.Region,
        of partner: PartnerRequirements,
        settings: [String: SettingValue]
    ) -> EndpointURL? {
        guard var url = try? EndpointURL(region.url) else { return nil }
        if let path = partner.variant(for: settings)?.path { url.path = path }
        return url
    }

    /// `endpoint.url` is the whole URL of a partner without one of its own; otherwise it moves the region's URL to
    /// another scheme, host and port.
    private static func url(
        of current: CurrentSpec,
        for partner: PartnerRequirements,
        settings: [String: SettingValue]
    ) -> EndpointURL? {
        let written = writtenURL(of: current)
        switch partner.address {
        case .givenBySpec:
            return written
        case .byRegion:
            let region = region(of: current, for: partner)
            guard let own = region.flatMap({ own($0, of: partner, settings: settings) }) else { return nil }
            return written.map(own.moved) ?? own
        }
    }

    /// The URLs of the services these settings need.
    ///
    /// One that the spec does not name follows `endpoint.url`: whoever sends a current elsewhere, to a proxy or a fake
    /// partner, never means half of its requests. `AWS_ENDPOINT_URL` works the same way.
    private static func services(
        of current: CurrentSpec,
        for partner: PartnerRequirements,
        settings: [String: SettingValue]
    ) -> [String: String] {
        let written = writtenURL(of: current)
        let region = region(of: current, for: partner)
        var urls: [String: String] = [:]
        for service in partner.services where service.isNeeded(by: settings) {
            let named = current.endpoint?.services.first { $0.name.value == service.name }
            let own = region?.services[service.name].flatMap { try? EndpointURL($0) }
            let url = named.flatMap { try? EndpointURL($0.text.value) } ?? followed(own, to: written)
            urls[service.name] = url?.text
        }
        return urls
    }

    private static func followed(_ own: EndpointURL?, to written: EndpointURL?) -> EndpointURL? {
        guard let own, let written else { return written ?? own }
        return own.moved(to: written)
    }

    private static func writtenURL(of current: CurrentSpec) -> EndpointURL? {
        current.endpoint?.url.flatMap { try? EndpointURL($0.value) }
    }

    private static func region(
        of current: CurrentSpec,
        for partner: PartnerRequirements
    ) -> PartnerRequirements.Region? {
        partner.regions.first { $0.name == current.region?.value }
    }
}

extension PartnerRequirements.Service {
    /// Whether a spec with these settings, fallbacks filled in, makes requests to it.
    func isNeeded(by settings: [String: SettingValue]) -> Bool {
        companion.map { settings[$0] != nil } ?? true
    }
}
