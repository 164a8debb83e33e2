import NIOCore
import NIOHTTP1

extension HTTPRequest {
    /// The request line and header fields, with `Host` and `Content-Length` added.
    ///
    /// Checked byte by byte because nothing below us refuses a line break that would start another field.
    func makeHead() throws(TransportFailure) -> HTTPRequestHead {
        guard Token.isToken(method) else { throw .requestNotValid("the method is not an HTTP method") }
        guard (1...65535).contains(target.port) else {
            throw .requestNotValid("port \(target.port) does not exist")
        }
        guard Token.isHost(target.host) else { throw .requestNotValid("the host name cannot be written") }
        guard Token.isPath(target.pathAndQuery) else {
            throw .requestNotValid("the path must begin with '/' and be percent-encoded")
        }
        var fields = HTTPHeaders()
        fields.reserveCapacity(headers.count + 2)
        fields.add(name: "Host", value: target.hostHeader)
        for (name, value) in headers where try isToBeSent(name: name, value: value) {
            fields.add(name: name, value: value)
        }
        let size = body.reduce(0) { $0 + $1.readableBytes }
        if size > 0 || method == "POST" || method == "PUT" || method == "PATCH" {
            fields.add(name: "Content-Length", value: String(size))
        }
        return HTTPRequestHead(
            version: .http1_1,
            method: HTTPMethod(rawValue: method),
            uri: target.pathAndQuery,
            headers: fields
        )
    }

    /// Whether a field is written as it stands; a `Host` equal to ours is left out, since signers list it.
    private func isToBeSent(name: String, value: String) throws(TransportFailure) -> Bool {
        guard Token.isToken(name) else { throw .requestNotValid("a header name is not an HTTP token") }
        guard Token.isFieldValue(value) else {
            throw .requestNotValid("the value of header '\(name)' has a control character")
        }
        switch name.lowercased() {
        case "host":
            guard value == target.hostHeader else {
                throw .requestNotValid("header 'host' differs from the target")
            }
            return false
        case "connection", "content-length", "expect", "transfer-encoding", "upgrade":
            throw .requestNotValid("header '\(name)' belongs to the transport")
        default:
            return true
        }
    }
}

/// The alphabets of RFC 9110 and RFC 3986 that keep a request in one piece.
private enum Token {
    static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { isAlphanumeric($0) || punctuation.contains($0) }
    }

    /// Any byte but controls; a tab is allowed inside.
    static func isFieldValue(_ text: String) -> Bool {
        text.utf8.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }
    }

    static func isPath(_ text: String) -> Bool {
        text.utf8.first == UInt8(ascii: "/")
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }
    }

    static func isHost(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 255
            && text.utf8.allSatisfy { isAlphanumeric($0) || hostMarks.contains($0) }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    private static let punctuation = Set("!#$%&'*+-.^_`|~".utf8)
    private static let hostMarks = Set("-._:".utf8)
}
