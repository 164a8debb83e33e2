/// The bytes of a secret, which print as `***` whatever prints them.
///
/// Two values are compared in time that depends on their lengths alone.
public struct SecretValue: Sendable {
    private let bytes: [UInt8]

    /// Keeps `bytes` as they are.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Keeps the UTF-8 bytes of `text`.
    public init(_ text: String) { self.bytes = Array(text.utf8) }

    /// How many bytes it has.
    public var count: Int { bytes.count }

    /// Lends the bytes, for building a request or for scrubbing an answer; the result must not outlive its use.
    public func withBytes<Result, Failure: Error>(
        _ body: ([UInt8]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(bytes)
    }
}

extension SecretValue: Equatable {
    /// Compares without stopping at the first difference.
    public static func == (left: Self, right: Self) -> Bool {
        guard left.bytes.count == right.bytes.count else { return false }
        var difference: UInt8 = 0
        for (one, other) in zip(left.bytes, right.bytes) { difference |= one ^ other }
        return difference == 0
    }
}

extension SecretValue: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `***`.
    public var description: String { "***" }
    /// Always `***`.
    public var debugDescription: String { "***" }
    /// Shows no children, so that `dump` has nothing to show.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
