/// `ByteBlock` for every processor.
///
/// Only arithmetic on vectors is used: comparisons of SIMD vectors compile to a loop over the bytes.
/// A class is computed as the top bit of each byte, then gathered into one word.
struct PortableBlock: ByteBlockForm {
    private typealias Vector = SIMD16<UInt8>

    /// Which bytes are `"`.
    let quotes: UInt64
    /// Whether any byte is a backslash, a control character or not ASCII.
    let isUnusual: Bool
    private let vectors: (Vector, Vector, Vector, Vector)

    /// Reads and classifies 64 readable bytes.
    @inline(__always)
    init(_ bytes: UnsafeRawPointer) {
        vectors = (
            bytes.loadUnaligned(as: Vector.self),
            (bytes + 16).loadUnaligned(as: Vector.self),
            (bytes + 32).loadUnaligned(as: Vector.self),
            (bytes + 48).loadUnaligned(as: Vector.self)
        )
        let (a, b, c, d) = vectors
        quotes = Self.gather(
            Self.equal(a, 0x22),
            Self.equal(b, 0x22),
            Self.equal(c, 0x22),
            Self.equal(d, 0x22)
        )
        isUnusual = Self.hasTop(Self.unusual(a) | Self.unusual(b) | Self.unusual(c) | Self.unusual(d))
    }

    /// Which bytes are backslashes.
    @inline(__always)
    var backslashes: UInt64 {
        Self.gather(
            Self.equal(vectors.0, 0x5C),
            Self.equal(vectors.1, 0x5C),
            Self.equal(vectors.2, 0x5C),
            Self.equal(vectors.3, 0x5C)
        )
    }

    /// Whether any byte is a backslash.
    @inline(__always)
    var hasBackslashes: Bool {
        let (a, b, c, d) = vectors
        return Self.hasTop(
            Self.equal(a, 0x5C) | Self.equal(b, 0x5C) | Self.equal(c, 0x5C) | Self.equal(d, 0x5C)
        )
    }

    /// Whether any byte is below U+0020.
    @inline(__always)
    var hasControls: Bool {
        let (a, b, c, d) = vectors
        return Self.hasTop(Self.control(a) | Self.control(b) | Self.control(c) | Self.control(d))
    }

    /// Whether any byte belongs to a character of several bytes.
    @inline(__always)
    var hasNonASCII: Bool { Self.hasTop(vectors.0 | vectors.1 | vectors.2 | vectors.3) }

    /// Which bytes belong to characters of several bytes.
    @inline(__always)
    var nonASCII: UInt64 { Self.gather(vectors.0, vectors.1, vectors.2, vectors.3) }

    @inline(__always)
    private static func hasTop(_ bytes: Vector) -> Bool {
        let words = unsafeBitCast(bytes, to: SIMD2<UInt64>.self)
        return (words[0] | words[1]) & 0x8080_8080_8080_8080 != 0
    }

    @inline(__always)
    private static func equal(_ bytes: Vector, _ value: UInt8) -> Vector {
        let difference = bytes ^ Vector(repeating: value)
        return (difference &- Vector(repeating: 1)) & ~difference
    }

    @inline(__always)
    private static func control(_ bytes: Vector) -> Vector {
        (bytes &- Vector(repeating: 0x20)) & ~bytes
    }

    @inline(__always)
    private static func unusual(_ bytes: Vector) -> Vector {
        // Without the `& ~` of the exact forms: what they would take away is not ASCII and so unusual anyway.
        ((bytes ^ Vector(repeating: 0x5C)) &- Vector(repeating: 1)) | (bytes &- Vector(repeating: 0x20))
            | bytes
    }

    /// Gathers the top bit of each of 64 bytes, in order.
    @inline(__always)
    private static func gather(_ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector) -> UInt64 {
        typealias Pair = SIMD2<UInt64>
        let top = Pair(repeating: 0x8080_8080_8080_8080)
        let pair =
            (unsafeBitCast(a, to: Pair.self) & top) &>> 7 | (unsafeBitCast(b, to: Pair.self) & top) &>> 5
            | (unsafeBitCast(c, to: Pair.self) & top) &>> 3 | (unsafeBitCast(d, to: Pair.self) & top) &>> 1
        return transpose(pair[0] | pair[1] &<< 1)
    }

    /// Turns bit *r* of byte *c* into bit *c* of byte *r*.
    @inline(__always)
    private static func transpose(_ matrix: UInt64) -> UInt64 {
        var bits = matrix
        var swap = (bits ^ (bits &>> 7)) & 0x00AA_00AA_00AA_00AA
        bits ^= swap ^ (swap &<< 7)
        swap = (bits ^ (bits &>> 14)) & 0x0000_CCCC_0000_CCCC
        bits ^= swap ^ (swap &<< 14)
        swap = (bits ^ (bits &>> 28)) & 0x0000_0000_F0F0_F0F0
        return bits ^ swap ^ (swap &<< 28)
    }
}
