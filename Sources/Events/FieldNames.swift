/// Which object of an event a key stands in.
enum Place {
    case root, user, properties, elsewhere

    /// The field that a key of this object names, if it is one the scanner keeps.
    @inline(__always)
    func field(_ head: KeyHead, count: Int) -> ScannedEvent.Field? {
        // Most keys are properties; a switch would become an indirect jump.
        if self == .properties { return count == 4 && head.low == FieldName.name.low ? .name : nil }
        if self == .elsewhere { return nil }
        return self == .root ? rootField(head, count) : userField(head, count)
    }

    @inline(__always)
    private func rootField(_ head: KeyHead, _ count: Int) -> ScannedEvent.Field? {
        if count == 2 { return head.low == FieldName.id.low ? .id : nil }
        if count == 4 {
            if head.low == FieldName.time.low { return .time }
            return head.low == FieldName.user.low ? .user : nil
        }
        guard count == 10 else { return nil }
        if head == FieldName.eventType { return .eventType }
        return head == FieldName.properties ? .properties : nil
    }

    @inline(__always)
    private func userField(_ head: KeyHead, _ count: Int) -> ScannedEvent.Field? {
        if count == 16 { return head == FieldName.externalUserID ? .externalUserID : nil }
        if count == 7 { return head.low == FieldName.userID.low ? .userID : nil }
        if count == 9 { return head == FieldName.deviceID ? .deviceID : nil }
        return count == 8 && head.low == FieldName.timezone.low ? .timezone : nil
    }
}

/// The heads of the field names, as numbers so that they cost nothing to make; a test holds them to the names.
///
/// None is longer than sixteen bytes, so that a head and a length are the whole name.
enum FieldName {
    static let id = KeyHead(low: 0x6469, high: 0)
    static let name = KeyHead(low: 0x656D_616E, high: 0)
    static let time = KeyHead(low: 0x656D_6974, high: 0)
    static let user = KeyHead(low: 0x7265_7375, high: 0)
    static let eventType = KeyHead(low: 0x7974_5F74_6E65_7665, high: 0x6570)
    static let properties = KeyHead(low: 0x6974_7265_706F_7270, high: 0x7365)
    static let externalUserID = KeyHead(low: 0x6C61_6E72_6574_7865, high: 0x6469_5F72_6573_755F)
    static let userID = KeyHead(low: 0x64_695F_7265_7375, high: 0)
    static let deviceID = KeyHead(low: 0x695F_6563_6976_6564, high: 0x64)
    static let timezone = KeyHead(low: 0x656E_6F7A_656D_6974, high: 0)
}
