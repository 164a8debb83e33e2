import Delivery

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The body of an answer, as far as it is used.
///
/// Members that are not known are passed over, and a member of another shape than documented counts as missing.
/// Facts: Amplitude, HTTP V2 API and Batch Event Upload API, "Responses", read 2026-11-20.
struct AmplitudeAnswer: Decodable {
    /// The status once more.
    var code: Int?
    /// What went wrong, in Amplitude's words.
    var error: String?
    /// The required field that the request itself lacks.
    var missingField: String?
    /// How many events of the request were taken.
    var eventsIngested: Int?
    /// Why events are at fault, with their places in the request.
    var faults: [Fault] = []
    /// Places of events of silenced devices.
    var silencedEvents: [Int] = []
    /// Devices whose events Amplitude does not take any more.
    var silencedDevices: Set<[UInt8]> = []
    /// Places of events that came too fast.
    var throttledEvents: [Int] = []
    /// Users and devices that send too fast.
    var throttledUsers: Set<[UInt8]> = []
    var throttledDevices: Set<[UInt8]> = []
    /// Users and devices that have sent too much today.
    var exhaustedUsers: Set<[UInt8]> = []
    var exhaustedDevices: Set<[UInt8]> = []

    /// One kind of fault in one field.
    struct Fault {
        /// What is wrong, such as `invalid time`.
        var words: String
        /// The places in the request, counted from 0.
        var events: [Int]
    }

    private enum Key: String, CodingKey {
        case code, error
        case missingField = "missing_field"
        case eventsIngested = "events_ingested"
        case invalidFields = "events_with_invalid_fields"
        case missingFields = "events_with_missing_fields"
        case invalidIDLengths = "events_with_invalid_id_lengths"
        case silencedEvents = "silenced_events"
        case silencedDevices = "silenced_devices"
        case throttledEvents = "throttled_events"
        case throttledUsers = "throttled_users"
        case throttledDevices = "throttled_devices"
        case exhaustedUsers = "exceeded_daily_quota_users"
        case exhaustedDevices = "exceeded_daily_quota_devices"
    }

    init(from decoder: any Decoder) throws {
        let body = try decoder.container(keyedBy: Key.self)
        code = try? body.decode(Int.self, forKey: .code)
        error = try? body.decode(String.self, forKey: .error)
        missingField = try? body.decode(String.self, forKey: .missingField)
        eventsIngested = try? body.decode(Int.self, forKey: .eventsIngested)
        for (key, words) in [
            (Key.invalidFields, "invalid"), (.missingFields, "missing"),
            (.invalidIDLengths, "invalid length of"),
        ] {
            let fields = (try? body.decode([String: Places].self, forKey: key)) ?? [:]
            faults += fields.sorted { $0.key < $1.key }.map {
                Fault(words: "\(words) \(Self.printable($0.key))", events: $0.value.list)
            }
        }
        func places(_ key: Key) -> [Int] { (try? body.decode(Places.self, forKey: key))?.list ?? [] }
        func names(_ key: Key) -> Set<[UInt8]> { (try? body.decode(Names.self, forKey: key))?.set ?? [] }
        silencedEvents = places(.silencedEvents)
        throttledEvents = places(.throttledEvents)
        silencedDevices = names(.silencedDevices)
        throttledUsers = names(.throttledUsers)
        throttledDevices = names(.throttledDevices)
        exhaustedUsers = names(.exhaustedUsers)
        exhaustedDevices = names(.exhaustedDevices)
    }

    /// A field's name as it may be shown: whoever answers may write anything into it.
    private static func printable(_ field: String) -> String {
        String(
            String.UnicodeScalarView(
                field.unicodeScalars.prefix(60).map { (0x20...0x7E).contains($0.value) ? $0 : "?" }
            )
        )
    }

    /// Reads a body; nil when it is not whole or no JSON object.
    init?(_ answer: PartnerAnswer) {
        guard !answer.isTruncated,
            let read = try? JSONDecoder().decode(Self.self, from: Data(answer.body))
        else { return nil }
        self = read
    }

    /// Places in the request: a list, or a single number.
    private struct Places: Decodable {
        var list: [Int]

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let list = try? value.decode([Int].self) {
                self.list = list
            } else {
                list = [try value.decode(Int.self)]
            }
        }
    }

    /// Users or devices: the keys of an object that says how much each sent, or a list.
    private struct Names: Decodable {
        var set: Set<[UInt8]>

        init(from decoder: any Decoder) throws {
            if let list = try? decoder.singleValueContainer().decode([String].self) {
                set = Set(list.map { Array($0.utf8) })
                return
            }
            let counts = try decoder.container(keyedBy: Name.self)
            set = Set(counts.allKeys.map { Array($0.stringValue.utf8) })
        }

        private struct Name: CodingKey {
            var stringValue: String
            var intValue: Int? { nil }

            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }
    }
}
