/// Sixty-four bytes of a line, classified all at once; bit *n* of a mask speaks of byte *n*.
protocol ByteBlockForm {
    /// Reads and classifies 64 readable bytes.
    init(_ bytes: UnsafeRawPointer)
    /// Which bytes are `"`.
    var quotes: UInt64 { get }
    /// Whether any byte is a backslash, a control character or not ASCII.
    var isUnusual: Bool { get }
    /// Whether any byte is a backslash.
    var hasBackslashes: Bool { get }
    /// Whether any byte is below U+0020.
    var hasControls: Bool { get }
    /// Whether any byte belongs to a character of several bytes.
    var hasNonASCII: Bool { get }
    /// Which bytes are backslashes.
    var backslashes: UInt64 { get }
    /// Which bytes belong to characters of several bytes.
    var nonASCII: UInt64 { get }
}

#if arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse2)
    /// The form for this processor.
    typealias ByteBlock = SSE2Block
#else
    /// The form for this processor.
    typealias ByteBlock = PortableBlock
#endif
