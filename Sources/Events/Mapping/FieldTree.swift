/// One event as a tree that can be changed: objects are taken apart only where somebody looks into them, and values
/// stay ranges of bytes.
///
/// The memory is kept for the next event. Paths do not lead into arrays. Not for use from two threads at once.
final class FieldTree {
    /// The place of a node; `none` for no node.
    typealias Place = Int32

    static let none: Place = -1
    static let root: Place = 0

    /// Bytes of the event, or bytes that were made while it was rewritten.
    struct Piece {
        var range: FieldRange
        var isMade: Bool
    }

    private struct Node {
        /// The key's content, without quotes.
        var key: Piece
        /// The value's whole token; out of date while `isChanged`.
        var value: Piece
        var parent: Place
        var first = FieldTree.none
        var last = FieldTree.none
        var previous = FieldTree.none
        var next = FieldTree.none
        /// Whether the members are nodes.
        var isOpen = false
        /// Whether something below is no longer as in `value`.
        var isChanged = false
        /// Whether it is on its way to another place, and at none meanwhile.
        var isMoving = false
    }

    private var nodes: [Node] = []
    private var line = UnsafeRawBufferPointer(start: nil, count: 0)
    private let made = RecordBuffer(capacity: 1024)
    private let decoded = RecordBuffer()
    /// The path of the member that a walk stands at.
    let path = RecordBuffer()

    /// Takes the next event; its bytes must stay as they are until `end`.
    func begin(_ line: UnsafeRawBufferPointer) {
        var start = 0
        while start < line.count, line[start] != UInt8(ascii: "{") { start += 1 }
        let event = EventScanner.trimmed(line)
        self.line = line
        made.truncate(to: 0)
        path.truncate(to: 0)
        nodes.removeAll(keepingCapacity: true)
        let whole = FieldRange(start: Int32(start), end: Int32(start + event.count))
        let nothing = Piece(range: FieldRange(start: 0, end: 0), isMade: false)
        nodes.append(Node(key: nothing, value: Piece(range: whole, isMade: false), parent: Self.none))
    }

    /// Lets go of the event's bytes.
    func end() { line = UnsafeRawBufferPointer(start: nil, count: 0) }

    /// Whether the event is another one than at first.
    var isChanged: Bool { nodes.first?.isChanged ?? false }

    // MARK: - Looking

    /// Takes an object apart; false for any other value.
    func open(_ place: Place) -> Bool {
        let node = nodes[Int(place)]
        guard !node.isOpen else { return true }
        guard firstByte(of: node.value) == UInt8(ascii: "{") else { return false }
        nodes[Int(place)].isOpen = true
        withBytes(isMade: node.value.isMade) { bytes in
            var members = ObjectMembers(node.value.range, of: bytes)
            while let member = members.nextMember() {
                append(
                    Node(
                        key: Piece(range: member.key, isMade: node.value.isMade),
                        value: Piece(range: member.value, isMade: node.value.isMade),
                        parent: place
                    )
                )
            }
        }
        return true
    }

    /// The first member of an object; `none` for an empty one, and for anything else.
    func firstMember(of place: Place) -> Place { open(place) ? settled(nodes[Int(place)].first) : Self.none }

    /// The member behind another one.
    func nextMember(after place: Place) -> Place { settled(nodes[Int(place)].next) }

    private func settled(_ place: Place) -> Place {
        var place = place
        while place >= 0, nodes[Int(place)].isMoving { place = nodes[Int(place)].next }
        return place
    }

    /// The member of a name, compared as text.
    func member(_ key: [UInt8], of place: Place) -> Place {
        var member = firstMember(of: place)
        while member >= 0, !isKey(member, key) { member = nextMember(after: member) }
        return member
    }

    /// What stands at a path below an object; `none` when nothing does.
    func find(_ keys: [[UInt8]], below place: Place = root) -> Place {
        var place = place
        for key in keys where place >= 0 { place = member(key, of: place) }
        return place
    }

    func parent(of place: Place) -> Place { nodes[Int(place)].parent }

    /// Whether a value is `null`.
    func isNull(_ place: Place) -> Bool {
        let node = nodes[Int(place)]
        return !node.isOpen && firstByte(of: node.value) == UInt8(ascii: "n")
    }

    /// Whether a value is `null` or an object without members: nothing that could be hidden.
    func isVoid(_ place: Place) -> Bool { isNull(place) || open(place) && firstMember(of: place) < 0 }

    /// Whether a member's key is a text.
    func isKey(_ place: Place, _ key: [UInt8]) -> Bool {
        withText(ofKeyAt: place) { $0.elementsEqual(key) }
    }

    /// Adds a key to `path` as paths are written.
    func enter(_ place: Place) {
        if path.count > 0 { path.append(UInt8(ascii: ".")) }
        withText(ofKeyAt: place) { text in
            for byte in text {
                if byte == UInt8(ascii: ".") || byte == UInt8(ascii: "\\") { path.append(UInt8(ascii: "\\")) }
                path.append(byte)
            }
        }
    }

    private func withText<Result>(ofKeyAt place: Place, _ body: (UnsafeRawBufferPointer) -> Result) -> Result
    {
        let key = nodes[Int(place)].key
        return withBytes(isMade: key.isMade) { bytes in
            let content = key.range.bytes(in: bytes)
            guard key.range.hasEscapes else { return body(content) }
            decoded.truncate(to: 0)
            decoded.appendUnescaped(content, loneSurrogates: .kept)
            return decoded.withUnsafeBytes(body)
        }
    }

    private func firstByte(of piece: Piece) -> UInt8? {
        withBytes(isMade: piece.isMade) { piece.range.bytes(in: $0).first }
    }

    private func withBytes<Result>(isMade: Bool, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        isMade ? made.withUnsafeBytes(body) : body(line)
    }

    // MARK: - Changing

    /// Takes a member away.
    func remove(_ place: Place) {
        let parent = nodes[Int(place)].parent
        guard parent >= 0 else { return }
        let previous = nodes[Int(place)].previous
        let next = nodes[Int(place)].next
        if previous >= 0 { nodes[Int(previous)].next = next } else { nodes[Int(parent)].first = next }
        if next >= 0 { nodes[Int(next)].previous = previous } else { nodes[Int(parent)].last = previous }
        nodes[Int(place)].previous = Self.none
        nodes[Int(place)].next = Self.none
        touch(parent)
    }

    /// Takes a member from its place, which it keeps free until it is put down.
    func lift(_ place: Place) {
        nodes[Int(place)].isMoving = true
        touch(nodes[Int(place)].parent)
    }

    /// Puts a lifted member down as the last of an object, or in the place it was lifted from.
    func put(_ place: Place, in parent: Place, as key: [UInt8]) {
        let home = nodes[Int(place)].parent
        nodes[Int(place)].key = makeKey(key)
        nodes[Int(place)].isMoving = false
        guard home != parent else { return }
        remove(place)
        link(place, in: parent)
        touch(parent)
    }

    /// Gives a member another value, a whole JSON token that `write` appends.
    func replace(_ place: Place, _ write: (RecordBuffer) -> Void) {
        nodes[Int(place)].value = make(write)
        nodes[Int(place)].isOpen = false
        nodes[Int(place)].isChanged = false
        nodes[Int(place)].first = Self.none
        nodes[Int(place)].last = Self.none
        touch(nodes[Int(place)].parent)
    }

    /// Adds a member behind the others.
    func add(_ key: [UInt8], to parent: Place, _ write: (RecordBuffer) -> Void) {
        let node = Node(key: makeKey(key), value: make(write), parent: parent)
        append(node)
        touch(parent)
    }

    /// The object at a path below the event, made where it is missing or `null`; nil when another value is in the way.
    func object(at keys: [[UInt8]]) -> Place? {
        var place = Self.root
        for key in keys {
            let parent = place
            place = member(key, of: parent)
            if place < 0 {
                add(key, to: parent) { $0.append("{}") }
                place = nodes[Int(parent)].last
            } else if isNull(place) {
                replace(place) { $0.append("{}") }
            }
            guard open(place) else { return nil }
        }
        return place
    }

    private func append(_ node: Node) {
        nodes.append(node)
        link(Place(nodes.count - 1), in: node.parent)
    }

    private func link(_ place: Place, in parent: Place) {
        nodes[Int(place)].parent = parent
        let last = nodes[Int(parent)].last
        nodes[Int(place)].previous = last
        if last >= 0 { nodes[Int(last)].next = place } else { nodes[Int(parent)].first = place }
        nodes[Int(parent)].last = place
    }

    /// Takes note that an object, and all it lies in, is no longer as it was written.
    private func touch(_ place: Place) {
        var place = place
        while place >= 0, !nodes[Int(place)].isChanged {
            nodes[Int(place)].isChanged = true
            place = nodes[Int(place)].parent
        }
    }

    private func makeKey(_ key: [UInt8]) -> Piece {
        var piece = make { buffer in key.withUnsafeBytes { buffer.appendJSONString($0) } }
        piece.range.start += 1
        piece.range.end -= 1
        piece.range.hasEscapes = made.withUnsafeBytes {
            piece.range.bytes(in: $0).contains(UInt8(ascii: "\\"))
        }
        return piece
    }

    private func make(_ write: (RecordBuffer) -> Void) -> Piece {
        let start = made.count
        write(made)
        let range = FieldRange(start: Int32(clamping: start), end: Int32(clamping: made.count))
        return Piece(range: range, isMade: true)
    }

    // MARK: - Writing

    /// Shows the value at a place as JSON; `room` is used when the value must be put together first.
    func withJSON<Result>(
        of place: Place,
        room: RecordBuffer,
        _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        let node = nodes[Int(place)]
        guard node.isChanged else {
            return withBytes(isMade: node.value.isMade) { body(node.value.range.bytes(in: $0)) }
        }
        room.truncate(to: 0)
        write(place, to: room)
        return room.withUnsafeBytes(body)
    }

    /// Appends the value at a place as JSON; what nobody changed is copied as it was written.
    func write(_ place: Place, to buffer: RecordBuffer) {
        let node = nodes[Int(place)]
        guard node.isChanged else {
            append(node.value, to: buffer)
            return
        }
        buffer.append(UInt8(ascii: "{"))
        var member = settled(node.first)
        while member >= 0 {
            buffer.append(UInt8(ascii: "\""))
            append(nodes[Int(member)].key, to: buffer)
            buffer.append("\":")
            write(member, to: buffer)
            member = nextMember(after: member)
            if member >= 0 { buffer.append(UInt8(ascii: ",")) }
        }
        buffer.append(UInt8(ascii: "}"))
    }

    private func append(_ piece: Piece, to buffer: RecordBuffer) {
        withBytes(isMade: piece.isMade) { buffer.append(piece.range, of: $0) }
    }
}
