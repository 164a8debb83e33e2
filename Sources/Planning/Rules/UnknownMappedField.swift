import Diagnostics
import Glossary
import Plans
import Specs

/// Reports paths in mappings that no event has when the entry gets it.
struct UnknownMappedField: MappingRule {
    static let entry = CatalogueEntry(
        code: "CUR350",
        name: "unknown-mapped-field",
        explanation: """
            A mapping names fields by their paths from the top of the event, as they are when the entry gets the event: \
            behind everything that earlier entries, and earlier parts of the same entry, have done. A path that no \
            event carries there does nothing; a field that was to be removed or hashed would leave as it is.
            """,
        example: ExampleWorkspace.mapping("{ remove: [properties.ip_pol] }"),
        fix: ExampleWorkspace.mapping("{ remove: [properties.ip_pool] }")
    )

    func check(_ walk: MappingWalk, in context: RuleContext) -> [Diagnostic] {
        walk.moments.enumerated().flatMap { index, moment in
            walk.unknownPaths(at: moment).map { finding($0, at: index, of: walk, in: context) }
        }
    }

    private func finding(
        _ path: Located<String>,
        at index: Int,
        of walk: MappingWalk,
        in context: RuleContext
    ) -> Diagnostic {
        let moment = walk.moments[index]
        if let loss = walk.loss(of: path.value, in: moment.types, before: index) { return lost(path, loss) }
        let others = walk.selected.map(\.name).filter { type in
            !moment.types.contains(type)
                && walk.knowledge(of: path.value, of: type, in: moment.fields(of: type)) != .unknown
        }
        let one = moment.types.count == 1 ? moment.types.first : nil
        let message =
            one.map { "'\($0)' does not carry '\(path.value)'" }
            ?? "none of the \(moment.types.count) event types this entry applies to carries '\(path.value)'"
        if let other = others.first {
            return Self.entry.diagnostic(
                at: path.range,
                message,
                notes: [DiagnosticNote("'\(other)' carries it, and the entry does not apply to it")],
                help: "add '\(other)' to the entry's 'events', or remove the path",
                source: context.glossarySource
            )
        }
        let known = Set(moment.types.flatMap { moment.fields(of: $0).map(\.path) }).sorted()
        let meant = Self.meant(path.value, among: known)
        return Self.entry.diagnostic(
            at: path.range,
            message,
            help: meant.map { "did you mean '\($0)'?" }
                ?? "'currentsctl events \(moment.types.first ?? "")' lists the fields",
            source: context.glossarySource,
            fixes: meant.map { [Fix("write '\($0)'", replace: path.range, with: $0)] } ?? []
        )
    }

    /// An earlier step has taken the field away, or given it another name.
    private func lost(_ path: Located<String>, _ loss: MappingWalk.Moment) -> Diagnostic {
        let blame = loss.blame(for: path.value)
        let rename =
            loss.part == .rename
            ? loss.spec.rename.first { FieldPattern($0.from.value).matches(path.value) } : nil
        let now = rename.map { $0.to.value + path.value.dropFirst($0.from.value.count) }
        return Self.entry.diagnostic(
            at: path.range,
            "'\(path.value)' is not there any more: an earlier step \(blame?.verb ?? "removes") it",
            notes: [
                DiagnosticNote("this \(blame?.verb ?? "removes") it", at: blame?.place ?? loss.spec.range)
            ],
            help: now.map { "write '\($0)', its name from there on" }
                ?? "remove it here, or move it to an earlier entry",
            fixes: now.map { [Fix("write '\($0)'", replace: path.range, with: $0)] } ?? []
        )
    }

    /// The path that was probably meant: with its top part, or with one key spelled right.
    static func meant(_ path: String, among known: [String]) -> String? {
        let whole = known.filter { $0.hasSuffix("." + path) }
        if let only = whole.first, whole.count == 1 { return only }
        let keys = FieldPath.keys(of: path)
        let last = keys.last ?? ""
        let parent = FieldPath.text(of: keys.dropLast())
        let siblings = known.filter { FieldPath.text(of: FieldPath.keys(of: $0).dropLast()) == parent }
        let key = Suggestion.closest(to: last, among: siblings.compactMap { FieldPath.keys(of: $0).last })
        if let key { return FieldPath.text(of: keys.dropLast() + [key]) }
        // The last key is right, and what it lies in is not.
        let namesakes = known.filter { FieldPath.keys(of: $0).last == last }
        if keys.count == 1 {
            return Suggestion.closest(to: path, among: known.compactMap { FieldPath.keys(of: $0).last })
                .flatMap { name in known.first { FieldPath.keys(of: $0).last == name } }
        }
        return namesakes.count == 1 ? namesakes.first : nil
    }
}

extension MappingWalk {
    /// The exact paths an entry names that no event it applies to carries.
    fileprivate func unknownPaths(at moment: Moment) -> [Located<String>] {
        moment.patterns.filter { !$0.value.isGlob && !isKnown($0.value, at: moment) }
    }

    /// Whether an entry names such a path.
    var hasUnknownPath: Bool { moments.contains { !unknownPaths(at: $0).isEmpty } }
}
