/// Which bytes of a block of 64 a backslash takes out of the grammar.
enum EscapedBytes {
    /// The bytes that stand right after a backslash which is not itself escaped.
    ///
    /// - Parameters:
    ///   - slashes: The block's backslashes.
    ///   - carry: 1 when the last byte of the block before escapes the first of this one; set for the next block.
    /// - Returns: One bit per escaped byte.
    static func following(_ slashes: UInt64, carry: inout UInt64) -> UInt64 {
        var escaped = carry
        var open = slashes & ~carry
        carry = 0
        while open != 0 {
            let slash = open & (0 &- open)
            let next = slash &<< 1
            if next == 0 { carry = 1 }
            escaped |= next
            open &= ~(slash | next)
        }
        return escaped
    }
}
