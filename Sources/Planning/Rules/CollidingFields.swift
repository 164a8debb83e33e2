import Diagnostics
import Plans
import Specs

/// Reports mappings that bring two fields to one path.
struct CollidingFields: MappingRule {
    static let entry = CatalogueEntry(
        code: "CUR352",
        name: "colliding-fields",
        explanation: """
            An object has one value for each key. Of two fields that get one path one would be lost, and an event that \
            carries both is set aside instead. Renames of one entry are made at once, so two fields may swap their \
            names there.
            """,
        example: ExampleWorkspace.mapping("{ rename: { properties.campaign_id: properties.campaign_name } }"),
        fix: ExampleWorkspace.mapping(
            "{ rename: { properties.campaign_id: properties.campaign_name, "
                + "properties.campaign_name: properties.campaign_id } }"
        )
    )

    func check(_ walk: MappingWalk, in context: RuleContext) -> [Diagnostic] {
        walk.moments.flatMap { moment -> [Diagnostic] in
            switch moment.part {
            case .rename: moment.spec.rename.indices.compactMap { rename($0, moment, walk) }
            case .set: moment.spec.set.compactMap { assignment($0, moment, walk) }
            default: []
            }
        }
    }

    private func rename(_ index: Int, _ moment: MappingWalk.Moment, _ walk: MappingWalk) -> Diagnostic? {
        let rename = moment.spec.rename[index]
        // One that renames a field to itself is another finding.
        guard rename.from.value != rename.to.value else { return nil }
        let types = moment.types.filter {
            walk.knowledge(of: rename.from.value, of: $0, in: moment.fields(of: $0)) != .unknown
        }
        for earlier in moment.spec.rename[..<index] where earlier.to.value == rename.to.value {
            let both = types.first {
                walk.knowledge(of: earlier.from.value, of: $0, in: moment.fields(of: $0)) != .unknown
            }
            guard let both else { continue }
            return Self.entry.diagnostic(
                at: rename.to.range,
                "'\(earlier.from.value)' and '\(rename.from.value)' would both become '\(rename.to.value)'",
                notes: [DiagnosticNote("the first one, and '\(both)' may carry both", at: earlier.to.range)],
                help: "give one of them another path, or remove one first"
            )
        }
        for type in types {
            let there = moment.fields(of: type).first { field in
                (field.path == rename.to.value || FieldPath.isBelow(field.path, rename.to.value))
                    && !moment.spec.rename.contains { FieldPattern($0.from.value).matches(field.path) }
            }
            guard let there else { continue }
            return Self.entry.diagnostic(
                at: rename.to.range,
                "'\(type)' carries '\(rename.to.value)' already",
                notes: Self.notes(on: there, moment, walk),
                help: "choose another path, or remove '\(rename.to.value)' in an entry before this one"
            )
        }
        return nil
    }

    private func assignment(
        _ assignment: MappingSpec.Assignment,
        _ moment: MappingWalk.Moment,
        _ walk: MappingWalk
    ) -> Diagnostic? {
        let path = assignment.field.value
        // A field of the source's own may be replaced: that is what a value is set for.
        let there = moment.types.lazy.flatMap { moment.fields(of: $0) }.first { field in
            field.path == path && field.origin != path
                && walk.current.mappings.isSetOrRenamed(to: path, in: moment)
        }
        guard let there else { return nil }
        let message =
            there.origin.map { "'\($0)' has become '\(path)', and its value would be lost" }
            ?? "'\(path)' is set already"
        return Self.entry.diagnostic(
            at: assignment.field.range,
            message,
            notes: Self.notes(on: there, moment, walk),
            help: "keep one of the two"
        )
    }

    /// Where a field came from that an earlier step has put there.
    private static func notes(on field: OutgoingField, _ moment: MappingWalk.Moment, _ walk: MappingWalk)
        -> [DiagnosticNote]
    {
        for spec in walk.current.mappings {
            if let rename = spec.rename.first(where: { $0.to.value == field.path }),
                field.origin != field.path
            {
                return [DiagnosticNote("renamed to it here", at: rename.to.range)]
            }
            if spec.range != moment.spec.range, field.form == .set,
                let set = spec.set.first(where: { $0.field.value == field.path })
            {
                return [DiagnosticNote("set here", at: set.field.range)]
            }
        }
        return []
    }
}

extension [MappingSpec] {
    /// Whether an entry up to a moment's brings a field to a path.
    fileprivate func isSetOrRenamed(to path: String, in moment: MappingWalk.Moment) -> Bool {
        contains { spec in
            spec.rename.contains { $0.to.value == path }
                || spec.range != moment.spec.range && spec.set.contains { $0.field.value == path }
        }
    }
}
