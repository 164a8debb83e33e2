import Delivery
import Events
import NIOCore
import Plans

/// The events of a refused request, by what the answer says of them; those it does not name may go again at once.
struct AmplitudeSorting {
    /// One verdict per event, in batch order.
    private(set) var verdicts: [EventVerdict]
    /// Whether an event of the request was named.
    private(set) var namesSome = false
    /// Whether an event of the request is refused for good.
    private(set) var refusesSome = false
    /// Whether a place was named that the request does not have.
    private(set) var namesOthers = false

    private let batch: RecordBatch
    private var identities: [Identity]?

    /// Who an event is of, as its record says.
    private struct Identity {
        var user: [UInt8]?
        var device: [UInt8]?
    }

    init(_ batch: RecordBatch) {
        self.batch = batch
        verdicts = Array(repeating: .again, count: batch.count)
    }

    /// Sets events aside for good; the first reason counts.
    mutating func reject(_ places: [Int], _ failure: Verdict.Failure) {
        for place in places where isOurs(place) {
            note(.rejected(.rejectedByPartner, failure), at: place)
        }
    }

    /// Sets aside for good what comes from these devices.
    mutating func rejectDevices(_ devices: Set<[UInt8]>, _ failure: Verdict.Failure) {
        guard !devices.isEmpty else { return }
        for (place, identity) in readIdentities().enumerated() where isIn(identity.device, devices) {
            note(.rejected(.rejectedByPartner, failure), at: place)
        }
    }

    /// Holds the named events, and those of the named users and devices; what is said already stands.
    mutating func hold(
        places: [Int],
        users: Set<[UInt8]>,
        devices: Set<[UInt8]>,
        for wait: Duration,
        _ failure: Verdict.Failure
    ) {
        guard !(places.isEmpty && users.isEmpty && devices.isEmpty) else { return }
        let named = Set(places.filter { isOurs($0) })
        for (place, identity) in readIdentities().enumerated() {
            let isUser = isIn(identity.user, users)
            let isDevice = isIn(identity.device, devices)
            guard isUser || isDevice || named.contains(place) else { continue }
            let held: HeldIdentity =
                switch (isUser, isDevice) {
                case (true, true): .both
                case (true, false): .user
                case (false, true): .device
                // Named by its place only: whichever of the two it was, both wait.
                case (false, false): identity.device == nil ? .user : identity.user == nil ? .device : .both
                }
            note(.held(held, for: wait, failure), at: place)
        }
    }

    private mutating func note(_ verdict: EventVerdict, at place: Int) {
        namesSome = true
        if case .rejected = verdict { refusesSome = true }
        if verdicts[place] == .again { verdicts[place] = verdict }
    }

    private mutating func isOurs(_ place: Int) -> Bool {
        guard verdicts.indices.contains(place) else {
            namesOthers = true
            return false
        }
        return true
    }

    private func isIn(_ id: [UInt8]?, _ ids: Set<[UInt8]>) -> Bool { id.map(ids.contains) ?? false }

    /// Reads the ids out of our own records, once.
    private mutating func readIdentities() -> [Identity] {
        if let identities { return identities }
        let read = (0..<batch.count).map { index in batch[index].withUnsafeBytes(Self.identity) }
        identities = read
        return read
    }

    private static func identity(of record: UnsafeRawBufferPointer) -> Identity {
        var identity = Identity()
        var members = ObjectMembers(FieldRange(start: 0, end: Int32(clamping: record.count)), of: record)
        while let member = members.nextMember() {
            let key = member.key.bytes(in: record)
            if key.isText("user_id") { identity.user = text(member.value, record) }
            if key.isText("device_id") { identity.device = text(member.value, record) }
            // Both stand before the type; the rest of the record need not be read.
            if key.isText("event_type") { break }
        }
        return identity
    }

    private static func text(_ value: FieldRange, _ record: UnsafeRawBufferPointer) -> [UInt8] {
        let buffer = RecordBuffer(capacity: value.count)
        buffer.appendUnescaped(
            UnsafeRawBufferPointer(rebasing: value.bytes(in: record).dropFirst().dropLast())
        )
        return buffer.withUnsafeBytes { Array($0) }
    }
}
