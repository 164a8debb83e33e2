public import Machine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where other threads leave word for the engine's thread, which sleeps here when it has nothing to do.
///
/// Sendable although it holds pointers: `waiting` is touched only while `mutex` is held, and the two pthread objects
/// are made for use from any thread and live as long as the inbox.
public final class Inbox<Message: Sendable>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let arrival = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var waiting: [Message] = []

    /// Makes an empty inbox.
    public init() {
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        #if !canImport(Darwin)
            // The wall clock may step; a wait must not grow or shrink with it.
            pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        #endif
        pthread_cond_init(arrival, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(arrival)
        pthread_mutex_destroy(mutex)
        arrival.deallocate()
        mutex.deallocate()
    }

    /// Leaves a message and wakes the reader.
    public func post(_ message: Message) {
        pthread_mutex_lock(mutex)
        waiting.append(message)
        pthread_cond_signal(arrival)
        pthread_mutex_unlock(mutex)
    }

    /// All messages, oldest first.
    ///
    /// Sleeps until there is one or until `deadline`; nil does not sleep at all.
    public func take(until deadline: MonotonicInstant?) -> [Message] {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        if waiting.isEmpty, let deadline {
            var moment = timespec(
                tv_sec: Int(max(deadline.nanoseconds, 0) / 1_000_000_000),
                tv_nsec: Int(max(deadline.nanoseconds, 0) % 1_000_000_000)
            )
            while waiting.isEmpty, pthread_cond_timedwait(arrival, mutex, &moment) == 0 {}
        }
        defer { waiting.removeAll(keepingCapacity: true) }
        return waiting
    }
}
