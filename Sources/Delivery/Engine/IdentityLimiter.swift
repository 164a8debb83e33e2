import Events
import Ledger
import Machine
import Plans

/// The user and the device of an event, as hashes that stay the same from run to run; zero when there is none.
struct IdentityKeys: Sendable, Hashable {
    var user: UInt64
    var device: UInt64

    static let none = IdentityKeys(user: 0, device: 0)

    init(user: UInt64, device: UInt64) {
        self.user = user
        self.device = device
    }

    /// Reads them off an event; ids that are written differently count as different.
    init(_ event: borrowing ScannedEvent, line: UnsafeRawBufferPointer) {
        user = Self.hash(event.externalUserID.bytes(in: line), kind: 0x75)
        device = Self.hash(event.deviceID.bytes(in: line), kind: 0x64)
    }

    /// FNV-1a with its bits mixed once more; two ids that meet share one allowance, which delays and loses nothing.
    private static func hash(_ bytes: UnsafeRawBufferPointer, kind: UInt64) -> UInt64 {
        guard !bytes.isEmpty else { return 0 }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ kind
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        hash = (hash ^ (hash >> 32)) &* 0xD6E8_FEB8_6659_FD93
        return max(hash ^ (hash >> 32), 1)
    }
}

/// Keeps each user and each device below what the partner takes of one.
///
/// Ceilings hold for every window of a second at the partner, however it is placed and however long requests take to
/// arrive: an event is promised its place when its batch is built, keeps it while the batch is on its way, and is
/// counted when the answer comes. A retry is counted again. Hours are those of the wall clock, because the partner
/// counts days across our restarts.
struct IdentityLimiter {
    /// Who is over the limit, and until when.
    struct Block: Sendable, Hashable {
        var key: UInt64
        var until: MonotonicInstant
    }

    private struct Entry {
        /// The last second and a tenth, in tenths; the tenth that `lastSlot` names is the newest.
        var slots = InlineArray<11, UInt32>(repeating: 0)
        var lastSlot = Int64.min / 2
        /// Promised to batches that have no answer yet.
        var promised: UInt32 = 0
        var holdUntil = MonotonicInstant(nanoseconds: .min)
        var hour: Int64 = 0
        var inHour: Int64 = 0
    }

    /// Users and devices kept in memory, after which those that are not near any limit are forgotten.
    static let usualEntries = 100_000
    private static let slotLength: Int64 = 100_000_000
    private static let hoursPerDay: Int64 = 24

    private var perSecond: Int64
    private var perDay: Int64
    private var entries: [UInt64: Entry] = [:]
    /// Counts of earlier hours, of those who sent much.
    private var history: [UInt64: [Int64: Int64]] = [:]
    private var unsaved: Set<UInt64> = []

    /// Starts with what an earlier run has kept.
    init(rate: DeliveryPlan.IdentityRate?, kept: [IdentityHour] = []) {
        perSecond = Int64(rate?.eventsPerSecond ?? .max)
        perDay = Int64(rate?.eventsPerDay ?? .max)
        for count in kept { history[count.identity, default: [:]][count.hour, default: 0] += count.events }
    }

    /// The same counts under other limits, for a current whose plan has changed; promises lapse.
    func with(_ rate: DeliveryPlan.IdentityRate) -> IdentityLimiter {
        var limiter = self
        limiter.perSecond = Int64(rate.eventsPerSecond)
        limiter.perDay = Int64(rate.eventsPerDay ?? .max)
        for key in limiter.entries.keys { limiter.entries[key]?.promised = 0 }
        return limiter
    }

    /// Who keeps an event from being built into a batch now; nil when nobody does, and then it is promised a place.
    mutating func promise(_ keys: IdentityKeys, now: MonotonicInstant, wall: WallInstant) -> Block? {
        if let block = block(keys, isPromised: false, now, wall) { return block }
        change(keys) { $0.promised += 1 }
        return nil
    }

    /// Gives back the place of an event that was not built into a batch after all.
    mutating func forgo(_ keys: IdentityKeys) { change(keys) { $0.promised -= min($0.promised, 1) } }

    /// Who keeps an event from leaving now; nil when nobody does, and then it has its place until it lands.
    ///
    /// An event that may not leave has lost its promise.
    mutating func depart(
        _ keys: IdentityKeys,
        isPromised: Bool,
        now: MonotonicInstant,
        wall: WallInstant
    ) -> Block? {
        let block = block(keys, isPromised: isPromised, now, wall)
        if block == nil, !isPromised { change(keys) { $0.promised += 1 } }
        if block != nil, isPromised { forgo(keys) }
        return block
    }

    /// Counts an event whose request has ended, whether it was taken or not.
    mutating func land(_ keys: IdentityKeys, now: MonotonicInstant, wall: WallInstant) {
        forgo(keys)
        let slot = Self.slot(now)
        let hour = wall.hour
        for key in [keys.user, keys.device] where key != 0 { count(key, slot, hour) }
    }

    /// Takes note that the partner takes nothing of `key` for a while.
    mutating func hold(_ key: UInt64, until: MonotonicInstant) {
        entries[key, default: Entry()].holdUntil = max(entries[key]?.holdUntil ?? until, until)
    }

    /// The counts worth keeping that have changed since the last call: of those who come near the day's limit.
    mutating func takeUnsaved(wall: WallInstant) -> [IdentityHour] {
        defer { unsaved = [] }
        let hour = wall.hour
        return unsaved.flatMap { key -> [IdentityHour] in
            guard let entry = entries[key], entry.hour == hour, day(key, entry, hour) >= perDay / 5 else {
                return []
            }
            let earlier = (history[key] ?? [:]).filter { $0.key != hour }
                .map { IdentityHour(identity: key, hour: $0.key, events: $0.value) }
            return earlier + [IdentityHour(identity: key, hour: hour, events: entry.inHour)]
        }
    }
}

// MARK: - Counting

extension IdentityLimiter {
    private func block(
        _ keys: IdentityKeys,
        isPromised: Bool,
        _ now: MonotonicInstant,
        _ wall: WallInstant
    ) -> Block? {
        let user = until(keys.user, isPromised: isPromised, now, wall).map {
            Block(key: keys.user, until: $0)
        }
        let device = until(keys.device, isPromised: isPromised, now, wall).map {
            Block(key: keys.device, until: $0)
        }
        guard let user, let device else { return user ?? device }
        return user.until < device.until ? device : user
    }

    private func until(_ key: UInt64, isPromised: Bool, _ now: MonotonicInstant, _ wall: WallInstant)
        -> MonotonicInstant?
    {
        guard key != 0, let entry = entries[key] ?? emptyEntry(key) else { return nil }
        if entry.holdUntil > now { return entry.holdUntil }
        let promised = Int64(entry.promised) - (isPromised ? 1 : 0)
        let slot = Self.slot(now)
        if inWindow(entry, slot) + promised >= perSecond { return leaves(entry, slot) }
        guard perDay < .max, day(key, entry, wall.hour) + promised >= perDay else { return nil }
        return now.advanced(by: .milliseconds(untilAllowed(key, entry, promised, wall)))
    }

    /// An entry for somebody only the history knows.
    private func emptyEntry(_ key: UInt64) -> Entry? { history[key] == nil ? nil : Entry() }

    private static func slot(_ now: MonotonicInstant) -> Int64 { now.nanoseconds / slotLength }

    /// Where a tenth of a second is counted.
    private static func place(_ slot: Int64) -> Int { Int((slot % 11 &+ 11) % 11) }

    private func inWindow(_ entry: Entry, _ slot: Int64) -> Int64 {
        var sum: Int64 = 0
        for back in 0..<Int64(11) where entry.lastSlot &- back > slot &- 11 {
            sum += Int64(entry.slots[Self.place(entry.lastSlot &- back)])
        }
        return sum
    }

    /// When the oldest events of the window leave it.
    private func leaves(_ entry: Entry, _ slot: Int64) -> MonotonicInstant {
        for slot in (slot &- 10)...slot where slot <= entry.lastSlot && slot > entry.lastSlot &- 11 {
            guard entry.slots[Self.place(slot)] > 0 else { continue }
            return MonotonicInstant(nanoseconds: (slot &+ 11) &* Self.slotLength)
        }
        // All that fills the window is promised: it leaves soon, or is given back.
        return MonotonicInstant(nanoseconds: (slot &+ 1) &* Self.slotLength)
    }

    private func day(_ key: UInt64, _ entry: Entry, _ hour: Int64) -> Int64 {
        let earlier = history[key]?.reduce(0) { sum, count in
            count.key > hour - Self.hoursPerDay && count.key != entry.hour ? sum + count.value : sum
        }
        // What this hour's kept count says is in the entry already once the entry counts this hour.
        let current = entry.hour > hour - Self.hoursPerDay ? entry.inHour : 0
        return (earlier ?? 0) + current
    }

    /// Milliseconds until enough hours have left the day; what is promised will count in this one.
    private func untilAllowed(_ key: UInt64, _ entry: Entry, _ promised: Int64, _ wall: WallInstant) -> Int64
    {
        var hour = wall.hour
        while hour < wall.hour + Self.hoursPerDay {
            hour += 1
            if day(key, entry, hour) + promised < perDay { break }
        }
        return hour &* WallInstant.hourLength &- wall.milliseconds
    }

    private mutating func count(_ key: UInt64, _ slot: Int64, _ hour: Int64) {
        makeRoom()
        var entry = entries[key] ?? Entry()
        if entry.lastSlot < slot {
            let first = entry.lastSlot <= slot &- 11 ? slot &- 10 : entry.lastSlot &+ 1
            for fresh in first...slot { entry.slots[Self.place(fresh)] = 0 }
            entry.lastSlot = slot
        }
        entry.slots[Self.place(entry.lastSlot)] &+= 1
        if entry.hour != hour { roll(key, &entry, to: hour) }
        entry.inHour += 1
        entries[key] = entry
        if perDay < .max { unsaved.insert(key) }
    }

    private mutating func roll(_ key: UInt64, _ entry: inout Entry, to hour: Int64) {
        if entry.inHour >= max(perDay / 500, 1) { history[key, default: [:]][entry.hour] = entry.inHour }
        history[key] = history[key]?.filter { $0.key > hour - Self.hoursPerDay }
        entry.hour = hour
        entry.inHour = history[key]?[hour] ?? 0
    }

    /// Forgets those who are near no limit, when there are too many.
    private mutating func makeRoom() {
        guard entries.count >= Self.usualEntries, entries.count % 4096 == 0 else { return }
        let newest = entries.values.lazy.map(\.lastSlot).max() ?? 0
        let few = max(perDay / 500, 1)
        entries = entries.filter { _, entry in
            entry.promised > 0 || entry.lastSlot > newest - 11 || entry.inHour > few
                || entry.holdUntil.nanoseconds / Self.slotLength > newest
        }
    }

    private mutating func change(_ keys: IdentityKeys, _ body: (inout Entry) -> Void) {
        if keys.user != 0 { body(&entries[keys.user, default: Entry()]) }
        if keys.device != 0 { body(&entries[keys.device, default: Entry()]) }
    }
}

extension WallInstant {
    static let hourLength: Int64 = 3_600_000

    /// Whole hours since 1970.
    var hour: Int64 { milliseconds / Self.hourLength }
}
