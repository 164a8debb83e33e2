import Foundation
import Machine
import NIOCore
import Testing

@testable import Delivery

/// One request of the AWS documentation's test suite with the signature it publishes.
struct PublishedSignature: Sendable, CustomTestStringConvertible {
    var name: String
    var method = "GET"
    var path = "/"
    var headers: [[String]] = []
    var body = ""
    var service = "service"
    var host = "example.amazonaws.com"
    var signature: String

    var testDescription: String { name }

    /// Source: the Signature Version 4 test suite and the worked example of the AWS General Reference; the values
    /// were made again with botocore 1.43.11.
    static let all = [
        Self(
            name: "get-vanilla",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
        ),
        Self(
            name: "get-relative",
            path: "/example/..",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
        ),
        Self(
            name: "get-vanilla-empty-query-key",
            path: "/?Param1=value1",
            signature: "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb"
        ),
        Self(
            name: "get-vanilla-query-order-key-case",
            path: "/?Param2=value2&Param1=value1",
            signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
        ),
        Self(
            name: "get-utf8",
            path: "/ሴ",
            signature: "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"
        ),
        Self(
            name: "get-space",
            path: "/example space/",
            signature: "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"
        ),
        Self(
            name: "get-header-value-trim",
            headers: [["My-Header1", " value1"], ["My-Header2", " \"a   b   c\" "]],
            signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"
        ),
        Self(
            name: "get-header-key-duplicate",
            headers: [["My-Header1", "value2"], ["My-Header1", "value2"], ["My-Header1", "value1"]],
            signature: "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"
        ),
        Self(
            name: "post-vanilla",
            method: "POST",
            signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"
        ),
        Self(
            name: "post-vanilla-query",
            method: "POST",
            path: "/?Param1=value1",
            signature: "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11"
        ),
        Self(
            name: "post-header-key-sort",
            method: "POST",
            headers: [["My-Header1", "value1"]],
            signature: "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"
        ),
        Self(
            name: "post-x-www-form-urlencoded",
            method: "POST",
            headers: [["Content-Type", "application/x-www-form-urlencoded"]],
            body: "Param1=value1",
            signature: "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"
        ),
        Self(
            name: "ListUsers",
            path: "/?Action=ListUsers&Version=2010-05-08",
            headers: [["Content-Type", "application/x-www-form-urlencoded; charset=utf-8"]],
            service: "iam",
            host: "iam.amazonaws.com",
            signature: "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
        ),
    ]
}

/// A request that botocore's signer signed; see `make-cases.py` beside the file.
private struct ForeignSignature: Decodable {
    struct Part: Decodable {
        var text: String
        var times: Int

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            text = try list.decode(String.self)
            times = try list.decode(Int.self)
        }
    }

    var name: String
    var method: String
    var scheme: String
    var host: String
    var port: Int
    var pathAndQuery: String
    var headers: [[String]]
    var body: [Part]
    var milliseconds: Int64
    var accessKeyID: String
    var secretAccessKey: String
    var sessionToken: String?
    var region: String
    var service: String
    var authorization: String

    static func read() throws -> [Self] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/AWSSignature/cases.jsonl")
        return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n"))
            .map { try JSONDecoder().decode(Self.self, from: $0) }
    }

    var request: HTTPRequest {
        HTTPRequest(
            method: method,
            target: HTTPTarget(
                isSecure: scheme == "https",
                host: host,
                port: port,
                pathAndQuery: pathAndQuery
            ),
            headers: headers.map { (name: $0[0], value: $0[1]) },
            body: body.map { ByteBuffer(string: String(repeating: $0.text, count: $0.times)) }
        )
    }
}

@Suite("AWS signatures")
struct AWSSignatureTests {
    /// 2015-08-30T12:36:00Z, the moment of the published suite.
    private static let moment = WallInstant(milliseconds: 1_440_938_160_000)
    private static let credentials = AWSCredentials(
        accessKeyID: "AKIDEXAMPLE",
        secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
    )
    private static let signer = AWSSigner(region: "us-east-1", service: "service")

    private func request(
        _ method: String = "GET",
        host: String = "example.amazonaws.com",
        path: String = "/",
        headers: [[String]] = [],
        body: [String] = []
    ) -> HTTPRequest {
        HTTPRequest(
            method: method,
            target: HTTPTarget(isSecure: true, host: host, port: 443, pathAndQuery: path),
            headers: headers.map { (name: $0[0], value: $0[1]) },
            body: body.map { ByteBuffer(string: $0) }
        )
    }

    private func signature(_ request: HTTPRequest) -> String? {
        request.headers.first { $0.name == "Authorization" }?.value.components(separatedBy: "Signature=").last
    }

    private func signed(_ request: HTTPRequest, by signer: AWSSigner = signer) -> HTTPRequest {
        var request = request
        signer.sign(&request, with: Self.credentials, at: Self.moment)
        return request
    }

    @Test(arguments: PublishedSignature.all)
    func agreesWithThePublishedSuite(_ example: PublishedSignature) {
        let request = request(
            example.method,
            host: example.host,
            path: example.path,
            headers: example.headers,
            body: [example.body]
        )
        let signer = AWSSigner(region: "us-east-1", service: example.service)
        #expect(signature(signed(request, by: signer)) == example.signature)
    }

    @Test func agreesWithBotocoreOnSeededRequests() throws {
        let cases = try ForeignSignature.read()
        #expect(cases.count >= 60)
        for example in cases {
            var request = example.request
            let dialect: AWSSigner.Dialect = example.service == "s3" ? .s3 : .standard
            let signer = AWSSigner(region: example.region, service: example.service, dialect: dialect)
            let credentials = AWSCredentials(
                accessKeyID: example.accessKeyID,
                secretAccessKey: example.secretAccessKey,
                sessionToken: example.sessionToken
            )
            signer.sign(&request, with: credentials, at: .init(milliseconds: example.milliseconds))
            let authorization = request.headers.last { $0.name == "Authorization" }?.value
            #expect(authorization == example.authorization, "\(example.name)")
        }
    }

    @Test func theHeaderNamesScopeAndSignedFields() {
        let request = signed(request("POST", headers: [["X-Amz-Target", "A.B"]], body: ["{}"]))
        #expect(request.headers.map(\.name) == ["X-Amz-Target", "X-Amz-Date", "Authorization"])
        #expect(request.headers[1].value == "20150830T123600Z")
        #expect(
            request.headers[2].value.hasPrefix(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                    + "SignedHeaders=host;x-amz-date;x-amz-target, Signature="
            )
        )
    }

    @Test func aSessionTokenIsSentAndSigned() {
        var request = request()
        var credentials = Self.credentials
        credentials.sessionToken = "a/b="
        Self.signer.sign(&request, with: credentials, at: Self.moment)
        #expect(request.headers.contains { $0.name == "X-Amz-Security-Token" && $0.value == "a/b=" })
        #expect(request.headers.last?.value.contains("host;x-amz-date;x-amz-security-token") == true)
    }

    @Test func howTheBodyIsCutDoesNotMatter() {
        let whole = signature(signed(request("POST", body: ["{\"a\":1}"])))
        #expect(signature(signed(request("POST", body: ["{", "", "\"a\":1", "}"]))) == whole)
        #expect(signature(signed(request("POST", body: ["{\"a\":2}"]))) != whole)
    }

    @Test func signingAgainGivesTheSameRequest() {
        let once = signed(request("POST", body: ["{}"]))
        let twice = signed(once)
        #expect(twice.headers.map { "\($0)" } == once.headers.map { "\($0)" })
    }

    @Test func thePortIsSignedAsTheTransportWritesIt() {
        var odd = request()
        odd.target.port = 8443
        let given = request(headers: [["Host", "example.amazonaws.com:8443"]])
        #expect(signature(signed(odd)) == signature(signed(given)))
        #expect(signature(signed(odd)) != signature(signed(request())))
    }

    @Test func theKeptKeyIsGivenUpWithSecretAndDay() {
        let signer = AWSSigner(region: "us-east-1", service: "service")
        var other = Self.credentials
        other.secretAccessKey = "x"
        let tomorrow = WallInstant(milliseconds: Self.moment.milliseconds + 86_400_000)
        for (credentials, moment) in [
            (Self.credentials, Self.moment), (other, Self.moment), (Self.credentials, tomorrow),
            (Self.credentials, Self.moment),
        ] {
            var kept = request()
            var fresh = request()
            signer.sign(&kept, with: credentials, at: moment)
            AWSSigner(region: "us-east-1", service: "service").sign(&fresh, with: credentials, at: moment)
            #expect(signature(kept) == signature(fresh))
        }
    }

    @Test func forS3TheBodysHashIsSent() {
        let request = signed(
            request("PUT", path: "/a%20b//../c"),
            by: .init(region: "us-east-1", service: "s3", dialect: .s3)
        )
        let hash = request.headers.first { $0.name == "x-amz-content-sha256" }?.value
        #expect(hash == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func aGivenHashStandsForTheBody() {
        let headers = [["x-amz-content-sha256", "UNSIGNED-PAYLOAD"]]
        let one = signed(request("PUT", headers: headers, body: ["a"]))
        let two = signed(request("PUT", headers: headers, body: ["b"]))
        #expect(signature(one) == signature(two))
        #expect(one.headers.filter { $0.name == "x-amz-content-sha256" }.count == 1)
    }

    @Test func parametersAreSignedInOneEncoding() {
        let plain = signature(signed(request(path: "/?b=~x&a=%2f!")))
        #expect(signature(signed(request(path: "/?a=%2F%21&b=%7Ex"))) == plain)
        #expect(signature(signed(request(path: "/?a=%2F%21&b=%7"))) != plain)
    }

    @Test(arguments: [
        (Int64.min, "19700101T000000Z"), (-1, "19700101T000000Z"), (951_827_696_789, "20000229T123456Z"),
        (1_709_251_199_999, "20240229T235959Z"), (4_107_542_400_000, "21000301T000000Z"),
        (253_402_300_799_999, "99991231T235959Z"), (Int64.max, "99991231T235959Z"),
    ])
    func momentsAreWrittenAsDates(milliseconds: Int64, text: String) {
        #expect(AWSTimestamp(WallInstant(milliseconds: milliseconds)).text == text)
    }

    @Test func noDescriptionHoldsASecret() {
        var credentials = Self.credentials
        credentials.sessionToken = "tok"
        for text in ["\(credentials)", String(reflecting: credentials), "\([credentials])"] {
            #expect(!text.contains("wJalr") && !text.contains("tok"))
        }
    }
}
