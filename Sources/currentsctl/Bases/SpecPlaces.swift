import Diagnostics
import Specs

extension Workspace {
    /// Where a current's spec says what a key such as `settings.minIdLength` names.
    ///
    /// - Parameters:
    ///   - key: The key, from below `spec`.
    ///   - current: The current's name.
    /// - Returns: The place of the value, or that of the current's name when it does not have the key; nil for a
    ///   current that is not declared.
    func place(of key: String, in current: String) -> SourceRange? {
        guard let spec = currents.first(where: { $0.metadata.name.value == current }) else { return nil }
        return spec.place(of: key) ?? spec.metadata.name.range
    }
}

extension CurrentSpec {
    fileprivate func place(of key: String) -> SourceRange? {
        if key.hasPrefix("settings.") { return place(ofSetting: key.dropFirst("settings.".count)) }
        return switch key {
        case "enabled": enabled?.range
        case "source": source?.range
        case "start": start?.range
        case "partner": partner?.range
        case "region": region?.range
        case "events": events?.key
        case "events.customEvents": events?.customEvents?.first?.range ?? events?.key
        case "filter": filter?.key
        case "mappings": mappings.first?.range
        case "hashKey": hashKey?.reference.range
        case "endpoint.url": endpoint?.url?.range ?? endpoint?.key
        case "delivery.onExpiry": delivery.onExpiry?.range
        default: nil
        }
    }

    /// The value of a setting; of an event's name that value, or else what gives the event its name.
    private func place(ofSetting key: Substring) -> SourceRange? {
        let parts = key.split(separator: ".", maxSplits: 1)
        let setting = settings.first { $0.name.value == parts.first ?? "" }
        guard parts.count > 1 else { return setting?.text.range }
        return setting?.entries?.first { $0.name.value == parts[1] }?.text.range ?? setting?.name.range
            ?? events?.key
    }
}
