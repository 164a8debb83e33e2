import Events

/// The members of `properties` that do not simply become event properties.
enum AmplitudePropertyKey {
    case adID, adIDType, platform
    case name, price, productID, quantity
    case customProperties, purchaseProperties
    case cardID, contentCardID

    /// The key with these bytes as its text; nil for all others.
    @inline(__always)
    init?(_ text: UnsafeRawBufferPointer) {
        // The length alone rules out most keys.
        switch text.count {
        case 4 where text.isText("name"): self = .name
        case 5 where text.isText("ad_id"): self = .adID
        case 5 where text.isText("price"): self = .price
        case 7 where text.isText("card_id"): self = .cardID
        case 8 where text.isText("platform"): self = .platform
        case 8 where text.isText("quantity"): self = .quantity
        case 10 where text.isText("product_id"): self = .productID
        case 10 where text.isText("ad_id_type"): self = .adIDType
        case 15 where text.isText("content_card_id"): self = .contentCardID
        case 17 where text.isText("custom_properties"): self = .customProperties
        case 19 where text.isText("purchase_properties"): self = .purchaseProperties
        default: return nil
        }
    }

    /// Whether a key of `user` has a place of its own, or none: the vendor's id of a user is not sent.
    static func isIdentity(_ text: UnsafeRawBufferPointer) -> Bool {
        text.isText("external_user_id") || text.isText("user_id") || text.isText("device_id")
    }
}

extension UnsafeRawBufferPointer {
    /// Whether these bytes are those of a literal.
    @inline(__always)
    func isText(_ literal: StaticString) -> Bool {
        guard count == literal.utf8CodeUnitCount else { return false }
        for index in 0..<count where self[index] != literal.utf8Start[index] { return false }
        return true
    }
}
