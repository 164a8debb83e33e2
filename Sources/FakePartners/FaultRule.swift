/// One line of a fault script: what goes wrong, and when.
///
/// Partners may know actions of their own besides, which their `FaultForm`s describe.
///
/// A line is words between spaces, an action with its settings and any number of conditions that must all hold:
///
///     status=503 every=10              answer 503 to every tenth request, taking nothing
///     status=429 first=3 retry-after=1
///     status-after=502 first=1         take the events, then answer 502
///     reset first=1                    close the connection with a reset, taking nothing
///     reset-after first=1              take the events, then close without an answer
///     hang first=1                     never answer, taking nothing
///     garbage first=1                  take the events, answer something that is no HTTP
///     truncate first=1                 take the events, cut the answer in the middle
///     delay=200ms probability=0.1 seed=7
///     reject id=ID status=400          refuse every batch that holds this event
///     token=NEW after=20               ask for another token from the 21st request on
///     status=413 body=empty            answer with no body
///     error=CODE status=400 op=CALL    fail in the partner's own words, for one kind of call only
///     entry-error=CODE every=7         fail every seventh event; id=ID for one event
///     results=-1                       leave out the last result, or make one up (1)
///
/// The last three are for partners with several calls, or with an answer for each event. Requests are counted from the
/// moment the rule is in force, probes included; `entry-error` counts events, and `op=` and `id=` count only what they
/// name. Of several rules that hold, the first
/// that answers or breaks decides; delays add up and tokens change besides. Equal seeds give equal chances.
public struct FaultRule: Sendable, Hashable {
    /// What goes wrong.
    enum Action: Sendable, Hashable {
        case status(Int, retryAfter: Int?, isEmpty: Bool = false)
        case connection(ConnectionFault)
        case delay(Duration)
        case statusAfter(Int)
        case partner(PartnerFault)
        case reject(id: String, status: Int)
        case token(String)
        case error(code: String, status: Int?)
        case entryError(code: String, id: String?)
        case results(Int)
    }

    var action: Action
    /// Holds for so many requests from the start.
    var first: Int?
    /// Holds for each request whose number is a multiple of this.
    var every: Int?
    /// Holds once so many requests have passed.
    var after: Int?
    /// Holds by chance, 0 to 1.
    var probability: Double?
    /// Decides the chances.
    var seed: UInt64 = 0
    /// Holds for this call of the partner only.
    var operation: String?

    private var seen = 0
    private var draws = 0 as UInt64

    init(_ action: Action) { self.action = action }

    /// Whether it strikes single events; such a rule is asked for each event, not for each request.
    var isAboutEvents: Bool { if case .entryError = action { true } else { false } }

    /// Whether requests of this call concern the rule.
    func isAbout(_ operation: String?) -> Bool { self.operation == nil || self.operation == operation }

    /// Counts a request and says whether the rule holds for it.
    mutating func holdsForNext() -> Bool {
        seen += 1
        var holds = true
        if let first, seen > first { holds = false }
        if let every, seen % every != 0 { holds = false }
        if let after, seen <= after { holds = false }
        // Drawn for every request, so that other conditions do not shift the sequence.
        if let probability, draw() >= probability { holds = false }
        return holds
    }

    /// The next number of SplitMix64, from 0 up to and without 1.
    private mutating func draw() -> Double {
        draws &+= 1
        var mixed = seed &+ draws &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((mixed ^ (mixed >> 31)) >> 11) / Double(1 << 53 as UInt64)
    }
}

/// What can happen to a connection instead of an answer.
enum ConnectionFault: String, Sendable, Hashable, CaseIterable {
    case reset
    case resetAfter = "reset-after"
    case hang
    case garbage
    case truncate

    /// Whether the request is dealt with before the connection breaks.
    var takesEvents: Bool { self != .reset && self != .hang }
}
