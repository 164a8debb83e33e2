import Diagnostics

// The manual pages of mistakes in the paths of fields: CUR220 to CUR229.
extension ShapeRules {
    static let badFieldPath = CatalogueEntry(
        code: "CUR220",
        name: "bad-field-path",
        explanation: """
            A field is named by its keys from the top of the event, with a dot between two of them: \
            'properties.campaign_name'. A dot that belongs to a key is written '\\.'. Where many fields may be meant, \
            '*' stands for any run of characters; a rename and a value need one whole path. Paths do not lead into \
            lists.
            """,
        example: mapped("remove: [$.properties.ip_pool]"),
        fix: mapped("remove: [properties.ip_pool]")
    )

    private static func mapped(_ entry: String) -> String {
        """
        apiVersion: currents/v1
        kind: Current
        metadata: { name: example }
        spec:
          source: events
          partner: http
          events: [users.messages.email.Open]
          mappings:
            - \(entry)

        """
    }
}
