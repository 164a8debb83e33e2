public import Diagnostics

/// The manual pages of what can be wrong with the form of a filter: CUR212 to CUR219.
public enum FilterRules {
    /// Every entry, by code.
    public static let all: [CatalogueEntry] = [
        bareValue, nothingAsked, unknownOperator, badOperand, badBounds, badBlock, badWildcard,
        badAlternatives,
    ]

    /// Where the syntax is described.
    static let source = "Amazon EventBridge user guide, 'Comparison operators', read 2026-11-20"

    /// A current with a filter.
    private static func filter(_ filter: String) -> String {
        """
        apiVersion: currents/v1
        kind: Current
        metadata:
          name: spring-mail
        spec:
          source: braze-events
          partner: http
          events: ["users.messages.email.*"]
          filter: \(filter)

        """
    }

    /// A filter on a campaign's name.
    private static func name(_ tests: String) -> String {
        filter("{ properties: { campaign_name: \(tests) } }")
    }

    static let bareValue = CatalogueEntry(
        code: "CUR212",
        name: "filter-value-not-in-list",
        explanation: """
            In a filter, what a field may be stands in a list, even when it is one value: the list is what tells a \
            field's values from the fields of an object. The field passes when it fits any item of the list.
            """,
        example: name("spring"),
        fix: name("[spring]")
    )

    static let nothingAsked = CatalogueEntry(
        code: "CUR213",
        name: "empty-filter",
        explanation: """
            A filter, an object of it, or a list of it is empty. An empty list would let nothing pass and an empty \
            object everything; EventBridge accepts neither.
            """,
        example: name("[]"),
        fix: name("[spring]")
    )

    static let unknownOperator = CatalogueEntry(
        code: "CUR214",
        name: "unknown-filter-operator",
        explanation: """
            A test that is not a plain value is one operator with its operand, in braces: prefix, suffix, \
            equals-ignore-case, anything-but, numeric, exists, wildcard or cidr.
            """,
        example: name("[{ starts-with: spring }]"),
        fix: name("[{ prefix: spring }]")
    )

    static let badOperand = CatalogueEntry(
        code: "CUR215",
        name: "bad-filter-operand",
        explanation: """
            Each operator takes an operand of its own kind. Patterns are JSON: without quotes 5 is a number and true \
            a Boolean, in quotes they are texts.
            """,
        example: name("[{ prefix: 2026 }]"),
        fix: name("[{ prefix: \"2026\" }]")
    )

    static let badBounds = CatalogueEntry(
        code: "CUR216",
        name: "bad-numeric-bounds",
        explanation: """
            'numeric' takes a list of one or two comparisons with a number each: '=', or a lower bound ('>' or '>='), \
            an upper bound ('<' or '<='), or a lower and then an upper one.
            """,
        example: filter("{ time: [{ numeric: [\"=>\", 1767225600] }] }"),
        fix: filter("{ time: [{ numeric: [\">=\", 1767225600] }] }")
    )

    static let badBlock = CatalogueEntry(
        code: "CUR217",
        name: "bad-cidr",
        explanation: """
            'cidr' takes a block of IP addresses: an IPv4 or IPv6 address, '/', and how many leading bits all addresses \
            of the block share.
            """,
        example: filter("{ properties: { ip_address: [{ cidr: 10.0.0.0 }] } }"),
        fix: filter("{ properties: { ip_address: [{ cidr: 10.0.0.0/8 }] } }")
    )

    static let badWildcard = CatalogueEntry(
        code: "CUR218",
        name: "bad-wildcard",
        explanation: """
            In a wildcard '*' stands for any run of characters. Two stars in a row are not allowed, and a backslash \
            stands only before a star or a backslash that is meant as such.
            """,
        example: name("[{ wildcard: \"spring**\" }]"),
        fix: name("[{ wildcard: \"spring*\" }]")
    )

    static let badAlternatives = CatalogueEntry(
        code: "CUR219",
        name: "bad-filter-alternatives",
        explanation: """
            '$or' takes a list of at least two objects; an event passes when it fits any of them. For several values \
            of one field no '$or' is needed: they stand in the field's list.
            """,
        example: filter("{ $or: { user: { user_id: [a] }, properties: { campaign_name: [b] } } }"),
        fix: filter("{ $or: [{ user: { user_id: [a] } }, { properties: { campaign_name: [b] } }] }")
    )
}
