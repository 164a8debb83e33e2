import NIOCore
import Testing

@testable import Delivery

@Suite("HTTP answers")
struct AnswerTests {
    @Test func sendsLineFieldsAndBodyAsGiven() async throws {
        try await withTransport(script: { _ in [answer("")] }) { transport, server in
            _ = await transport.post(
                to: server,
                path: "/a%20b?c=d",
                headers: [("X-Name", "value")],
                body: "body"
            )
            let expected = """
                POST /a%20b?c=d HTTP/1.1\r
                Host: 127.0.0.1:\(server.port)\r
                X-Name: value\r
                Content-Length: 4\r
                \r
                body
                """
            #expect(server.arrivals.map(\.text) == [expected])
        }
    }

    @Test func thePartsOfABodyAreSentAsOne() async throws {
        try await withTransport(script: { _ in [answer("x")] }) { transport, server in
            let target = HTTPTarget(
                isSecure: false,
                host: "127.0.0.1",
                port: server.port,
                pathAndQuery: "/",
                allow: [.plaintext, .loopback]
            )
            let parts = ["{", "", "\"a\":1", "}"].map { ByteBuffer(string: $0) }
            let outcome = await transport.send(HTTPRequest(method: "POST", target: target, body: parts))
            #expect(outcome.status == 200)
            #expect(server.arrivals.first?.text.hasSuffix("Content-Length: 7\r\n\r\n{\"a\":1}") == true)
        }
    }

    @Test func givesStatusLowerCaseNamesAndBody() async throws {
        try await withTransport(script: { _ in
            [answer("[1]", status: "202 Fine", fields: "X-ReQuest: Ab\r\n")]
        }) {
            transport,
            server in
            let response = try await transport.post(to: server).get()
            #expect(response.status == 202)
            #expect(response.header("x-request") == "Ab")
            #expect(response.body == Array("[1]".utf8))
            #expect(!response.isTruncated)
        }
    }

    @Test func readsChunkedAnswers() async throws {
        let chunked =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: v\r\n\r\n"
        try await withTransport(script: { _ in [.bytes(chunked)] }) { transport, server in
            #expect(await transport.post(to: server).bodyText == "abcde")
            #expect(await transport.post(to: server).bodyText == "abcde")
            #expect(server.connectionCount == 1)
        }
    }

    @Test func skipsInformationalAnswers() async throws {
        let early = ScriptedServer.Action.bytes(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
        )
        try await withTransport(script: { _ in [early, answer("real")] }) { transport, server in
            let response = try await transport.post(to: server).get()
            #expect(response.status == 200)
            #expect(response.header("link") == nil)
            #expect(String(decoding: response.body, as: UTF8.self) == "real")
        }
    }

    @Test func refusesToSwitchProtocols() async throws {
        let switching = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"
        try await withTransport(script: { _ in [.bytes(switching)] }) { transport, server in
            guard case .invalidAnswer = await transport.post(to: server).failure else {
                Issue.record("expected an invalid answer")
                return
            }
        }
    }

    @Test func doesNotFollowRedirects() async throws {
        let redirect = answer("", status: "307 Temporary Redirect", fields: "Location: /elsewhere\r\n")
        try await withTransport(script: { _ in [redirect] }) { transport, server in
            #expect(await transport.post(to: server).status == 307)
            #expect(server.arrivals.count == 1)
        }
    }

    @Test func keepsOneMebibyteOfALongAnswerAndReadsTheRest() async throws {
        let long = String(repeating: "x", count: HTTPResponse.maximumBodyBytes + 1)
        try await withTransport(script: { [answer($0.request == 0 ? long : "next")] }) { transport, server in
            let response = try await transport.post(to: server).get()
            #expect(response.body.count == HTTPResponse.maximumBodyBytes)
            #expect(response.isTruncated)
            #expect(await transport.post(to: server).bodyText == "next")
            #expect(server.connectionCount == 1)
        }
    }

    @Test func anAnswerOfExactlyTheLimitIsNotTruncated() async throws {
        let long = String(repeating: "x", count: HTTPResponse.maximumBodyBytes)
        try await withTransport(script: { _ in [answer(long)] }) { transport, server in
            let response = try await transport.post(to: server).get()
            #expect(response.body.count == HTTPResponse.maximumBodyBytes)
            #expect(!response.isTruncated)
        }
    }

    @Test(arguments: [
        "this is not HTTP\r\n\r\n",
        "HTTP/2.0 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: " + String(repeating: "h", count: 70_000) + "\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ])
    func namesGarbageAsAnInvalidAnswer(garbage: String) async throws {
        try await withTransport(script: { _ in [.bytes(garbage)] }) { transport, server in
            guard case .invalidAnswer(let text) = await transport.post(to: server).failure else {
                Issue.record("expected an invalid answer")
                return
            }
            #expect(text.utf8.count < 200)
        }
    }

    @Test func readsAnHTTP10AnswerToItsEndAndDoesNotReuseTheConnection() async throws {
        try await withTransport(script: { _ in [.bytes("HTTP/1.0 200 OK\r\n\r\nold"), .close] }) {
            transport,
            server in
            #expect(await transport.post(to: server).bodyText == "old")
            #expect(await transport.post(to: server).bodyText == "old")
            #expect(server.connectionCount == 2)
        }
    }

    @Test func bytesBehindAnAnswerAreNeverTheNextAnswer() async throws {
        let smuggled = ScriptedServer.Action.bytes(
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb"
        )
        try await withTransport(script: { $0.connection == 0 ? [smuggled] : [answer("true")] }) {
            transport,
            server in
            #expect(await transport.post(to: server).bodyText == "a")
            #expect(await transport.post(to: server).bodyText == "true")
        }
    }
}
