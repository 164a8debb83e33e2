import Diagnostics
import Glossary
import Plans
import Specs

/// Finds the key of a path that no selected event has, and what may have been meant.
struct FilterPathFinding {
    let path: [Located<String>]
    let catalogue: FieldCatalogue
    let context: RuleContext

    private var keys: [String] { path.map(\.value) }

    /// The finding, at the first key that leads nowhere.
    var finding: Diagnostic {
        let index = path.indices.first { !isKnown(Array(keys[...$0])) } ?? path.count - 1
        let key = path[index]
        let name = keys[...index].joined(separator: ".")
        if isKnown(Array(keys[...index])) { return objectFinding(key, name) }
        let parent = Array(keys[..<index])
        if index > 0, !hasFields(parent) {
            return UnknownFilterField.entry.diagnostic(
                at: key.range,
                "'\(parent.joined(separator: "."))' is a value and has no fields",
                help: "test it itself: '\(parent.last ?? "")': [value]",
                source: context.glossarySource
            )
        }
        let carriers = otherTypes(carrying: FieldPath.text(of: Array(keys[...index])))
        let guess = guess(key.value, below: parent)
        let isElsewhere = !carriers.isEmpty
        return UnknownFilterField.entry.diagnostic(
            at: key.range,
            isElsewhere
                ? "no selected event has '\(name)'"
                : "'\(Self.shown(key.value))' is not a field \(place(parent))",
            notes: isElsewhere
                ? carriers.prefix(5).map { DiagnosticNote("'\($0)' has it, but is not selected") } : [],
            help: isElsewhere
                ? "select an event that has it below 'events', or test another field" : guess.help,
            source: context.glossarySource,
            fixes: isElsewhere
                ? [] : guess.name.map { [Fix("write '\($0)'", replace: key.range, with: $0)] } ?? []
        )
    }

    private func objectFinding(_ key: Located<String>, _ name: String) -> Diagnostic {
        let below = names(below: keys).first
        return UnknownFilterField.entry.diagnostic(
            at: key.range,
            "'\(name)' is an object, and a filter tests values",
            help: below.map { "test a field below it, such as '\(name).\($0)'" } ?? "test a field below it",
            source: context.glossarySource
        )
    }

    private func place(_ parent: [String]) -> String {
        parent.isEmpty ? "of an event" : "below '\(parent.joined(separator: "."))' of a selected event"
    }

    private func isKnown(_ path: [String]) -> Bool {
        catalogue.types.contains { type in
            if case .absent = catalogue.fact(of: path, in: type) { false } else { true }
        }
    }

    private func hasFields(_ path: [String]) -> Bool {
        catalogue.types.contains { type in
            if case .object = catalogue.fact(of: path, in: type) { true } else { false }
        }
    }

    /// Event types that are not selected and have a field of this path.
    private func otherTypes(carrying name: String) -> [String] {
        let selected = Set(catalogue.types.map(\.name))
        return context.glossary.eventTypes.filter { type in
            !selected.contains(type.name) && type.isInHTTP
                && type.fields.contains { $0.isInHTTP && $0.httpPath == name }
        }
        .map(\.name)
    }

    private func guess(_ key: String, below parent: [String]) -> (name: String?, help: String) {
        let dotted = key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if dotted.count > 1, isKnown(parent + dotted) {
            let nested = dotted.dropFirst().reversed().reduce("[…]") { "{ \($1): \($0) }" }
            return (nil, "a dot belongs to the key here: write \(dotted[0]): \(nested)")
        }
        let names = names(below: parent)
        // A field's own name in the wrong object says more than a name that looks like it.
        if !names.contains(key), let home = home(of: key) { return (nil, "'\(key)' lies below '\(home)'") }
        let name = Suggestion.closest(to: key, among: names)
        return (name, Hint.closest(to: key, among: names, "fields here"))
    }

    /// The names of what selected events have right below a path, sorted.
    private func names(below parent: [String]) -> [String] {
        let prefix = parent.isEmpty ? "" : FieldPath.text(of: parent) + "."
        var names: Set<String> = parent.isEmpty ? ["event_type"] : []
        for path in paths where path.hasPrefix(prefix) {
            names.formUnion(path.dropFirst(prefix.count).split(separator: ".").prefix(1).map(String.init))
        }
        return names.sorted()
    }

    private func home(of key: String) -> String? {
        paths.filter { $0.hasSuffix("." + key) }.sorted().first.map { String($0.dropLast(key.count + 1)) }
    }

    private var paths: Set<String> {
        Set(catalogue.types.flatMap { catalogue.fields(of: $0.name).map(\.path) })
    }

    private static func shown(_ text: String) -> String {
        text.count > 60 ? String(text.prefix(59)) + "…" : text
    }
}
