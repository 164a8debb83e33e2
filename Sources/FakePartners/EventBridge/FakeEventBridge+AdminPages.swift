import Synchronization

extension FakeEventBridge {
    /// What the customer does, and what time does.
    ///
    ///     GET  /_fake/sources           the partner event sources and their states
    ///     POST /_fake/associate         body NAME or NAME ACCOUNT: the account has made its bus, ACTIVE
    ///     POST /_fake/deactivate        the bus is deactivated, PENDING
    ///     POST /_fake/expire            nobody claimed the source in time, DELETED
    ///     POST /_fake/expire-sessions   all temporary keys expire
    ///     POST /_fake/clock             body +SECONDS or -SECONDS: moves the fake's clock
    public func adminPage(_ page: String, _ request: PartnerRequest) -> FakeAnswer? {
        let words = String(decoding: request.body, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        switch (request.method, page) {
        case ("GET", "sources"): return listSources()
        case ("POST", "associate"): return move(words, to: .active)
        case ("POST", "deactivate"): return move(words, to: .pending)
        case ("POST", "expire"): return move(words, to: .deleted)
        case ("POST", "expire-sessions"): return expireSessions()
        case ("POST", "clock"): return moveClock(words)
        case (_, "sources"), (_, "associate"), (_, "deactivate"), (_, "expire"), (_, "expire-sessions"),
            (_, "clock"):
            return FakeAnswer(status: 405, text: "another method is needed")
        default: return nil
        }
    }

    private func listSources() -> FakeAnswer {
        let lines = memory.withLock { memory in
            memory.sources.expire(at: now(memory))
            return memory.sources.registrations.sorted { $0.key < $1.key }.flatMap { name, registrations in
                registrations.map {
                    """
                    {"name":"\(name)","account":"\($0.account)","state":"\($0.state.rawValue)",\
                    "created":\($0.created),"expires":\($0.expires)}
                    """
                }
            }
        }
        let body = "{\"sources\":[\(lines.joined(separator: ","))]}"
        return FakeAnswer(status: 200, contentType: "application/json", body: Array(body.utf8))
    }

    private func move(_ words: [Substring], to state: PartnerEventSources.State) -> FakeAnswer {
        guard let name = words.first, words.count <= 2 else {
            return FakeAnswer(status: 400, text: "the body is NAME or NAME ACCOUNT")
        }
        let account = words.dropFirst().first.map { String($0) }
        let isMoved = memory.withLock { memory in
            let now = now(memory)
            memory.sources.expire(at: now)
            return memory.sources.move(String(name), account: account, to: state, at: now)
        }
        return isMoved
            ? FakeAnswer(status: 200, text: state.rawValue)
            : FakeAnswer(status: 404, text: "there is no such source, or it is DELETED")
    }

    private func expireSessions() -> FakeAnswer {
        let count = memory.withLock { memory in
            let now = now(memory)
            for id in memory.sessions.keys { memory.sessions[id]?.expires = now }
            return memory.sessions.count
        }
        return FakeAnswer(status: 200, text: "\(count) temporary keys have expired")
    }

    private func moveClock(_ words: [Substring]) -> FakeAnswer {
        guard words.count == 1, let text = words.first, text.hasPrefix("+") || text.hasPrefix("-"),
            let seconds = Int32(text)
        else { return FakeAnswer(status: 400, text: "the body is +SECONDS or -SECONDS") }
        let time = memory.withLock { memory in
            memory.clockShift = min(max(memory.clockShift + Int64(seconds), -1 << 40), 1 << 40)
            return now(memory)
        }
        return FakeAnswer(status: 200, text: AWSTime.extended(time))
    }
}
