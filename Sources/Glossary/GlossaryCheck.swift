/// Finds what keeps a glossary from having a canonical text or a single meaning.
struct GlossaryCheck {
    private let glossary: Glossary

    init(_ glossary: Glossary) { self.glossary = glossary }

    func run() throws(GlossaryProblem) {
        try checkTexts([glossary.release, glossary.samplesAsOf] + glossary.sources)
        try checkNames(glossary.platformValues)
        try checkNames(glossary.notExported)
        try checkUnique(glossary.notExported)
        try checkNames(glossary.eventTypes.map(\.name))
        try checkUnique(glossary.eventTypes.map(\.name))
        for type in glossary.eventTypes { try check(type) }
        try checkAliases()
    }

    private func checkAliases() throws(GlossaryProblem) {
        try checkUnique(glossary.aliases.map(\.spelling))
        for alias in glossary.aliases {
            try checkName(alias.spelling)
            try checkText(alias.note)
            if glossary[alias.name] == nil {
                throw GlossaryProblem(
                    "alias '\(alias.spelling)' leads to '\(alias.name)', which is no event type"
                )
            }
            if glossary[alias.spelling] != nil {
                throw GlossaryProblem("alias '\(alias.spelling)' is an event type itself")
            }
        }
    }

    private func check(_ type: EventType) throws(GlossaryProblem) {
        try checkName(type.family)
        for name in [type.since, type.documentedIn, type.replacedBy] {
            if let name { try checkName(name) }
        }
        if let note = type.statusNote { try checkText(note) }
        if type.action != EventType.action(of: type.name) {
            throw GlossaryProblem("the action of '\(type.name)' is not its last segment")
        }
        if let successor = type.replacedBy, glossary[successor] == nil {
            throw GlossaryProblem("'\(type.name)' is replaced by '\(successor)', which is no event type")
        }
        try checkUnique(type.fields.map(\.name))
        for field in type.fields {
            try checkName(field.name)
            try checkName(field.semantic)
            for name in [field.httpName, field.since, field.unit] {
                if let name { try checkName(name) }
            }
        }
    }

    private func checkUnique(_ names: [String]) throws(GlossaryProblem) {
        var seen: Set<[UInt8]> = []
        for name in names where !seen.insert(Array(name.utf8)).inserted {
            throw GlossaryProblem("'\(name)' is there twice")
        }
    }

    private func checkNames(_ names: [String]) throws(GlossaryProblem) {
        for name in names { try checkName(name) }
    }

    private func checkName(_ name: String) throws(GlossaryProblem) {
        let isPlain = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != GlossaryText.separator }
        guard isPlain, !name.isEmpty else {
            throw GlossaryProblem("'\(name)' is not a name: printable ASCII without spaces and '|'")
        }
    }

    private func checkTexts(_ texts: [String]) throws(GlossaryProblem) {
        for text in texts { try checkText(text) }
    }

    private func checkText(_ text: String) throws(GlossaryProblem) {
        let isOneLine = text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != GlossaryText.separator }
        guard isOneLine, !text.isEmpty else {
            throw GlossaryProblem("'\(text)' is not one line of text without '|'")
        }
    }
}

extension EventType {
    /// The last segment of an event name.
    package static func action(of name: String) -> String {
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return name }
        return String(name[name.utf8.index(after: dot)...])
    }
}
