import NIOCore

/// The connections of one origin and the requests that wait for one.
///
/// Confined to its event loop. Requests are taken up in the order they came. The connection used last is used next, so that the surplus of
/// a burst grows old and is closed.
final class ConnectionPool {
    private let origin: Origin
    private let means: ConnectionMeans
    private let limit: Int
    private let idleTimeout: TimeAmount

    private var idle: [PooledConnection] = []
    private var open: [ObjectIdentifier: PooledConnection] = [:]
    private var attempts: [ObjectIdentifier: ConnectionAttempt] = [:]
    private var waiting = CircularBuffer<PendingRequest>()
    private var sweep: Scheduled<Void>?
    private var isShutDown = false

    init(origin: Origin, means: ConnectionMeans, limit: Int, idleTimeout: TimeAmount) {
        self.origin = origin
        self.means = means
        self.limit = max(limit, 1)
        self.idleTimeout = idleTimeout
    }

    /// Sends the request as soon as a connection is free, unless its deadline comes first.
    func send(_ request: PendingRequest, deadline: NIODeadline) {
        guard !isShutDown else { return request.finish(.failure(.transportWasShutDown)) }
        request.startTimer(deadline, on: means.loop) { self.forgetFinished() }
        if let connection = idle.popLast() { return connection.send(request) }
        waiting.append(request)
        openMore()
    }

    /// Fails everything and closes everything; later requests fail at once.
    func shutDown() {
        isShutDown = true
        sweep?.cancel()
        sweep = nil
        let attempts = attempts.values
        self.attempts = [:]
        for attempt in attempts { attempt.cancel() }
        failWaiting(.transportWasShutDown)
        let connections = open.values
        for connection in connections {
            connection.close(because: .connectionLost(mayHaveBeenTaken: true, "the transport was shut down"))
        }
        idle = []
        open = [:]
    }

    // MARK: Connections

    private func openMore() {
        while !isShutDown, attempts.count < waiting.count, open.count + attempts.count < limit {
            startAttempt()
        }
    }

    private func startAttempt() {
        var key: ObjectIdentifier?
        let attempt = ConnectionAttempt(
            origin: origin,
            means: means,
            reports: PooledConnection.Reports(
                opened: { result in
                    if let key { self.attempts.removeValue(forKey: key) }
                    self.attemptEnded(result)
                },
                becameIdle: { self.take($0) },
                closed: { self.forget($0) }
            )
        )
        key = ObjectIdentifier(attempt)
        attempts[ObjectIdentifier(attempt)] = attempt
        attempt.start()
    }

    private func attemptEnded(_ result: Result<PooledConnection, TransportFailure>) {
        switch result {
        case .success(let connection) where isShutDown:
            connection.close()
        case .success(let connection):
            open[ObjectIdentifier(connection)] = connection
            take(connection)
        case .failure(let failure):
            // While another connection lives or is on its way, the waiting still have something to wait for.
            if open.isEmpty, attempts.isEmpty { failWaiting(failure) }
        }
    }

    /// Gives a free connection to the request that has waited longest, or keeps it.
    private func take(_ connection: PooledConnection) {
        forgetFinished()
        if let request = waiting.popFirst() { return connection.send(request) }
        idle.append(connection)
        scheduleSweep(at: connection.idleSince + idleTimeout)
    }

    private func forget(_ connection: PooledConnection) {
        guard open.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return }
        if let index = idle.lastIndex(where: { $0 === connection }) { idle.remove(at: index) }
        forgetFinished()
        openMore()
    }

    // MARK: Time

    /// Drops requests that timed out while waiting; they time out roughly in order, so the front is enough.
    private func forgetFinished() {
        while waiting.first?.isDone == true { waiting.removeFirst() }
    }

    private func failWaiting(_ failure: TransportFailure) {
        let failed = waiting
        waiting = CircularBuffer()
        for request in failed { request.finish(.failure(failure)) }
    }

    private func scheduleSweep(at deadline: NIODeadline) {
        guard sweep == nil, !isShutDown else { return }
        sweep = means.loop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.sweep = nil
            self.closeIdle()
        }
    }

    private func closeIdle() {
        let now = NIODeadline.now()
        for connection in idle where connection.idleSince + idleTimeout <= now { connection.close() }
        let oldest = idle.map(\.idleSince).min()
        if let oldest { scheduleSweep(at: oldest + idleTimeout) }
    }
}

extension TransportFailure {
    static var transportWasShutDown: TransportFailure { .notConnected("the transport was shut down") }
}
