import Events

/// What one event's `properties`, and what is left of its `user`, become: advertising ids, a purchase's amounts, and
/// `event_properties`.
///
/// The members are stepped over once to find those that go elsewhere; the stretches between them are copied whole.
struct AmplitudeProperties {
    /// A member that is left out of `event_properties`, if its value is one that has another place.
    private struct Cut {
        var key: AmplitudePropertyKey
        /// The end of the member before it; its own start when it is the first.
        var before: Int32
        var start: Int32
        /// The start of the member after it.
        var next: Int32
    }

    private let line: UnsafeRawBufferPointer
    private let kind: AmplitudeEventKind
    private let unescaped: RecordBuffer

    private var adID = FieldRange.absent
    private var adIDType = FieldRange.absent
    private var platform = FieldRange.absent
    private var price = FieldRange.absent
    private var productID = FieldRange.absent
    private var quantity = FieldRange.absent
    private var customProperties = FieldRange.absent
    private var purchaseProperties = FieldRange.absent
    private var contentCardID = FieldRange.absent
    private var hasCardID = false

    private var cuts: InlineArray<7, Cut>
    private var cutCount = 0
    /// The stretch from the first to the last member.
    private var start: Int32 = 0
    private var end: Int32 = 0

    /// The only member of `user` that becomes a property, as long as there is only one.
    private var guest: ObjectMember?
    private var guestCount = 0
    /// Whether `properties` has the guest's key, and so wins.
    private var isGuestBeaten = false
    /// Whether a key is written in a way that bytes alone do not compare, or could be one of the prefixed ones.
    private var hasUnusualKey = false
    private let user: FieldRange
    private let properties: FieldRange

    /// Steps over the members of an event.
    ///
    /// - Parameters:
    ///   - event: The scanned event.
    ///   - line: Its bytes.
    ///   - kind: What its type asks for.
    ///   - unescaped: Memory for texts whose escapes are undone.
    init(
        _ event: borrowing ScannedEvent,
        _ line: UnsafeRawBufferPointer,
        of kind: AmplitudeEventKind,
        _ unescaped: RecordBuffer
    ) {
        self.line = line
        self.kind = kind
        self.unescaped = unescaped
        cuts = InlineArray(repeating: Cut(key: .name, before: 0, start: 0, next: 0))
        user = event.user
        properties = event.properties
        findGuests()
        findProperties()
    }

    private mutating func findGuests() {
        var members = ObjectMembers(user, of: line)
        while let member = members.nextMember() {
            if withText(of: member.key, AmplitudePropertyKey.isIdentity) { continue }
            note(member.key)
            guest = member
            guestCount += 1
        }
    }

    private mutating func findProperties() {
        var members = ObjectMembers(properties, of: line)
        var isFirst = true
        var pending = false
        while let member = members.nextMember() {
            if isFirst { start = member.start }
            if pending { cuts[cutCount - 1].next = member.start }
            note(member.key)
            if let guest, !isGuestBeaten { isGuestBeaten = isSame(member.key, guest.key) }
            pending = false
            if let key = withText(of: member.key, AmplitudePropertyKey.init), keep(member.value, as: key),
                cutCount < cuts.count
            {
                let before = isFirst ? member.start : end
                cuts[cutCount] = Cut(key: key, before: before, start: member.start, next: member.end)
                cutCount += 1
                pending = true
            }
            end = member.end
            isFirst = false
        }
        if pending { cuts[cutCount - 1].next = end }
    }

    /// Remembers a value that has a place of its own.
    ///
    /// - Returns: Whether it may have to be left out of `event_properties`.
    private mutating func keep(_ value: FieldRange, as key: AmplitudePropertyKey) -> Bool {
        switch key {
        case .adID: adID = value
        case .adIDType: adIDType = value
        case .platform: platform = value
        case .name: return kind.takesOwnName
        case .price: price = value
        case .productID: productID = value
        case .quantity: quantity = value
        case .cardID: hasCardID = true
        case .contentCardID:
            contentCardID = value
            return true
        case .customProperties:
            guard value.bytes(in: line).first == UInt8(ascii: "{") else { return false }
            customProperties = value
            return true
        case .purchaseProperties:
            guard value.bytes(in: line).first == UInt8(ascii: "{") else { return false }
            purchaseProperties = value
            return true
        }
        return kind.isPurchase && (key == .price || key == .productID || key == .quantity)
    }

    private mutating func note(_ key: FieldRange) {
        if key.hasEscapes || key.bytes(in: line).first == UInt8(ascii: "[") { hasUnusualKey = true }
    }
}

// MARK: - Writing

extension AmplitudeProperties {
    /// Appends the members from `adid` on to `event_properties`, each after a comma.
    ///
    /// - Returns: False when two of the properties would have one key; what was appended is then of no use.
    func append(to buffer: RecordBuffer) -> Bool {
        appendAdvertisingID(buffer)
        appendAmounts(buffer)
        buffer.append(#","event_properties":{"#)
        var isEmpty = true
        appendProperties(buffer, &isEmpty)
        appendOwn(customProperties, AmplitudeEventNames.customPropertyPrefix, buffer, &isEmpty)
        appendOwn(purchaseProperties, AmplitudeEventNames.purchasePropertyPrefix, buffer, &isEmpty)
        let hasOwn = customProperties.isPresent || purchaseProperties.isPresent
        if guestCount > 1 || hasUnusualKey && (hasOwn || guestCount > 0) {
            guard appendGuestsCarefully(buffer, &isEmpty) else { return false }
        } else if let guest, !isGuestBeaten {
            append(guest, buffer, &isEmpty)
        }
        buffer.append("}")
        return true
    }

    /// Which of the two an advertising id is; Amplitude has no place for those of other makers.
    ///
    /// Source: Braze, event glossary, `ad_id_type` and `platform`; Amplitude, HTTP V2 API, `adid` and `idfa`; both read
    /// 2026-11-20.
    private func appendAdvertisingID(_ buffer: RecordBuffer) {
        let id = adID.bytes(in: line)
        guard id.count > 2, id.first == UInt8(ascii: "\"") else { return }
        let type = adIDType.bytes(in: line)
        let platform = platform.bytes(in: line)
        let isUntyped = type.count == 0 || type.isText("null") || type.isText(#""""#)
        if type.isText(#""ios_idfa""#)
            || isUntyped && (platform.isText(#""ios""#) || platform.isText(#""tvos""#))
        {
            buffer.append(#","idfa":"#)
        } else if type.isText(#""google_ad_id""#) || isUntyped && platform.isText(#""android""#) {
            buffer.append(#","adid":"#)
        } else {
            return
        }
        buffer.append(id)
    }

    /// A purchase without a usable price keeps all three among its properties: a product needs a price beside it, and
    /// a price whose quantity cannot be read would be counted once.
    ///
    /// Source: Amplitude, HTTP V2 API, `price`, `quantity`, `productId`, `revenue`, read 2026-11-20.
    private var isPriced: Bool {
        kind.isPurchase && isNumber(price) && (!quantity.isPresent || isNumber(quantity))
    }

    private func isNumber(_ value: FieldRange) -> Bool {
        guard let first = value.bytes(in: line).first else { return false }
        return first == UInt8(ascii: "-") || first &- UInt8(ascii: "0") < 10
    }

    private func appendAmounts(_ buffer: RecordBuffer) {
        guard isPriced else { return }
        buffer.append(#","price":"#)
        buffer.append(price, of: line)
        if quantity.isPresent {
            buffer.append(#","quantity":"#)
            buffer.append(quantity, of: line)
        }
        if hasProduct {
            buffer.append(#","productId":"#)
            buffer.append(productID, of: line)
        }
        guard quantity.isPresent else {
            buffer.append(#","revenue":"#)
            buffer.append(price, of: line)
            return
        }
        // Amplitude multiplies by itself what is too long to be an amount.
        guard let price = AmplitudeDecimal(price.bytes(in: line)),
            let quantity = AmplitudeDecimal(quantity.bytes(in: line))
        else { return }
        buffer.append(#","revenue":"#)
        (price * quantity).text.withUnsafeBytes { buffer.append($0) }
    }

    private var hasProduct: Bool { productID.bytes(in: line).first == UInt8(ascii: "\"") }

    private func isLeftOut(_ cut: Cut) -> Bool {
        switch cut.key {
        case .price, .quantity: isPriced
        case .productID: isPriced && hasProduct
        case .contentCardID: !hasCardID
        default: true
        }
    }

    /// Appends what stands between the members that are left out.
    private func appendProperties(_ buffer: RecordBuffer, _ isEmpty: inout Bool) {
        var cursor = start
        for index in 0..<cutCount where isLeftOut(cuts[index]) {
            appendStretch(cursor, cuts[index].before, buffer, &isEmpty)
            if cuts[index].key == .contentCardID { appendCardID(buffer, &isEmpty) }
            cursor = cuts[index].next
        }
        appendStretch(cursor, end, buffer, &isEmpty)
    }

    /// Analytics partners know a content card's id as `card_id`.
    ///
    /// Source: Braze, event glossary, message engagement events, content card events, Amplitude tab, read 2026-11-20.
    private func appendCardID(_ buffer: RecordBuffer, _ isEmpty: inout Bool) {
        separate(buffer, &isEmpty)
        buffer.append(#""card_id":"#)
        buffer.append(contentCardID, of: line)
    }

    private func appendStretch(_ start: Int32, _ end: Int32, _ buffer: RecordBuffer, _ isEmpty: inout Bool) {
        guard start < end else { return }
        separate(buffer, &isEmpty)
        buffer.append(FieldRange(start: start, end: end), of: line)
    }

    /// Appends the members of an own payload under prefixed keys; what is nested in them stays as it is.
    private func appendOwn(
        _ object: FieldRange,
        _ prefix: StaticString,
        _ buffer: RecordBuffer,
        _ isEmpty: inout Bool
    ) {
        guard object.isPresent else { return }
        var members = ObjectMembers(object, of: line)
        while let member = members.nextMember() {
            separate(buffer, &isEmpty)
            buffer.append(UInt8(ascii: "\""))
            buffer.append(prefix)
            buffer.append(member.key, of: line)
            buffer.append(#"":"#)
            buffer.append(member.value, of: line)
        }
    }

    private func append(_ member: ObjectMember, _ buffer: RecordBuffer, _ isEmpty: inout Bool) {
        appendStretch(member.start, member.end, buffer, &isEmpty)
    }

    private func separate(_ buffer: RecordBuffer, _ isEmpty: inout Bool) {
        if !isEmpty { buffer.append(UInt8(ascii: ",")) }
        isEmpty = false
    }
}

// MARK: - Keys that need care

extension AmplitudeProperties {
    /// Appends the members of `user` that no property beats, comparing all keys as text.
    ///
    /// Off the usual path; allocates.
    ///
    /// - Returns: False when a prefixed key is also the key of another property.
    private func appendGuestsCarefully(_ buffer: RecordBuffer, _ isEmpty: inout Bool) -> Bool {
        var keys = keysOfProperties()
        var guests = ObjectMembers(user, of: line)
        while let member = guests.nextMember() {
            let key = text(of: member.key)
            guard !key.withUnsafeBytes(AmplitudePropertyKey.isIdentity), keys.insert(key).inserted else {
                continue
            }
            append(member, buffer, &isEmpty)
        }
        return areApart(customProperties, AmplitudeEventNames.customPropertyPrefix, &keys)
            && areApart(purchaseProperties, AmplitudeEventNames.purchasePropertyPrefix, &keys)
    }

    private func keysOfProperties() -> Set<[UInt8]> {
        var keys: Set<[UInt8]> = []
        var members = ObjectMembers(properties, of: line)
        var cut = 0
        while let member = members.nextMember() {
            if cut < cutCount, cuts[cut].start == member.start {
                cut += 1
                if isLeftOut(cuts[cut - 1]) {
                    if cuts[cut - 1].key == .contentCardID { keys.insert(Array("card_id".utf8)) }
                    continue
                }
            }
            keys.insert(text(of: member.key))
        }
        return keys
    }

    private func areApart(_ object: FieldRange, _ prefix: StaticString, _ keys: inout Set<[UInt8]>) -> Bool {
        let prefix = Array(UnsafeBufferPointer(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount))
        var members = ObjectMembers(object, of: line)
        while let member = members.nextMember() {
            guard keys.insert(prefix + text(of: member.key)).inserted else { return false }
        }
        return true
    }

    private func text(of key: FieldRange) -> [UInt8] { withText(of: key) { Array($0) } }

    @inline(__always)
    private func isSame(_ one: FieldRange, _ other: FieldRange) -> Bool {
        one.count == other.count && one.bytes(in: line).elementsEqual(other.bytes(in: line))
    }

    /// Shows a key's text, its escapes undone.
    @inline(__always)
    private func withText<Result>(of key: FieldRange, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        guard key.hasEscapes else { return body(key.bytes(in: line)) }
        unescaped.truncate(to: 0)
        unescaped.appendUnescaped(key.bytes(in: line))
        return unescaped.withUnsafeBytes(body)
    }
}
