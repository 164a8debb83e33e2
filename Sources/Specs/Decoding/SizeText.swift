import Diagnostics

/// Reads amounts of storage such as `500MB`, `10GB` and `1GiB`.
enum SizeText {
    /// The units, in the spelling people are told; those with `i` count by 1,024, the others by 1,000.
    private static let units: [(name: String, bytes: Int)] = [
        ("B", 1),
        ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
        ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40),
    ]
    /// Larger ones are mistakes, and sums of them could overflow: 1,000 TB.
    private static let largest = 1_000_000_000_000_000

    /// The number of bytes, or nil for any other text and for more than 1,000 TB.
    static func parse(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, digits.utf8.count <= 16, let count = Int(digits),
            let unit = units.first(where: { $0.name.utf8.elementsEqual(text[digits.endIndex...].utf8) })
        else { return nil }
        let (bytes, isTooLarge) = count.multipliedReportingOverflow(by: unit.bytes)
        return isTooLarge || bytes > largest ? nil : bytes
    }

    /// A spelling that is read, for one that only differs in spaces, case, or a missing `B`; nil for all others.
    static func meant(by text: String) -> String? {
        let written = text.filter { $0 != " " && $0 != "_" }.lowercased()
        let digits = written.prefix { $0.isASCII && $0.isNumber }
        let unit = written[digits.endIndex...]
        guard !unit.isEmpty else { return nil }
        let known = units.first { known in
            let name = known.name.lowercased()
            return unit == name || unit + "b" == name
        }
        guard let known else { return nil }
        let meant = String(digits) + known.name
        return parse(meant) == nil ? nil : meant
    }
}

extension NodeDecoder {
    /// An amount of storage such as `10GB`, in bytes; at least one.
    mutating func size(_ node: Node, named name: String) -> Located<Int>? {
        guard let written = text(node, named: name, wanted: "a size such as 10GB") else { return nil }
        guard let bytes = SizeText.parse(written.value) else {
            let isNumber = written.value.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
            let meant = SizeText.meant(by: written.value)
            report(
                ShapeRules.badValue.diagnostic(
                    at: node.range,
                    isNumber
                        ? "'\(name)' is \(Node.shorten(written.value)) without a unit"
                        : "'\(Node.shorten(written.value))' is not a size",
                    help: meant.map { "write \($0)" }
                        ?? "write a whole number and KB, MB, GB, TB, KiB, MiB, GiB or TiB, such as 500MB",
                    fixes: meant.map { [Fix("write \($0)", replace: node.range, with: $0)] } ?? []
                )
            )
            return nil
        }
        guard bytes > 0 else {
            badValue(
                node.range,
                "'\(name)' is \(written.value), which is too small",
                help: "it must be larger than nothing"
            )
            return nil
        }
        return Located(bytes, at: node.range)
    }
}
