/// One thing two plans of a current do not agree on.
public struct PlanDifference: Sendable, Hashable, Codable {
    /// What differs, as a path in spec words: `endpoint.url`, `delivery.inFlight`, `events`.
    public var path: String
    /// The value before; nil when there was none.
    public var before: String?
    /// The value after; nil when there is none any more.
    public var after: String?

    /// Describes a difference.
    public init(_ path: String, before: String?, after: String?) {
        self.path = path
        self.before = before
        self.after = after
    }
}

/// Compares two plans of one current, field by field.
public enum PlanDiff {
    /// The differences, in the order a spec is written; empty for equal plans.
    ///
    /// Lists are compared by member: an event type gained has only `after`, one lost only `before`. Secrets appear as
    /// the references they are.
    public static func differences(from before: Plan, to after: Plan) -> [PlanDifference] {
        // What a type carries is told only of types that both plans deliver; of others it goes without saying.
        let shared = Set(before.events.map(\.type)).intersection(after.events.map(\.type))
        let old = PlanFacts(of: before, detailing: shared).values
        let new = PlanFacts(of: after, detailing: shared).values
        let all = Set(old.keys).union(new.keys).sorted().compactMap { key in
            old[key] == new[key] ? nil : PlanDifference(key.path, before: old[key], after: new[key])
        }
        return withoutEchoes(all)
    }

    /// A format, and the order of mappings, follow from what else has changed, unless nothing else has.
    private static func withoutEchoes(_ all: [PlanDifference]) -> [PlanDifference] {
        let hasMappings = all.contains { $0.path == "mappings" }
        let named = all.filter { $0.path != "mappings.order" || !hasMappings }
        let told = named.filter { $0.path != "formatVersion" }
        return told.isEmpty ? named : told
    }
}

/// A plan taken apart into comparable statements.
private struct PlanFacts {
    /// What a statement is about.
    struct Key: Hashable, Comparable {
        /// The place in a spec, so that differences are told in the order a spec is read.
        var section: Int
        var path: String
        /// Which member of a list; empty for anything else.
        var member: String

        static func < (left: Key, right: Key) -> Bool {
            (left.section, left.path, left.member) < (right.section, right.path, right.member)
        }
    }

    private(set) var values: [Key: String] = [:]
    private var section = 0

    init(of plan: Plan, detailing detailed: Set<String>) {
        addMetadata(plan)
        addSource(plan)
        addPartner(plan)
        addEvents(plan, detailing: detailed)
        addRules(plan)
        addDelivery(plan.delivery)
        section += 1
        add("glossary.release", plan.glossary.release)
        add("glossary.digest", plan.glossary.digest)
        add("formatVersion", String(plan.formatVersion))
    }

    private mutating func add(_ path: String, _ value: String?, member: String = "") {
        values[Key(section: section, path: path, member: member)] = value
    }

    private mutating func addMetadata(_ plan: Plan) {
        section += 1
        add("name", plan.current)
        add("owner", plan.owner)
        add("enabled", String(plan.isEnabled))
        for (key, value) in plan.labels { add("labels.\(key)", value) }
    }

    private mutating func addSource(_ plan: Plan) {
        section += 1
        add("source", plan.source.name)
        add("source.kind", plan.source.kind.rawValue)
        add("source.path", plan.source.path)
        add("source.follow", String(plan.source.isFollowed))
        add("start", plan.start.rawValue)
    }

    private mutating func addPartner(_ plan: Plan) {
        section += 1
        add("partner", plan.partner)
        add("partner.mappingVersion", String(plan.mappingVersion))
        section += 1
        add("region", plan.region)
        add("endpoint.url", plan.endpoint.url)
        for allowance in plan.endpoint.allow {
            add("endpoint.allow", allowance.rawValue, member: allowance.rawValue)
        }
        for (name, url) in plan.endpoint.services { add("endpoint.services.\(name)", url) }
        section += 1
        for (name, reference) in plan.credentials { add("credentials.\(name)", reference.description) }
        section += 1
        for (name, value) in plan.settings { add("settings.\(name)", describe(value)) }
    }

    private mutating func addEvents(_ plan: Plan, detailing detailed: Set<String>) {
        section += 1
        for event in plan.events {
            add("events", event.type, member: event.type)
            guard detailed.contains(event.type) else { continue }
            add("events.\(event.type).fields", event.shape)
            // A name that comes or goes replaces, or is replaced by, the canonical one.
            add("events.\(event.type).name", event.name ?? event.type)
        }
        section += 1
        add("events.customEvents", plan.customEvents == nil ? "all" : "named")
        for name in plan.customEvents ?? [] { add("events.customEvents", name, member: name) }
        section += 1
        for event in plan.leftOut {
            add("events.leftOut", "\(event.type) (\(event.reason))", member: event.type)
        }
    }

    private mutating func addRules(_ plan: Plan) {
        section += 1
        add("filter", plan.filter?.text)
        section += 1
        let steps = (plan.mappings ?? []).flatMap(\.summaries)
        // The same step may stand there twice, and then each counts.
        var times: [String: Int] = [:]
        for step in steps {
            times[step, default: 0] += 1
            add("mappings", step, member: "\(step) \(times[step, default: 1])")
        }
        if steps.count > 1 { add("mappings.order", steps.joined(separator: "; ")) }
        section += 1
        add("hashKey", plan.hashKey?.description)
    }

    private mutating func addDelivery(_ delivery: DeliveryPlan) {
        section += 1
        add("delivery.ordering", delivery.ordering.rawValue)
        add("delivery.inFlight", String(delivery.inFlight))
        add("delivery.batchEvents", String(delivery.batchEvents))
        add("delivery.batchBytes", String(delivery.batchBytes))
        add("delivery.recordBytes", delivery.recordBytes.map(String.init))
        add("delivery.perIdentity.eventsPerSecond", delivery.perIdentity.map { String($0.eventsPerSecond) })
        add("delivery.perIdentity.eventsPerDay", delivery.perIdentity?.eventsPerDay.map(String.init))
        add("delivery.requestTimeout", "\(delivery.requestTimeoutMilliseconds) ms")
        add("delivery.credentialGrace", "\(delivery.credentialGraceSeconds) s")
        add("delivery.onExpiry", delivery.onExpiry.rawValue)
    }

    private func describe(_ value: SettingValue) -> String {
        switch value {
        case .text(let text): text
        case .integer(let number): String(number)
        case .boolean(let flag): String(flag)
        }
    }
}
