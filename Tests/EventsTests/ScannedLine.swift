import Events
import Plans

/// One line scanned on memory of exactly its size, so that a sanitizer sees any read outside of it.
struct ScannedLine {
    let bytes: [UInt8]
    let refusal: RefusalReason?
    let event: ScannedEvent

    init(_ bytes: [UInt8], types: [String] = [], seed: UInt64 = 7) {
        var scanner = EventScanner(types: TypeTable(names: types), seed: seed)
        self.init(bytes, &scanner)
    }

    init(_ text: String, types: [String] = []) {
        self.init(Array(text.utf8), types: types)
    }

    init(_ bytes: [UInt8], _ scanner: inout EventScanner) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        defer { memory.deallocate() }
        memory.copyBytes(from: bytes)
        var event = ScannedEvent()
        refusal = scanner.scan(UnsafeRawBufferPointer(memory), into: &event)
        self.event = event
        self.bytes = bytes
    }

    /// The bytes of a field as text; nil when it is absent.
    func text(_ field: FieldRange) -> String? {
        guard field.isPresent else { return nil }
        return bytes.withUnsafeBytes { String(decoding: field.bytes(in: $0), as: UTF8.self) }
    }
}

/// An event with one more member, whose value is the text given.
func event(holding value: String) -> String { #"{"id":"1","value":\#(value)}"# }

/// A generator whose numbers depend on its seed only.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let mixed = (state ^ (state >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        return mixed ^ (mixed >> 33)
    }
}
