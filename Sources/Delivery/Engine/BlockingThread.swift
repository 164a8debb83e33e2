import Foundation

/// A thread of its own for work that blocks, which the concurrency runtime's few threads must not do.
public enum BlockingThread {
    /// Runs `work` on a new thread.
    public static func start(_ work: @escaping @Sendable () -> Void) {
        Thread.detachNewThread(work)
    }
}
