import NIOCore
import NIOHTTP1
import Synchronization

extension ConnectionFault {
    /// Breaks the connection; returns when nothing more can be sent on it.
    func breakConnection(_ channel: any Channel, insteadOf answer: FakeAnswer, hanging: HangingConnections)
        async
    {
        switch self {
        case .reset, .resetAfter:
            // Without lingering a close is a reset.
            if let provider = channel as? any SocketOptionProvider {
                let linger = Linger(isOn: 1, seconds: 0)
                try? await provider.unsafeSetSocketOption(level: .socket, name: .so_linger, value: linger)
                    .get()
            }
            try? await channel.close()
        case .hang:
            hanging.add(channel)
            try? await channel.closeFuture.get()
            hanging.remove(channel)
        case .garbage:
            await write("%% not HTTP at all %%\r\n\r\n", to: channel)
        case .truncate:
            let length = answer.body.count + 100
            let text = String(decoding: answer.body, as: UTF8.self)
            await write(
                "HTTP/1.1 \(answer.status) Cut\r\nContent-Length: \(length)\r\n\r\n\(text)",
                to: channel
            )
        }
    }

    /// Writes below the HTTP encoder, which would refuse this, and closes.
    private func write(_ text: String, to channel: any Channel) async {
        try? await channel.eventLoop.submit {
            let context = try channel.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
            context.writeAndFlush(NIOAny(ByteBuffer(string: text)), promise: nil)
            context.close(promise: nil)
        }.get()
    }
}

/// The layout of the system's `struct linger`.
private struct Linger: Sendable {
    var isOn: Int32
    var seconds: Int32
}

/// Connections that wait for an answer which never comes; closed when the fake stops.
final class HangingConnections: Sendable {
    private struct Contents {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var isClosed = false
    }

    private let contents = Mutex(Contents())

    func add(_ channel: any Channel) {
        let isClosed = contents.withLock { contents in
            if !contents.isClosed { contents.channels[ObjectIdentifier(channel)] = channel }
            return contents.isClosed
        }
        if isClosed { channel.close(promise: nil) }
    }

    func remove(_ channel: any Channel) {
        _ = contents.withLock { $0.channels.removeValue(forKey: ObjectIdentifier(channel)) }
    }

    func closeAll() {
        let channels = contents.withLock { contents in
            contents.isClosed = true
            return Array(contents.channels.values)
        }
        for channel in channels { channel.close(promise: nil) }
    }
}
