#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file with one line for each event taken: `{"request":N,"event":…}`, and the event's notes after that.
///
/// A request's lines are handed to the system before it is answered, so a fake that is killed leaves a record of
/// all it acknowledged. Line breaks between an event's tokens become spaces; all else is as received.
final class AcceptanceRecord: Sendable {
    private let descriptor: Int32

    /// Opens or creates the file; lines are added at its end.
    init(path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw FakePartnerProblem("cannot open '\(path)' (system error \(errno))")
        }
    }

    deinit { close(descriptor) }

    func append(_ events: [OfferedEvent], from body: [UInt8], request: Int) throws {
        var lines: [UInt8] = []
        lines.reserveCapacity(body.count + events.count * 32)
        for event in events {
            lines += Array("{\"request\":\(request),\"event\":".utf8)
            let content = event.content?[...] ?? body[event.bytes]
            lines += content.lazy.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
            for note in event.notes { lines += Array(",\"\(note.name)\":\(note.json)".utf8) }
            lines += Array("}\n".utf8)
        }
        try write(lines)
    }

    private func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { systemWrite(descriptor, $0) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                throw FakePartnerProblem("cannot write the record (system error \(errno))")
            }
            rest = rest.dropFirst(written)
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}

/// Why a fake partner cannot do what it was asked to.
public struct FakePartnerProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong: lower case, no full stop.
    public var description: String

    init(_ description: String) { self.description = description }
}
