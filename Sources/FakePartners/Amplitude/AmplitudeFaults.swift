/// The faults of Amplitude's own.
///
///     invalid-field=NAME id=INSERTID      this event's field is called invalid
///     silence device=ID                   the device counts as silenced
///     throttle device=ID seconds=30       the device is throttled for so long, and again when that has passed
///     throttle user=ID seconds=30 first=1
///     forbidden                           the firewall refuses the request
///     forbidden id=INSERTID               only when it holds this event
///     ingested=N                          an answer that takes events counts this many
///
/// They hold for the requests their conditions name, as all faults do.
enum AmplitudeFaults {
    static let forms: [FaultForm] = [
        FaultForm("invalid-field", takesValue: true, settings: ["id"]) {
            $0["id"] == nil ? "needs 'id=…', an insert_id" : nil
        },
        FaultForm("silence", settings: ["device"]) { $0["device"] == nil ? "needs 'device=…'" : nil },
        FaultForm("throttle", settings: ["device", "user", "seconds"]) { fault in
            guard (fault["device"] == nil) != (fault["user"] == nil) else {
                return "needs either 'device=…' or 'user=…'"
            }
            return fault.seconds == nil ? "needs 'seconds=…', a whole number from 1 to 86400" : nil
        },
        FaultForm("forbidden", settings: ["id"]),
        FaultForm("ingested", takesValue: true) {
            $0.ingested == nil ? "needs a whole number" : nil
        },
    ]
}

extension PartnerFault {
    /// How long a scripted throttling lasts.
    fileprivate var seconds: Int? {
        self["seconds"].flatMap { Int($0) }.flatMap { (1...86_400).contains($0) ? $0 : nil }
    }

    fileprivate var ingested: Int? { self["ingested"].flatMap { UInt32($0) }.map { Int($0) } }

    /// Whether the firewall refuses a request with these events.
    func forbids(_ events: [AmplitudeEvent]) -> Bool {
        guard name == "forbidden" else { return false }
        guard let id = self["id"] else { return true }
        return events.contains { $0.insertID?.elementsEqual(id.utf8) == true }
    }

    /// Whom a scripted throttling stops, and for how many milliseconds; nil for other faults.
    var throttling: (party: AmplitudeParty, milliseconds: Int64)? {
        guard name == "throttle", let seconds else { return nil }
        let milliseconds = Int64(seconds) * 1000
        if let device = self["device"] { return (.device(Array(device.utf8)), milliseconds) }
        return self["user"].map { (.user(Array($0.utf8)), milliseconds) }
    }
}

extension [PartnerFault] {
    /// What `events_ingested` says instead of the truth.
    var ingested: Int? { lazy.compactMap(\.ingested).first }

    /// The devices that count as silenced.
    var silencedDevices: Set<[UInt8]> {
        Set(filter { $0.name == "silence" }.compactMap { $0["device"].map { [UInt8]($0.utf8) } })
    }

    /// The fields of an event that are called invalid.
    func invalidFields(of event: AmplitudeEvent) -> [String] {
        guard !isEmpty, let id = event.insertID else { return [] }
        return compactMap { fault in
            guard let wanted = fault["id"], id.elementsEqual(wanted.utf8) else { return nil }
            return fault["invalid-field"]
        }
    }
}
