public import Diagnostics

/// A `kind: CustomEvent` document as it was written: the own properties of a custom event or of purchases.
public struct CustomEventSpec: Sendable {
    /// The types a property may have.
    public enum PropertyType: String, Sendable, Hashable, CaseIterable {
        case string, integer, number, boolean, array, object
    }

    /// One declared property.
    public struct Property: Sendable {
        /// The key below `properties.custom_properties` or `properties.purchase_properties`.
        public var name: Located<String>
        /// The type of its values.
        public var type: PropertyType
        /// Whether every such event has it.
        public var isRequired: Bool
        /// Whether its values say something about a person.
        public var isPersonal: Bool

        /// Declares a property.
        public init(
            name: Located<String>,
            type: PropertyType,
            isRequired: Bool = false,
            isPersonal: Bool = false
        ) {
            self.name = name
            self.type = type
            self.isRequired = isRequired
            self.isPersonal = isPersonal
        }
    }

    /// Name, owner and labels.
    public var metadata: Metadata
    /// The `spec:` key.
    public var specKey: SourceRange
    /// The event's own name, `spec.name`, or else the document's; meaningless for purchases.
    public var eventName: Located<String>
    /// Whether it declares the properties of purchases, whatever the product.
    public var isPurchase: Bool
    /// The properties, in reading order.
    public var properties: [Property]
    /// Whether events may carry properties that are not declared.
    public var allowsOthers: Bool

    /// Gathers a declaration; nothing is checked.
    public init(
        metadata: Metadata,
        specKey: SourceRange,
        eventName: Located<String>,
        isPurchase: Bool = false,
        properties: [Property] = [],
        allowsOthers: Bool = false
    ) {
        self.metadata = metadata
        self.specKey = specKey
        self.eventName = eventName
        self.isPurchase = isPurchase
        self.properties = properties
        self.allowsOthers = allowsOthers
    }
}
