import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Turns host names into addresses without holding up the event loop, to which it is confined.
///
/// Askers for a name that is being looked up share that look-up; nothing is remembered afterwards, because the
/// system's own cache knows when an entry ends.
final class HostResolver {
    typealias Answer = Result<[SocketAddress], TransportFailure>

    private struct Question: Hashable, Sendable {
        var host: String
        var port: Int
    }

    private let loop: any EventLoop
    private let threads: NIOThreadPool
    private let gate: LoopGate
    private var asking: [Question: [(Answer) -> Void]] = [:]

    init(loop: any EventLoop, threads: NIOThreadPool, gate: LoopGate) {
        self.loop = loop
        self.threads = threads
        self.gate = gate
    }

    /// Calls back on the event loop; at once when `host` is an address.
    ///
    /// Never calls back when the transport is shut down meanwhile.
    func resolve(host: String, port: Int, _ whenDone: @escaping (Answer) -> Void) {
        if let address = try? SocketAddress(ipAddress: host, port: port) {
            return whenDone(.success([address]))
        }
        let question = Question(host: host, port: port)
        if asking[question] != nil {
            asking[question]?.append(whenDone)
            return
        }
        asking[question] = [whenDone]
        let bound = NIOLoopBound(self, eventLoop: loop)
        threads.submit { [gate, loop] state in
            guard case .active = state else { return }
            let answer = Self.ask(question)
            _ = gate.execute(on: loop) { bound.value.tell(question, answer) }
        }
    }

    private func tell(_ question: Question, _ answer: Answer) {
        for whenDone in asking.removeValue(forKey: question) ?? [] { whenDone(answer) }
    }

    /// Blocks until the system has answered.
    private static func ask(_ question: Question) -> Answer {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var found: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(question.host, String(question.port), &hints, &found)
        defer { if let found { freeaddrinfo(found) } }
        guard status == 0 else {
            return .failure(
                .notConnected("cannot resolve '\(question.host)': \(String(cString: gai_strerror(status)))")
            )
        }
        var addresses: [SocketAddress] = []
        var next = found
        while let entry = next?.pointee {
            if let address = socketAddress(entry), !addresses.contains(address) { addresses.append(address) }
            next = entry.ai_next
        }
        guard !addresses.isEmpty else { return .failure(.notConnected("'\(question.host)' has no address")) }
        return .success(addresses)
    }

    private static func socketAddress(_ entry: addrinfo) -> SocketAddress? {
        guard let bytes = UnsafeRawPointer(entry.ai_addr) else { return nil }
        switch entry.ai_family {
        case AF_INET where Int(entry.ai_addrlen) >= MemoryLayout<sockaddr_in>.size:
            return SocketAddress(bytes.loadUnaligned(as: sockaddr_in.self))
        case AF_INET6 where Int(entry.ai_addrlen) >= MemoryLayout<sockaddr_in6>.size:
            return SocketAddress(bytes.loadUnaligned(as: sockaddr_in6.self))
        default:
            return nil
        }
    }
}
