// Events reads one event's bytes once: it refuses what cannot be an event, says where each field stands, and decides
// which events a current selects. Nothing in here allocates per event.

/// Where one field's value stands in its line; offsets in bytes from the line's first byte, end exclusive.
public struct FieldRange: Sendable, Equatable {
    /// The first byte; negative when the field is absent.
    public var start: Int32
    /// One past the last byte.
    public var end: Int32
    /// Whether a string's content holds escapes, so that its bytes are not yet its text.
    public var hasEscapes: Bool

    /// Names a range.
    @inlinable
    public init(start: Int32, end: Int32, hasEscapes: Bool = false) {
        self.start = start
        self.end = end
        self.hasEscapes = hasEscapes
    }

    /// The range of a field that the event does not carry.
    @inlinable
    public static var absent: FieldRange { FieldRange(start: -1, end: -1) }

    /// Whether the event carries the field; `null` counts as not carried.
    @inlinable
    public var isPresent: Bool { start >= 0 }

    /// The number of bytes; 0 when absent.
    @inlinable
    public var count: Int { Int(end) &- Int(start) }

    /// The field's bytes in the line that was scanned.
    ///
    /// - Parameter line: The same bytes that were scanned.
    /// - Returns: Nothing when the field is absent or does not lie inside `line`.
    @inlinable
    public func bytes(in line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard start >= 0, end >= start, Int(end) <= line.count else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        return UnsafeRawBufferPointer(rebasing: line[Int(start)..<Int(end)])
    }
}

/// What one pass over an event's line found: where its fields stand, and its type.
///
/// Ranges are valid only together with the bytes of the line they came from. A string field's range is its content
/// without quotes; a string field that holds another kind of value, like any field that holds `null`, is absent.
public struct ScannedEvent: Sendable {
    /// The fields the scanner finds, in the order they are kept.
    @usableFromInline
    enum Field: Int {
        case eventType, id, externalUserID, userID, deviceID, timezone, name
        case time, user, properties
    }

    /// One range per `Field`.
    @usableFromInline
    var fields: InlineArray<10, FieldRange>

    /// The index of the event's type in the scanner's `TypeTable`; -1 when it is not in it or there is no type.
    public var type: Int32

    /// An event without any field.
    @inlinable
    public init() {
        fields = InlineArray(repeating: .absent)
        type = -1
    }

    /// The content of `event_type`.
    @inlinable
    public var eventType: FieldRange { fields[Field.eventType.rawValue] }
    /// The content of `id`; after a successful scan it is present and holds at least one byte.
    @inlinable
    public var id: FieldRange { fields[Field.id.rawValue] }
    /// The raw token of `time`, whatever its kind; a string keeps its quotes.
    @inlinable
    public var time: FieldRange { fields[Field.time.rawValue] }
    /// The raw `user` object with its braces; absent when it is not an object.
    @inlinable
    public var user: FieldRange { fields[Field.user.rawValue] }
    /// The raw `properties` object with its braces; absent when it is not an object.
    @inlinable
    public var properties: FieldRange { fields[Field.properties.rawValue] }
    /// The content of `user.external_user_id`.
    @inlinable
    public var externalUserID: FieldRange { fields[Field.externalUserID.rawValue] }
    /// The content of `user.user_id`.
    @inlinable
    public var userID: FieldRange { fields[Field.userID.rawValue] }
    /// The content of `user.device_id`.
    @inlinable
    public var deviceID: FieldRange { fields[Field.deviceID.rawValue] }
    /// The content of `user.timezone`.
    @inlinable
    public var timezone: FieldRange { fields[Field.timezone.rawValue] }
    /// The content of `properties.name`: a custom event's own name.
    @inlinable
    public var name: FieldRange { fields[Field.name.rawValue] }
}
