import Events
import Ledger
import Machine
import Plans

/// The user and the device of an event, as hashes that stay the same from run to run; zero when there is none.
struct IdentityKeys: Sendable, Hashable {
    var user: UInt64
    var device: UInt64

    static let none = IdentityKeys(user: 0, device: 0)

    /// The user, else the device: whose order counts.
    var key: UInt64 { user != 0 ? user : device }
    /// Whether there is a device and no user.
    var isAnonymous: Bool { user == 0 && device != 0 }

    init(user: UInt64, device: UInt64) {
        self.user = user
        self.device = device
    }

    /// Reads them off an event; an id is its text, however it is written.
    init(_ event: borrowing ScannedEvent, line: UnsafeRawBufferPointer) {
        user = Self.hash(event.externalUserID, of: line, kind: 0x75)
        device = Self.hash(event.deviceID, of: line, kind: 0x64)
    }

    private static func hash(_ id: FieldRange, of line: UnsafeRawBufferPointer, kind: UInt64) -> UInt64 {
        guard id.hasEscapes else { return hash(id.bytes(in: line), kind: kind) }
        // Rare: an escape needs memory of its own to be undone in.
        let text = RecordBuffer(capacity: id.count)
        text.appendUnescaped(id.bytes(in: line))
        return text.withUnsafeBytes { hash($0, kind: kind) }
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
    /// A day and what is begun of an hour: no 24 hours, wherever they begin, hold more than the limit.
    private static let hoursCounted: Int64 = 25

    private var perSecond: Int64
    private var perDay: Int64
    private var entries: [UInt64: Entry] = [:]
    /// Counts of earlier hours, of those who sent much.
    private var history: [UInt64: [Int64: Int64]] = [:]
    private var unsaved: Set<UInt64> = []
    /// Users and devices that the partner does not serve for a while.
    private var held: Set<UInt64> = []
    private var nextSweep = IdentityLimiter.usualEntries

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

    /// Until when an event may not be built into a batch; nil when it may, and then it is promised a place.
    mutating func promise(_ keys: IdentityKeys, now: MonotonicInstant, wall: WallInstant) -> MonotonicInstant?
    {
        if let until = until(keys, isPromised: false, now, wall) { return until }
        makeRoom(Self.slot(now), wall.hour)
        change(keys) { $0.promised += 1 }
        return nil
    }

    /// Gives back the place of an event that was not built into a batch after all.
    mutating func forgo(_ keys: IdentityKeys) { change(keys) { $0.promised -= min($0.promised, 1) } }

    /// Until when an event may not leave; nil when it may, and then it has its place until it lands.
    ///
    /// An event that may not leave has lost its promise.
    mutating func depart(
        _ keys: IdentityKeys,
        isPromised: Bool,
        now: MonotonicInstant,
        wall: WallInstant
    ) -> MonotonicInstant? {
        let until = until(keys, isPromised: isPromised, now, wall)
        if until == nil, !isPromised { change(keys) { $0.promised += 1 } }
        if until != nil, isPromised { forgo(keys) }
        return until
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
        held.insert(key)
    }

    /// Whom the partner does not serve now, and until when.
    mutating func holds(at now: MonotonicInstant) -> [(key: UInt64, until: MonotonicInstant)] {
        held = held.filter { (entries[$0]?.holdUntil ?? now) > now }
        return held.compactMap { key in entries[key].map { (key, $0.holdUntil) } }
    }

    /// The counts worth keeping that have changed since the last call: of those with more than a trifle of the day's
    /// limit.
    mutating func takeUnsaved(wall: WallInstant) -> [IdentityHour] {
        defer { unsaved = [] }
        return unsaved.flatMap { key -> [IdentityHour] in
            guard let entry = entries[key], day(key, entry, wall.hour) >= max(perDay / 500, 1) else {
                return []
            }
            let earlier = (history[key] ?? [:]).filter { $0.key != entry.hour }
                .map { IdentityHour(identity: key, hour: $0.key, events: $0.value) }
            return earlier + [IdentityHour(identity: key, hour: entry.hour, events: entry.inHour)]
        }
    }
}

// MARK: - Counting

extension IdentityLimiter {
    private func until(_ keys: IdentityKeys, isPromised: Bool, _ now: MonotonicInstant, _ wall: WallInstant)
        -> MonotonicInstant?
    {
        let user = until(keys.user, isPromised: isPromised, now, wall)
        let device = until(keys.device, isPromised: isPromised, now, wall)
        guard let user, let device else { return user ?? device }
        return max(user, device)
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
            count.key > hour - Self.hoursCounted && count.key != entry.hour ? sum + count.value : sum
        }
        // What this hour's kept count says is in the entry already once the entry counts this hour.
        let current = entry.hour > hour - Self.hoursCounted ? entry.inHour : 0
        return (earlier ?? 0) + current
    }

    /// Milliseconds until enough hours have left the day; what is promised will count in this one.
    private func untilAllowed(_ key: UInt64, _ entry: Entry, _ promised: Int64, _ wall: WallInstant) -> Int64
    {
        var hour = wall.hour
        while hour < wall.hour + Self.hoursCounted {
            hour += 1
            if day(key, entry, hour) + promised < perDay { break }
        }
        return hour &* WallInstant.hourLength &- wall.milliseconds
    }

    private mutating func count(_ key: UInt64, _ slot: Int64, _ hour: Int64) {
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
        let recent = history[key]?.filter { $0.key > hour - Self.hoursCounted } ?? [:]
        history[key] = recent.isEmpty ? nil : recent
        entry.hour = hour
        entry.inHour = history[key]?[hour] ?? 0
    }

    /// Forgets those who are near no limit, when there are too many.
    private mutating func makeRoom(_ slot: Int64, _ hour: Int64) {
        guard entries.count >= nextSweep else { return }
        let few = max(perDay / 500, 1)
        entries = entries.filter { _, entry in
            entry.promised > 0 || entry.lastSlot > slot - 11 || Self.slot(entry.holdUntil) >= slot
                || (entry.hour == hour && entry.inHour > few && perDay < .max)
        }
        history = history.filter { $0.value.keys.contains { $0 > hour - Self.hoursCounted } }
        nextSweep = max(Self.usualEntries, 2 * entries.count)
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
