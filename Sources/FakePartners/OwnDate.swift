import NIOCore
import NIOHTTP1

/// Lets a partner with a clock of its own say its date: the library writes the machine's over any other.
final class OwnDate: ChannelOutboundHandler {
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Carries the date past the library.
    static let field = "x-fake-own-date"

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = unwrapOutboundIn(data), let date = head.headers.first(name: Self.field)
        else {
            context.write(data, promise: promise)
            return
        }
        head.headers.remove(name: Self.field)
        head.headers.replaceOrAdd(name: "Date", value: date)
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }
}

/// Puts `OwnDate` where answers have the form it reads, which is nearer to the socket than the library lets us say.
final class OwnDateInstaller: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        guard let encoder = try? pipeline.handler(type: HTTPResponseEncoder.self) else { return }
        try? pipeline.addHandler(OwnDate(), position: .after(encoder))
    }
}
