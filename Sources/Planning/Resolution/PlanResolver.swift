import Diagnostics
import Glossary
import Plans
import Specs

/// Turns specs that no rule reports into plans.
struct PlanResolver {
    private let context: RuleContext
    private let stamp: GlossaryStamp
    private let sources: [String: SourceSpec]
    /// Content addresses met so far: taking one costs more than all else about an event.
    private var shapes: [String: String] = [:]

    init(workspace: Workspace, context: RuleContext, stamp: GlossaryStamp) {
        self.context = context
        self.stamp = stamp
        self.sources = Dictionary(workspace.sources.map { ($0.metadata.name.value, $0) }) { first, _ in first
        }
    }

    /// The plan of a current; nil only for a current that a rule should have reported.
    mutating func resolve(_ current: CurrentSpec) -> Plan? {
        guard let partner = context.requirements(of: current), let events = current.events,
            let source = current.source.flatMap({ sources[$0.value] }).flatMap(source)
        else { return nil }
        let settings = SettingReading.values(of: current, for: partner)
        guard let endpoint = EndpointResolution.endpoint(of: current, for: partner, settings: settings) else {
            return nil
        }
        let names = EventNames(of: current, in: context.glossary, for: partner)
        let selection = context.selection(of: events, for: partner)
        let mappings = MappingResolution.mappings(
            of: current,
            selected: selection.selected,
            in: context.glossary
        )
        return Plan(
            current: current.metadata.name.value,
            owner: current.metadata.owner?.value,
            renamedFrom: current.metadata.renamedFrom?.value,
            labels: Dictionary(current.metadata.labels.map { ($0.key.value, $0.value.value) }) { first, _ in
                first
            },
            isEnabled: current.enabled?.value ?? true,
            source: source,
            start: current.start.flatMap { Plan.Start(rawValue: $0.value) } ?? .beginning,
            partner: partner.partner,
            mappingVersion: partner.mappingVersion,
            region: current.region?.value,
            endpoint: endpoint,
            credentials: credentials(of: current),
            settings: settings,
            glossary: stamp,
            events: selection.selected.map {
                SelectedEvent(type: $0.name, name: names[$0.name], shape: shape(of: $0))
            },
            customEvents: events.customEvents.map { Set($0.map(\.value)).sorted() },
            filter: current.filter?.pattern,
            mappings: mappings,
            hashKey: MappingResolution.needsKey(mappings)
                ? current.hashKey.flatMap(SecretResolution.reference(of:)) : nil,
            leftOut: selection.leftOut,
            delivery: DeliveryResolution.delivery(of: current.delivery, for: partner, settings: settings)
        )
    }

    private mutating func shape(of type: EventType) -> String {
        if let known = shapes[type.name] { return known }
        let shape = PlanFile.shape(of: type)
        shapes[type.name] = shape
        return shape
    }

    private func source(_ spec: SourceSpec) -> SourcePlan? {
        guard let file = spec.file, let path = file.path else { return nil }
        let name = spec.metadata.name.value
        // Standard input is read to its end whether or not more is waited for.
        if path.value == "-" {
            return SourcePlan(name: name, kind: .standardInput, path: "", isFollowed: false)
        }
        return SourcePlan(
            name: name,
            kind: .file,
            path: SpecPath.resolve(path.value, inSpec: path.range.file),
            isFollowed: file.follow?.value ?? false
        )
    }

    private func credentials(of current: CurrentSpec) -> [String: SecretReference] {
        let references = current.credentials.compactMap { credential in
            SecretResolution.reference(of: credential).map { (credential.name.value, $0) }
        }
        return Dictionary(references) { $1 }
    }
}
