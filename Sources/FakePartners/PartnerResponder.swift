import Hummingbird
import Logging
import NIOCore

/// Between Hummingbird and the desk: reads a request, writes the answer or breaks the connection.
struct PartnerResponder: HTTPResponder {
    let desk: PartnerDesk
    let hanging: HangingConnections

    func respond(to request: Request, context: PartnerContext) async throws -> Response {
        let path = request.head.path ?? "/"
        let body = try? await request.body.collect(upTo: desk.maximumBodyBytes)
        let received = body.map { body in
            PartnerRequest(
                method: request.method.rawValue,
                path: path,
                // The library keeps the Host field apart; a partner may need it, for a signature.
                headers: (request.head.authority.map { [(name: "host", value: $0)] } ?? [])
                    + request.headers.map { (name: $0.name.canonicalName, value: $0.value) },
                body: Array(body.readableBytesView)
            )
        }
        if path.hasPrefix(AdminEndpoints.prefix) {
            guard let received else { return response(FakeAnswer(status: 413, text: "too large")) }
            return response(AdminEndpoints(desk: desk).answer(received))
        }
        switch await desk.serve(received) {
        case .answer(let answer):
            return response(answer)
        case .fault(let fault, let answer):
            await fault.breakConnection(context.channel, insteadOf: answer, hanging: hanging)
            // Nobody is there to read it.
            return response(answer)
        }
    }

    private func response(_ answer: FakeAnswer) -> Response {
        var headers: HTTPFields = [.contentType: answer.contentType]
        if let retryAfter = answer.retryAfter { headers[.retryAfter] = retryAfter }
        for (name, value) in answer.headers {
            let name = name.lowercased() == "date" ? OwnDate.field : name
            if let name = HTTPFields.Element.Name(name) { headers[name] = value }
        }
        return Response(
            status: HTTPResponse.Status(code: answer.status),
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        )
    }
}

/// A request's context that knows its connection.
struct PartnerContext: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) { channel = source.channel }
}
