import Synchronization

/// Runs work that blocks on a few threads; what is too much waits its turn.
final class BlockingLine: Sendable {
    /// Programs that print secrets: hundreds of currents may want theirs at once, and most programs are large.
    static let commands = BlockingLine(width: 4)

    private struct State {
        var running = 0
        var waiting: [@Sendable () -> Void] = []
    }

    private let width: Int
    private let state = Mutex(State())

    init(width: Int) { self.width = width }

    /// Runs `work` as soon as a thread is free, in the order of calls.
    func start(_ work: @escaping @Sendable () -> Void) {
        let isNew = state.withLock { state in
            guard state.running < width else {
                state.waiting.append(work)
                return false
            }
            state.running += 1
            return true
        }
        guard isNew else { return }
        BlockingThread.start { [self] in
            var next: (@Sendable () -> Void)? = work
            while let work = next {
                work()
                next = takeNext()
            }
        }
    }

    private func takeNext() -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.running -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
    }
}
