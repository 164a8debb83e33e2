/// What a test or a person may ask a running fake, below `/_fake/`.
struct AdminEndpoints: Sendable {
    static let prefix = "/_fake/"

    let desk: PartnerDesk

    func answer(_ request: PartnerRequest) -> FakeAnswer {
        let path = request.path.prefix { $0 != "?" }.dropFirst(Self.prefix.count)
        switch (request.method, path) {
        case ("GET", "health"): return FakeAnswer(status: 200, text: "ok")
        case ("GET", "ledger"): return json(totals())
        case ("GET", "events"): return events(request.path)
        case ("POST", "faults"): return replaceFaults(request.body)
        case ("POST", "reset"):
            desk.reset()
            return FakeAnswer(status: 200, text: "reset")
        case (_, "health"), (_, "ledger"), (_, "events"), (_, "faults"), (_, "reset"):
            return FakeAnswer(status: 405, text: "another method is needed")
        default:
            return desk.partner.adminPage(String(path), request)
                ?? FakeAnswer(status: 404, text: "there are health, ledger, events, faults and reset")
        }
    }

    private func json(_ text: String) -> FakeAnswer {
        FakeAnswer(status: 200, contentType: "application/json", body: Array(text.utf8))
    }

    private func totals() -> String {
        let counts = desk.ledger.counts
        let statuses = counts.byStatus.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
        let more = desk.partner.ledgerMembers().map { ",\(JSONText.quoted($0.name)):\($0.json)" }
        return """
            {"requests":\(counts.requests),"events":\(counts.events),\
            "distinct_ids":\(counts.distinctIDs.map { String($0) } ?? "null"),\
            "duplicates":\(counts.duplicates.map { String($0) } ?? "null"),\
            "discarded":\(counts.discarded),"probes":\(counts.probes),"unanswered":\(counts.unanswered),\
            "by_status":{\(statuses.joined(separator: ","))}\(more.joined())}
            """
    }

    private func events(_ path: String) -> FakeAnswer {
        let query = path.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
        var bounds = ["offset": 0, "limit": 100]
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, bounds[String(parts[0])] != nil, let number = UInt32(parts[1]) else {
                return FakeAnswer(status: 400, text: "only offset=N and limit=N are known")
            }
            bounds[String(parts[0])] = Int(number)
        }
        let entries = desk.ledger.entries(offset: bounds["offset"] ?? 0, limit: bounds["limit"] ?? 0)
        var body = Array("{\"total\":\(desk.ledger.counts.distinctIDs ?? 0),\"events\":[".utf8)
        for (index, entry) in entries.enumerated() {
            if index > 0 { body.append(UInt8(ascii: ",")) }
            body += Array(
                "{\"id\":\(JSONEscapes.quoted(entry.id)),\"count\":\(entry.count),\"request\":\(entry.request)"
                    .utf8
            )
            if !entry.bytes.isEmpty { body += Array(",\"event\":".utf8) + entry.bytes }
            body.append(UInt8(ascii: "}"))
        }
        body += Array("]}".utf8)
        return FakeAnswer(status: 200, contentType: "application/json", body: body)
    }

    private func replaceFaults(_ body: [UInt8]) -> FakeAnswer {
        switch FaultRule.parse(
            script: String(decoding: body, as: UTF8.self),
            forms: desk.partner.faultForms
        ) {
        case .success(let rules):
            desk.replaceFaults(rules)
            return FakeAnswer(status: 200, text: "\(rules.count) faults in force")
        case .failure(let problem):
            return FakeAnswer(status: 400, text: problem.description)
        }
    }
}
