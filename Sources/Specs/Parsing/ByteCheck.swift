import Diagnostics

/// Looks at the bytes of a file before anything reads them as YAML.
enum ByteCheck {
    /// The one thing that makes the bytes unreadable, or nil.
    static func finding(in file: SourceFile) -> Diagnostic? {
        if file.bytes.count > ReadingLimits.fileBytes { return tooLarge(file.path, file.bytes.count) }
        if let encoding = foreignEncoding(file.bytes) {
            return ReadingRules.notUTF8.diagnostic(
                at: file.range(0..<0),
                "the file is written in \(encoding), not UTF-8",
                help: "save it as UTF-8"
            )
        }
        return badCharacter(in: file)
    }

    /// The finding about a file of too many bytes.
    static func tooLarge(_ path: String, _ count: Int) -> Diagnostic {
        ReadingRules.fileTooLarge.diagnostic(
            at: SourceRange(file: path, start: .start, end: .start),
            "the file is \(count) bytes long; at most \(ReadingLimits.fileBytes) are read",
            help: "split it into several files of one folder"
        )
    }

    private static func foreignEncoding(_ bytes: [UInt8]) -> String? {
        let first = Array(bytes.prefix(4))
        if first == [0xFF, 0xFE, 0, 0] || first == [0, 0, 0xFE, 0xFF] { return "UTF-32" }
        if first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
        // ASCII in UTF-16 and UTF-32 without a mark shows by its zero bytes.
        guard first.count == 4 else { return nil }
        switch first.map({ $0 == 0 }) {
        case [true, true, true, false], [false, true, true, true]: return "UTF-32"
        case [true, false, true, false], [false, true, false, true]: return "UTF-16"
        default: return nil
        }
    }

    private static func badCharacter(in file: SourceFile) -> Diagnostic? {
        var source = file.bytes.makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        var offset = 0
        while true {
            switch parser.parseScalar(from: &source) {
            case .emptyInput: return nil
            case .error(let length):
                return notUTF8(file, offset..<offset + length)
            case .valid(let encoded):
                let scalar = Unicode.UTF8.decode(encoded)
                if isForbidden(scalar) { return forbidden(scalar, file, offset..<offset + encoded.count) }
                offset += encoded.count
            }
        }
    }

    private static func notUTF8(_ file: SourceFile, _ stretch: Range<Int>) -> Diagnostic {
        let byte = String(file.bytes[stretch.lowerBound], radix: 16, uppercase: true)
        return ReadingRules.notUTF8.diagnostic(
            at: file.range(stretch),
            "the byte 0x\(byte) at offset \(stretch.lowerBound) is not UTF-8",
            help: "save the file as UTF-8"
        )
    }

    private static func forbidden(_ scalar: Unicode.Scalar, _ file: SourceFile, _ stretch: Range<Int>)
        -> Diagnostic
    {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return ReadingRules.forbiddenCharacter.diagnostic(
            at: file.range(stretch),
            "the character \(code) must not stand in YAML",
            label: scalar.value == 0 ? "is this a text file?" : nil,
            help: "remove it; inside double quotes it can be written as an escape",
            fixes: [Fix("remove the character", replace: file.range(stretch), with: "")]
        )
    }

    /// What YAML 1.2 calls not printable, less the line ends and the tab.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x85: false
        case 0..<0x20, 0x7F..<0xA0, 0xFEFF, 0xFFFE, 0xFFFF: true
        default: false
        }
    }
}
