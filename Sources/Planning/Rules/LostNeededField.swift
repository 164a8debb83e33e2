import Diagnostics
import Plans
import Specs

/// Reports mappings that take away what the partner, or the runner's books, cannot do without.
struct LostNeededField: MappingRule {
    static let entry = CatalogueEntry(
        code: "CUR354",
        name: "lost-needed-field",
        explanation: """
            A partner's own mapping reads some fields of the event: its type, its id, whose event it is. It comes after \
            the mappings of the spec, so a field that they rename, remove or change is not found any more, and every \
            event would be set aside. A hash of a user's id is still an id; one word in the place of everybody's ids \
            makes all users one.
            """,
        example: ExampleWorkspace.mapping("{ keep: [user.external_user_id], set: { id: fixed } }"),
        fix: ExampleWorkspace.mapping("{ keep: [user.external_user_id], set: { properties.id: fixed } }")
    )

    func check(_ walk: MappingWalk, in context: RuleContext) -> [Diagnostic] {
        let needs = PartnerRequirements.neededByAll + walk.partner.neededFields
        var seen: Set<SourceRange> = []
        return needs.flatMap { need in
            walk.moments.flatMap { moment in
                finding(need, moment, walk, &seen).map { [$0] } ?? mergers(need, moment, walk, &seen)
            }
        }
    }

    private func finding(
        _ need: PartnerRequirements.NeededField,
        _ moment: MappingWalk.Moment,
        _ walk: MappingWalk,
        _ seen: inout Set<SourceRange>
    ) -> Diagnostic? {
        let type = moment.types.first { type in
            need.isNeeded(by: type) && need.isMet(by: moment.before[type] ?? [])
                && !need.isMet(by: moment.after[type] ?? [])
        }
        guard let type else { return nil }
        let there = need.anyOf.first { path in
            moment.fields(of: type).contains { $0.path == path } && moment.blame(for: path) != nil
        }
        guard let path = there ?? need.anyOf.first else { return nil }
        let (place, verb) = moment.blame(for: path) ?? (moment.spec.range, "changes")
        guard seen.insert(place).inserted else { return nil }
        let message =
            need.anyOf.count == 1
            ? "\(walk.partner.title) needs '\(path)', which this \(verb)"
            : "\(walk.partner.title) needs one of \(Hint.quoted(need.anyOf)), and this \(verb) the last of them"
        let isKeep = moment.part == .keep
        return Self.entry.diagnostic(
            at: place,
            message,
            notes: [DiagnosticNote("'\(path)' \(need.purpose.value)")],
            help: isKeep ? "add '\(path)' to 'keep'" : "leave '\(path)' as it is",
            source: need.purpose.source
        )
    }
}

// MARK: - Ids that tell nobody apart

extension LostNeededField {
    /// The findings about ids that become the same for everybody, while another id is left.
    private func mergers(
        _ need: PartnerRequirements.NeededField,
        _ moment: MappingWalk.Moment,
        _ walk: MappingWalk,
        _ seen: inout Set<SourceRange>
    ) -> [Diagnostic] {
        guard need.anyOf.count > 1, moment.part == .redact || moment.part == .set else { return [] }
        return need.anyOf.compactMap { path in
            let isMerged = moment.types.contains { type in
                need.isNeeded(by: type) && need.leaves(path, in: moment.before[type] ?? [])
                    && (moment.after[type] ?? []).contains {
                        $0.path == path && ($0.form == .redacted || $0.form == .set)
                    }
            }
            guard isMerged, let (place, verb) = moment.blame(for: path), seen.insert(place).inserted else {
                return nil
            }
            return Self.entry.diagnostic(
                at: place,
                "\(walk.partner.title) tells users apart by '\(path)', and this \(verb) it with one value for all",
                notes: [DiagnosticNote("'\(path)' \(need.purpose.value)")],
                help: need.mayBeHashed ? "hash it, or remove it" : "remove it",
                source: need.purpose.source
            )
        }
    }
}

extension PartnerRequirements.NeededField {
    /// Whether one of the fields leaves as it came, or as a hash where that will do.
    fileprivate func isMet(by fields: [OutgoingField]) -> Bool {
        anyOf.contains { leaves($0, in: fields) }
    }

    /// Whether a field leaves as it came, or as a hash where that will do.
    fileprivate func leaves(_ path: String, in fields: [OutgoingField]) -> Bool {
        fields.contains {
            $0.path == path && $0.origin == path
                && ($0.form == .clear || mayBeHashed && $0.form == .hashed)
        }
    }

    /// Whether the field is one of these.
    func names(_ path: String, of type: String) -> Bool { isNeeded(by: type) && anyOf.contains(path) }
}
