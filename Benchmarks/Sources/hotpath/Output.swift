#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where results and complaints go.
enum Output {
    /// Prints to standard output, with a line feed.
    static func write(_ text: String) { put(text + "\n", 1) }

    /// Prints to standard error, with a line feed.
    static func complain(_ text: String) { put(text + "\n", 2) }

    /// Ends the program.
    static func end(_ code: Int32) -> Never { exit(code) }

    /// Writes all bytes to a descriptor.
    ///
    /// - Returns: Whether all of them could be written.
    @discardableResult
    static func put(_ bytes: UnsafeRawBufferPointer, _ descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            #if canImport(Glibc)
                let written = Glibc.write(descriptor, part.baseAddress, part.count)
            #elseif canImport(Musl)
                let written = Musl.write(descriptor, part.baseAddress, part.count)
            #else
                let written = Darwin.write(descriptor, part.baseAddress, part.count)
            #endif
            guard written > 0 else { return false }
            rest = rest.dropFirst(written)
        }
        return true
    }

    private static func put(_ text: String, _ descriptor: Int32) {
        var text = text
        _ = text.withUTF8 { put(UnsafeRawBufferPointer($0), descriptor) }
    }
}
