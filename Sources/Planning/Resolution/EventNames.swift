import Diagnostics
import Glossary
import Plans
import Specs

/// What a partner gets to read as the names of a current's event types.
struct EventNames {
    private let naming: EventNaming?
    /// Names the spec gives itself, by canonical type, as far as they name types of the glossary.
    private let overrides: [String: Located<String>]

    init(of current: CurrentSpec, in glossary: Glossary, for partner: PartnerRequirements) {
        naming = partner.naming
        let known = current.eventNames(for: partner).filter { glossary[$0.name.value] != nil }
        overrides = Dictionary(known.map { ($0.name.value, $0.text) }) { first, _ in first }
    }

    /// The name events of a type get; nil when it is the canonical one.
    ///
    /// A name that the spec gives is taken as it is; nothing is put before it.
    subscript(type: String) -> String? {
        guard let naming else { return nil }
        let name = overrides[type]?.value ?? naming.name(of: type)
        return name.utf8.elementsEqual(type.utf8) ? nil : name
    }

    /// Where the spec gives the name of a type itself.
    func place(of type: String) -> SourceRange? { overrides[type]?.range }
}

extension CurrentSpec {
    /// The names of events that the spec gives, in reading order.
    func eventNames(for partner: PartnerRequirements) -> [NamedText] {
        let declared = partner.settings.filter { $0.kind == .eventNames }.map(\.name)
        return settings.filter { declared.contains($0.name.value) }.flatMap { $0.entries ?? [] }
    }
}
