import Specs

extension Workspace {
    /// How much of each kind was declared, such as `2 currents, 1 source, 1 policy`.
    ///
    /// Currents and sources are always counted, the other kinds when there are any.
    var counts: String {
        let always = [counted(currents.count, "current"), counted(sources.count, "source")]
        let others = [
            (customEvents.count, counted(customEvents.count, "custom event")),
            (policies.count, policies.count == 1 ? "1 policy" : "\(policies.count) policies"),
            (settings.count, counted(settings.count, "workspace")),
            (tests.count, counted(tests.count, "test")),
        ]
        return (always + others.filter { $0.0 > 0 }.map(\.1)).joined(separator: ", ")
    }
}
