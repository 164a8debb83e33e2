import Delivery
import Plans

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The results of a request's entries, judged one by one: status 200 alone says nothing about any of them.
///
/// Facts: the EventBridge API reference, PutEventsResultEntry, read 2026-11-21. The list of codes is
/// published for PutEvents; that PutPartnerEvents uses the same is not said anywhere.
enum EventBridgeResults {
    private struct Answer: Decodable {
        var FailedEntryCount: Double?
        var Entries: [Entry]
    }

    private struct Entry: Decodable {
        var EventId: String?
        var ErrorCode: String?
        var ErrorMessage: String?
    }

    /// What a successful answer means for `entries` entries.
    static func verdict(on answer: PartnerAnswer, entries: Int) -> Verdict {
        // Nearly every answer is this one; it is checked without making a tree of it.
        if EventBridgeSuccess.isWhole(answer.body, entries: entries) { return .delivered }
        guard let read = try? JSONDecoder().decode(Answer.self, from: Data(answer.body)) else {
            return .transient(answer.failure("EventBridge's answer cannot be read"))
        }
        guard read.Entries.count == entries else {
            return unknown(
                answer,
                "EventBridge answered \(read.Entries.count) results for \(entries) entries"
            )
        }
        let failed = read.Entries.count { $0.EventId?.isEmpty != false || $0.ErrorCode != nil }
        if let said = read.FailedEntryCount, said != Double(failed) {
            return unknown(answer, "EventBridge's answer counts failed entries and shows others")
        }
        guard failed > 0 else { return .delivered }
        return .perEvent(read.Entries.map { judge($0, status: answer.status) })
    }

    private static func unknown(_ answer: PartnerAnswer, _ words: String) -> Verdict {
        .transient(Verdict.Failure(status: answer.status, words))
    }

    private static func judge(_ entry: Entry, status: Int) -> EventVerdict {
        guard let code = entry.ErrorCode else {
            guard entry.EventId?.isEmpty != false else { return .delivered }
            return .retry(
                Verdict.Failure(status: status, "EventBridge answered neither id nor error for an entry")
            )
        }
        let words = entry.ErrorMessage.map { "\(code): \($0)" } ?? code
        let failure = PartnerAnswer(status: status, body: Array(words.utf8))
            .failure("EventBridge did not take the entry")
        switch code {
        case "ThrottlingException", "InternalFailure", "InternalException":
            return .retry(failure)
        case "MalformedDetail", "InvalidArgument", "RedactionFailure":
            return .rejected(.rejectedByPartner, failure)
        case _ where isAboutPermission(code):
            return .credentialsInvalid(failure)
        default:
            return .unclear(failure)
        }
    }

    private static func isAboutPermission(_ code: String) -> Bool {
        ["AccessDenied", "NotAuthorizedFor", "InvalidAccountId"].contains { code.hasPrefix($0) }
    }
}

/// The answer to a request all of whose entries were taken, recognised byte by byte.
///
/// Knows one form only; an answer of another form is no success until a JSON parser has read it.
struct EventBridgeSuccess {
    private let body: [UInt8]
    private var offset = 0

    /// Whether a body says that no entry failed, and names an event id for each of `entries` entries.
    static func isWhole(_ body: [UInt8], entries: Int) -> Bool {
        var reader = Self(body: body)
        return reader.readsAnswer(entries)
    }

    private init(body: [UInt8]) { self.body = body }

    private mutating func readsAnswer(_ entries: Int) -> Bool {
        guard take("{") else { return false }
        let isCountFirst = take("\"FailedEntryCount\"")
        if isCountFirst {
            guard take(":"), take("0"), take(","), take("\"Entries\""), readsList(entries) else {
                return false
            }
        } else {
            guard take("\"Entries\""), readsList(entries), take(","), take("\"FailedEntryCount\""), take(":"),
                take("0")
            else { return false }
        }
        guard take("}") else { return false }
        skipSpace()
        return offset == body.count
    }

    private mutating func readsList(_ entries: Int) -> Bool {
        guard take(":"), take("[") else { return false }
        for entry in 0..<max(entries, 0) {
            guard entry == 0 || take(","), take("{"), take("\"EventId\""), take(":"), readsText(), take("}")
            else { return false }
        }
        return take("]")
    }

    /// A string of at least one character, without escapes.
    private mutating func readsText() -> Bool {
        guard take("\"") else { return false }
        let start = offset
        while offset < body.count, body[offset] != UInt8(ascii: "\"") {
            guard body[offset] >= 0x20, body[offset] != UInt8(ascii: "\\") else { return false }
            offset += 1
        }
        guard offset > start, offset < body.count else { return false }
        offset += 1
        return true
    }

    private mutating func take(_ token: StaticString) -> Bool {
        skipSpace()
        guard token.hasPointerRepresentation, body.count - offset >= token.utf8CodeUnitCount else {
            return false
        }
        for index in 0..<token.utf8CodeUnitCount where body[offset + index] != token.utf8Start[index] {
            return false
        }
        offset += token.utf8CodeUnitCount
        return true
    }

    private mutating func skipSpace() {
        while offset < body.count {
            switch body[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            default: return
            }
        }
    }
}
