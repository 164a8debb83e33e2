import Testing

@testable import FakePartners

@Suite("Signature Version 4")
struct SigV4Tests {
    private static let form = "application/x-www-form-urlencoded"

    /// Signs as AWS's published cases do: this date, region us-east-1, the documentation's key.
    private func signature(
        _ method: String,
        _ path: String,
        service: String = "service",
        host: String = "example.amazonaws.com",
        headers: [(name: String, value: String)] = [],
        body: String = ""
    ) -> String {
        let date = "20150830T123600Z"
        let request = PartnerRequest(
            method: method,
            path: path,
            headers: [(name: "host", value: host), (name: "x-amz-date", value: date)] + headers,
            body: Array(body.utf8)
        )
        let signed = SigV4(
            accessKeyID: AWSCaller.key.id,
            day: "20150830",
            region: "us-east-1",
            service: service,
            signedHeaders: Set(request.headers.map(\.name)).sorted()
        )
        return signed.signature(of: request, date: date, secret: AWSCaller.key.secret)
    }

    @Test func signsTheUserGuidesExample() {
        let found = signature(
            "GET",
            "/?Action=ListUsers&Version=2010-05-08",
            service: "iam",
            host: "iam.amazonaws.com",
            headers: [(name: "content-type", value: Self.form + "; charset=utf-8")]
        )
        #expect(found == "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7")
    }

    /// The cases get-vanilla, post-vanilla, get-vanilla-query-order-key-case and post-x-www-form-urlencoded.
    @Test(arguments: [
        ("GET", "/", "", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        ("POST", "/", "", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        (
            "GET", "/?Param2=value2&Param1=value1", "", "",
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
        ),
        (
            "POST", "/", Self.form, "Param1=value1",
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"
        ),
    ])
    func signsThePublishedCases(method: String, path: String, type: String, body: String, expected: String) {
        let headers = type.isEmpty ? [] : [(name: "content-type", value: type)]
        #expect(signature(method, path, headers: headers, body: body) == expected)
    }

    @Test func spacesInHeaderValuesAreMadeOne() {
        // The case get-header-value-trim.
        let headers = [
            (name: "my-header1", value: " value1"), (name: "my-header2", value: " \"a   b   c\" "),
        ]
        #expect(
            signature("GET", "/", headers: headers)
                == "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"
        )
    }

    @Test func signsACallOfEventBridgeAsAnotherClientDoes() {
        // Computed with botocore 1.43.11.
        let found = signature(
            "POST",
            "/",
            service: "events",
            host: "events.us-east-1.amazonaws.com",
            headers: [
                (name: "content-type", value: "application/x-amz-json-1.1"),
                (name: "x-amz-security-token", value: "tok/en+=="),
                (name: "x-amz-target", value: "AWSEvents.PutEvents"),
            ],
            body: #"{"Entries":[{"Detail":"ä"}]}"#
        )
        #expect(found == "df2a8a1252793274395b261dc900cc8fcd7286aa6e5aece44a4e8418ce1c3aba")
    }

    @Test func readsAnAuthorizationField() {
        let hash = String(repeating: "a", count: 64)
        let field =
            "AWS4-HMAC-SHA256 Credential=K/20150830/us-east-1/iam/aws4_request,SignedHeaders=a;b, Signature=\(hash)"
        let signed = SigV4(authorization: field)
        #expect(signed?.accessKeyID == "K")
        #expect(signed?.scope == "20150830/us-east-1/iam/aws4_request")
        #expect(signed?.signedHeaders == ["a", "b"])
        #expect(signed?.signature == hash)
    }

    @Test(arguments: [
        ("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA512"), ("Credential=K/", "Credential="),
        ("aws4_request", "aws3_request"),
        ("a;b", "b;a"), ("a;b", "a;;b"), ("a;b", "a;B"), ("a;b", "a;a"), ("Signature=", "Sig="),
        ("Signature=", "Signature=0"), ("SignedHeaders=a;b,", ""),
        ("Credential=", "Credential=x,Credential="),
    ])
    func refusesAFieldOfAnotherForm(part: String, other: String) {
        let hash = String(repeating: "a", count: 64)
        let field =
            "AWS4-HMAC-SHA256 Credential=K/20150830/us-east-1/iam/aws4_request, SignedHeaders=a;b, Signature=\(hash)"
        let broken = field.split(separator: part, omittingEmptySubsequences: false).joined(separator: other)
        #expect(broken != field)
        #expect(SigV4(authorization: broken) == nil)
    }
}

@Suite("Times of the AWS fakes")
struct AWSTimeTests {
    @Test(arguments: [
        ("20150830T123600Z", 1_440_938_160 as Int64), ("19700101T000000Z", 0),
        ("20240229T235959Z", 1_709_251_199),
        ("20000301T000000Z", 951_868_800), ("19691231T235959Z", -1), ("99991231T235959Z", 253_402_300_799),
    ])
    func readsAndWritesTheBasicForm(text: String, seconds: Int64) {
        #expect(AWSTime.seconds(basic: text) == seconds)
        #expect(AWSTime.basic(seconds) == text)
    }

    @Test(arguments: [
        "", "2015-08-30T12:36:00Z", "20150830T123600", "20150830 123600Z", "20151330T123600Z",
        "20150800T123600Z",
        "20150830T243600Z", "20150830T126000Z", "2015083oT123600Z", "20150830T123600Zx",
    ])
    func refusesOtherForms(text: String) {
        #expect(AWSTime.seconds(basic: text) == nil)
    }

    @Test func writesTheOtherForms() {
        #expect(AWSTime.extended(1_440_938_160) == "2015-08-30T12:36:00Z")
        #expect(AWSTime.http(1_440_938_160) == "Sun, 30 Aug 2015 12:36:00 GMT")
        #expect(AWSTime.http(0) == "Thu, 01 Jan 1970 00:00:00 GMT")
        #expect(AWSTime.extended(.max) == "9999-12-31T23:59:59Z")
    }
}
