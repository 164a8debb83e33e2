/// PutEvents and PutPartnerEvents.
struct PutCall {
    /// Entries of one request at the most.
    ///
    /// - Source: botocore's service model 2015-10-07: PutEventsRequestEntryList, PutPartnerEventsRequestEntryList, read
    ///   2026-11-20.
    static let maximumEntries = (bus: 10, partner: 20)
    /// Entries together must stay below this size, and so must each.
    ///
    /// - Source: EventBridge user guide, "Calculating PutEvents event entry size", read 2026-11-20.
    static let sizeLimit = 262_144

    let isPartner: Bool
    let region: String
    let buses: Set<String>
    let sources: PartnerEventSources
    let script: FaultScript

    /// What became of one entry.
    private enum Result {
        case taken(OfferedEvent, eventID: String)
        case failed(PutEntry.Problem)

        var json: String {
            switch self {
            case .taken(_, let eventID): return "{\"EventId\":\"\(eventID)\"}"
            case .failed(let problem):
                let code = JSONEscapes.quoted(problem.code.utf8)
                return "{\"ErrorCode\":\(code),\"ErrorMessage\":\(JSONEscapes.quoted(problem.message.utf8))}"
            }
        }
    }

    /// Deals with each entry for itself.
    ///
    /// - Returns: The events answered with an EventId, and the answer's body.
    /// - Throws: What is wrong with the whole request; then nothing is taken.
    func run(_ input: AWSInput) throws(AWSError) -> ([OfferedEvent], String) {
        let entries = try read(input)
        var results: [Result] = []
        for entry in entries {
            // Not in the closure of `map`, so that a script counts the entries in their order.
            do throws(PutEntry.Problem) { results.append(try result(of: entry)) } catch {
                results.append(.failed(error))
            }
        }
        let failures = results.count { if case .failed = $0 { true } else { false } }
        var lines = results.map(\.json)
        if script.resultsShift < 0 { lines = lines.dropLast(-script.resultsShift) }
        for _ in 0..<max(script.resultsShift, 0) { lines.append("{\"EventId\":\"\(AWSIdentifier.uuid())\"}") }
        let events = results.compactMap { if case .taken(let event, _) = $0 { event } else { nil } }
        return (events, "{\"FailedEntryCount\":\(failures),\"Entries\":[\(lines.joined(separator: ","))]}")
    }

    private func read(_ input: AWSInput) throws(AWSError) -> [PutEntry] {
        let maximum = isPartner ? Self.maximumEntries.partner : Self.maximumEntries.bus
        guard let list = try input.list("Entries") else { throw .invalid("entries", "not be null") }
        guard !list.isEmpty else { throw .invalid("entries", "have length greater than or equal to 1") }
        guard list.count <= maximum else {
            throw .invalid("entries", "have length less than or equal to \(maximum)")
        }
        var entries: [PutEntry] = []
        for (index, value) in list.enumerated() {
            entries.append(try PutEntry(value, at: index, isPartner: isPartner, region: region))
        }
        guard entries.reduce(0, { $0 + $1.size }) < Self.sizeLimit else {
            throw AWSError(
                "ValidationException",
                "Total size of the entries in the request is over the limit."
            )
        }
        guard entries.contains(where: \.isComplete) else {
            throw AWSError("ValidationException", "No entry has Source, DetailType and Detail.")
        }
        return entries
    }

    private func result(of entry: PutEntry) throws(PutEntry.Problem) -> Result {
        let content = Array(entry.detail.utf8)
        let found = EventDetail.id(in: content)
        if let code = script.entryError(found ?? []) {
            throw PutEntry.Problem(code: code, message: "a scripted fault")
        }
        let id = try entry.checked(id: found)
        let eventID = AWSIdentifier.uuid()
        var event = OfferedEvent(id: id.isEmpty ? Array(eventID.utf8) : id, bytes: 0..<0)
        event.content = content
        event.notes = notes(of: entry)
        event.isDiscarded = try isDiscarded(entry)
        return .taken(event, eventID: eventID)
    }

    /// Whether an entry is answered as taken though nobody gets it.
    ///
    /// - Source: EventBridge user guide, "Receiving events from a SaaS partner": without a bus, events are dropped at
    ///   once. That a PutEvents entry for a bus that does not exist gets an EventId all the same is what LocalStack's
    ///   tests found at AWS (test_put_events_nonexistent_event_bus). Both read 2026-11-20.
    private func isDiscarded(_ entry: PutEntry) throws(PutEntry.Problem) -> Bool {
        guard isPartner else { return !buses.contains(entry.bus) }
        switch sources.state(of: entry.source) {
        case .active: return false
        case .pending: return true
        case .deleted, nil:
            // AWS publishes no code for this; of those it documents for results, this is the one about sources.
            throw PutEntry.Problem(
                code: "NotAuthorizedForSourceException",
                message: "There is no partner event source '\(entry.source)'."
            )
        }
    }

    private func notes(of entry: PutEntry) -> [EventNote] {
        var notes = [
            EventNote("source", json: JSONEscapes.quoted(entry.source.utf8)),
            EventNote("detail_type", json: JSONEscapes.quoted(entry.detailType.utf8)),
            EventNote(
                "time",
                json: entry.time.map { seconds in
                    // Whole seconds as a whole number, as they were sent.
                    seconds == seconds.rounded() ? String(Int64(seconds)) : String(seconds)
                } ?? "null"
            ),
            EventNote(
                "resources",
                json: "[\(entry.resources.map { JSONEscapes.quoted($0.utf8) }.joined(separator: ","))]"
            ),
        ]
        if !isPartner { notes.append(EventNote("bus", json: JSONEscapes.quoted(entry.bus.utf8))) }
        return notes
    }
}
