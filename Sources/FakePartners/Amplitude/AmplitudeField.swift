/// What the documentation says an event's top-level fields are.
///
/// - Source: Amplitude documentation, "HTTP V2 API", "Event array keys", read 2026-11-20.
enum AmplitudeField {
    enum Kind: Hashable {
        case text
        /// A text that names someone; some texts name nobody.
        case id
        case number
        case integer
        /// Milliseconds since 1970.
        case time
        case object
        case boolean
    }

    /// Fields by name.
    static let kinds: [String: Kind] = {
        var kinds: [String: Kind] = [
            "user_id": .id, "device_id": .id, "time": .time, "$skip_user_properties_sync": .boolean,
        ]
        let others: [(Kind, [String])] = [
            (
                .text,
                [
                    "event_type", "insert_id", "user_agent", "app_version", "platform", "os_name",
                    "os_version",
                    "device_brand", "device_manufacturer", "device_model", "carrier", "country", "region",
                    "city",
                    "dma", "language", "productId", "revenueType", "currency", "ip", "idfa", "idfv",
                    "android_app_set_id", "adid", "android_id",
                ]
            ),
            (.number, ["price", "revenue", "location_lat", "location_lng"]),
            (.integer, ["quantity", "event_id", "session_id"]),
            (.object, ["event_properties", "user_properties", "groups", "group_properties", "plan"]),
        ]
        for (kind, names) in others { for name in names { kinds[name] = kind } }
        return kinds
    }()

    /// Fields that Braze's glossary and partner integrations send; the table of fields does not have them.
    static let toleratedFields: Set<String> = ["library", "partner_id"]

    /// Ids that name nobody and are answered 400; the empty text stands in the list as two quotation marks.
    static let forbiddenIDs: Set<String> = [
        "anonymous", "nil", "none", "null", "n/a", "na", "undefined", "unknown", "", "\"\"",
        "00000000-0000-0000-0000-000000000000", "{}", "lmy47d", "0", "-1",
    ]

    /// Objects and arrays inside each other, the property object included.
    static let maximumDepth = 40

    /// The first millisecond of 2000; seconds taken for milliseconds fall long before it.
    static let earliestTime: Int64 = 946_684_800_000

    /// A year of 366 days; our own measure of what no clock is ahead by.
    static let longestAhead: Int64 = 366 * 86_400_000

    /// Whether a value is what the documentation asks of the field.
    static func accepts(_ value: JSONSurvey, as kind: Kind, in walker: JSONWalker, now: Int64) -> Bool {
        let range = value.slice.range
        switch kind {
        case .text: return value.slice.kind == .string
        case .id:
            guard value.slice.kind == .string else { return false }
            return !forbiddenIDs.contains(String(decoding: walker.text(of: range), as: UTF8.self))
        case .number: return value.slice.kind == .number
        case .integer: return integer(value.slice, in: walker) != nil
        case .time:
            guard let time = integer(value.slice, in: walker) else { return false }
            return time >= earliestTime && time <= now &+ longestAhead
        case .object: return value.slice.kind == .object && value.depth <= maximumDepth
        case .boolean: return value.slice.kind == .boolean
        }
    }

    /// A number written without fraction or exponent.
    private static func integer(_ value: JSONSlice, in walker: JSONWalker) -> Int64? {
        guard value.kind == .number else { return nil }
        return Int64(String(decoding: walker.bytes[value.range], as: UTF8.self))
    }
}
