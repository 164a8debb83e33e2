import NIOCore
import Synchronization

/// Lets work onto event loops until the transport shuts down.
///
/// An event loop that has ended drops what it is given without a word, so every hand-over passes here.
final class LoopGate: Sendable {
    private let isOpen = Mutex(true)

    /// Runs `work` on the loop later, unless the gate is closed; work let in before `close` runs before what
    /// the closer enqueues.
    ///
    /// - Returns: Whether `work` will run.
    func execute(on loop: any EventLoop, _ work: @escaping @Sendable () -> Void) -> Bool {
        isOpen.withLock { isOpen in
            guard isOpen else { return false }
            loop.execute(work)
            return true
        }
    }

    /// Closes the gate.
    ///
    /// - Returns: Whether it was open.
    func close() -> Bool {
        isOpen.withLock { isOpen in
            defer { isOpen = false }
            return isOpen
        }
    }
}
