import Crypto

/// The key of keyed hashes, with its part of the work done once.
///
/// HMAC with SHA-256. Source: RFC 2104, "HMAC: Keyed-Hashing for Message Authentication", read 2026-11-20.
public struct HashKey: Sendable, CustomStringConvertible {
    private enum Form: Sendable {
        /// The hashes after the key's two blocks.
        case key(inner: SHA256, outer: SHA256)
        case masked
    }

    private let form: Form

    /// Keys of fewer bytes can be found by trying.
    public static let minimumBytes = 16
    /// What stands in the place of a hash when the key is not to be used.
    public static let mask = "[hash]"
    /// No key: hashes become `HashKey.mask`, so that an event can be shown without any secret.
    public static let masked = HashKey(form: .masked)

    private init(form: Form) { self.form = form }

    /// Prepares a key of any length.
    public init(_ key: [UInt8]) {
        let block = SHA256.blockByteCount
        var bytes = key.count > block ? key.withUnsafeBytes { Array(Self.sha256($0)) } : key
        bytes += repeatElement(0, count: block - bytes.count)
        var inner = SHA256()
        var outer = SHA256()
        bytes.map { $0 ^ 0x36 }.withUnsafeBytes { inner.update(bufferPointer: $0) }
        bytes.map { $0 ^ 0x5C }.withUnsafeBytes { outer.update(bufferPointer: $0) }
        form = .key(inner: inner, outer: outer)
    }

    /// Never shows the key.
    public var description: String { "***" }

    /// The keyed hash of some bytes; nil when there is no key.
    func hash(_ bytes: UnsafeRawBufferPointer) -> SHA256.Digest? {
        guard case .key(var inner, var outer) = form else { return nil }
        inner.update(bufferPointer: bytes)
        inner.finalize().withUnsafeBytes { outer.update(bufferPointer: $0) }
        return outer.finalize()
    }

    /// The plain hash of some bytes.
    static func sha256(_ bytes: UnsafeRawBufferPointer) -> SHA256.Digest {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        return hash.finalize()
    }
}
