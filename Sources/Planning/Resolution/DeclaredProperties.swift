import Diagnostics
import Glossary
import Plans
import Specs

/// What the workspace declares of an object whose keys the vendor's customers choose.
struct DeclaredProperties {
    /// The type whose events have names of their own.
    static let customEvent = EventNaming.customEvent
    /// The type of purchases.
    static let purchase = "users.behaviors.Purchase"

    /// The object, such as `properties.custom_properties`.
    let path: String
    /// The declared properties as fields, sorted by path.
    let fields: [OutgoingField]
    /// Whether events of the current can carry no other property.
    let isComplete: Bool

    /// Gathers what applies to the events of a type that a current selects; nil for types without such an object.
    init?(of type: EventType, selectedBy events: EventsSpec, in workspace: Workspace) {
        let object = type.fields.first { $0.isInHTTP && ($0.httpType ?? $0.type) == .map }
        guard let object, type.name == Self.customEvent || type.name == Self.purchase else { return nil }
        path = object.httpPath
        let isPurchase = type.name == Self.purchase
        let declared = workspace.customEvents.filter { declaration in
            declaration.isPurchase == isPurchase && (isPurchase || events.lets(declaration))
        }
        let isEveryEventDeclared =
            isPurchase ? !declared.isEmpty : events.namesOnlyCustomEvents(declaredBy: declared)
        isComplete = isEveryEventDeclared && declared.allSatisfy { !$0.allowsOthers }
        fields = Self.fields(below: object.httpPath, declared, areAll: isEveryEventDeclared)
    }

    private static func fields(
        below path: String,
        _ declared: [CustomEventSpec],
        areAll: Bool
    ) -> [OutgoingField] {
        let all = declared.flatMap(\.properties)
        let byName = Dictionary(grouping: all) { Array($0.name.value.utf8) }
        return byName.values.compactMap { same -> OutgoingField? in
            guard let name = same.first?.name.value else { return nil }
            let types = Set(same.map(\.type.fieldType))
            let path = "\(path).\(FieldPath.text(of: [name]))"
            return OutgoingField(
                path: path,
                origin: path,
                type: types.count == 1 ? types.first : nil,
                isPersonal: same.contains(where: \.isPersonal),
                isRequired: areAll && same.count >= declared.count && same.allSatisfy(\.isRequired)
            )
        }.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }
}

extension CustomEventSpec.PropertyType {
    /// The type in the words of the event glossary.
    var fieldType: EventField.ValueType {
        switch self {
        case .string: .string
        case .integer: .long
        case .number: .float
        case .boolean: .boolean
        case .array: .strings
        case .object: .map
        }
    }
}

extension EventsSpec {
    /// Whether custom events of a declared name pass `customEvents`.
    func lets(_ declaration: CustomEventSpec) -> Bool {
        customEvents?.contains { Glob($0.value).matches(declaration.eventName.value.utf8) } ?? true
    }

    /// Whether `customEvents` lets pass only names that are declared.
    fileprivate func namesOnlyCustomEvents(declaredBy declarations: [CustomEventSpec]) -> Bool {
        guard let customEvents, !customEvents.isEmpty else { return false }
        return customEvents.allSatisfy { name in
            Glob(name.value).isExact
                && declarations.contains { $0.eventName.value.utf8.elementsEqual(name.value.utf8) }
        }
    }
}
