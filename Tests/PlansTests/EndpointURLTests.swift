import Plans
import Testing

@Suite("Endpoint URLs")
struct EndpointURLTests {
    @Test func aURLIsTakenApart() throws {
        let url = try EndpointURL("HTTPS://Events.Example.com:8443/in/%20a?x=1&y=/#".replacing("#", with: ""))
        #expect(url.scheme == .https)
        #expect(url.host == "events.example.com")
        #expect(url.port == 8443)
        #expect(url.path == "/in/%20a")
        #expect(url.query == "x=1&y=/")
        #expect(url.target == "/in/%20a?x=1&y=/")
        #expect(url.authority == "events.example.com:8443")
        #expect(url.text == "https://events.example.com:8443/in/%20a?x=1&y=/")
    }

    @Test(arguments: [
        ("https://a.example", "https://a.example/"),
        ("https://a.example:443/", "https://a.example/"),
        ("http://a.example:80", "http://a.example/"),
        ("http://a.example:443", "http://a.example:443/"),
        ("https://a.example?x", "https://a.example/?x"),
        ("https://a.example/?", "https://a.example/?"),
        ("https://a.example/b?c?d", "https://a.example/b?c?d"),
        ("https://a_b-1.example.:65535", "https://a_b-1.example.:65535/"),
        ("https://[2001:DB8::1]:8443/x", "https://[2001:db8::1]:8443/x"),
        ("https://[::1]", "https://[::1]/"),
        ("https://0x7f.1/", "https://0x7f.1/"),
        ("https://a/@b", "https://a/@b"),
    ])
    func theTextHasOneSpelling(written: String, text: String) throws {
        #expect(try EndpointURL(written).text == text)
        #expect(try EndpointURL(text).text == text)
    }

    @Test(
        arguments: [
            ("", .noScheme, ""), ("a.example/x", .noScheme, "a.example/x"),
            ("https:/a", .noScheme, "https:/a"),
            ("://a", .noScheme, ""), ("ftp://a", .unsupportedScheme("ftp"), "ftp"),
            ("https://", .noHost, ""), ("https:///x", .noHost, ""), ("https://:443", .noHost, ":443"),
            ("https://u:p@a/x", .userInfo, "u:p@"), ("https://a@b@c", .userInfo, "a@b@"),
            ("https://u@[::1]", .userInfo, "u@"),
            ("https://a/x#y", .fragment, "#y"),
            ("https://a:/x", .badPort(""), ""), ("https://a:0", .badPort("0"), "0"),
            ("https://a:65536", .badPort("65536"), "65536"), ("https://a:+1", .badPort("+1"), "+1"),
            ("https://a:8o", .badPort("8o"), "8o"),
            ("https://a:99999999999999999999", .badPort("99999999999999999999"), "99999999999999999999"),
            ("https://[::1]:x", .badPort("x"), "x"),
            ("https://a b", .badCharacter(" "), " "), ("https://a/\n", .badCharacter("\n"), "\n"),
            ("https://a/\0", .badCharacter("\0"), "\0"), ("https://a\\b", .badCharacter("\\"), "\\"),
            ("https://é.example", .badCharacter("é"), "é"), ("https://a/é", .badCharacter("é"), "é"),
            ("https://-a", .badHost("-a"), "-a"), ("https://a..b", .badHost("a..b"), "a..b"),
            ("https://a%2eb", .badHost("a%2eb"), "a%2eb"), ("https://.", .badHost("."), "."),
            ("https://1.2.3.4.5", .badHost("1.2.3.4.5"), "1.2.3.4.5"),
            ("https://256.1.1.1", .badHost("256.1.1.1"), "256.1.1.1"),
            ("https://08.1.1.1", .badHost("08.1.1.1"), "08.1.1.1"),
            ("https://a.0x1", .badHost("a.0x1"), "a.0x1"),
            ("https://4294967296", .badHost("4294967296"), "4294967296"),
            ("https://[::1", .badHost("[::1"), "[::1"),
            ("https://[1.2.3.4]", .badHost("[1.2.3.4]"), "[1.2.3.4]"),
            ("https://[fe80::1%25eth0]", .badHost("[fe80::1%25eth0]"), "[fe80::1%25eth0]"),
            ("https://[1:2:3:4:5:6:7:8:9]", .badHost("[1:2:3:4:5:6:7:8:9]"), "[1:2:3:4:5:6:7:8:9]"),
            ("https://[1::2::3]", .badHost("[1::2::3]"), "[1::2::3]"),
            ("https://[::1]x", .badHost("[::1]x"), "[::1]x"),
        ] as [(String, EndpointURLProblem.Kind, String)]
    )
    func aMistakeIsNamedAndPlaced(written: String, kind: EndpointURLProblem.Kind, place: String) throws {
        let problem = try #require(throws: EndpointURLProblem.self) { try EndpointURL(written) }
        #expect(problem.kind == kind)
        #expect(String(decoding: Array(written.utf8)[problem.range], as: UTF8.self) == place)
    }

    @Test func movingKeepsPathAndQuery() throws {
        let own = try EndpointURL("https://api.example.com/2/events?v=1")
        let moved = own.moved(to: try EndpointURL("http://127.0.0.1:9/ignored?x"))
        #expect(moved.text == "http://127.0.0.1:9/2/events?v=1")
    }

    @Test func noTextCrashesTheReader() {
        let pieces = [
            "http", "https", "://", ":", "/", "@", "[", "]", "::", "1", "0x", ".", "%", "?", "#", "é", "\0",
            "a",
        ]
        var state: UInt64 = 7
        for _ in 0..<20_000 {
            var text = ""
            for _ in 0..<Int(state >> 33) % 9 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            guard let url = try? EndpointURL(text) else { continue }
            #expect((try? EndpointURL(url.text)) == url, "\(text)")
        }
    }
}

@Suite("How far away an address is")
struct AddressClassTests {
    @Test(arguments: [
        "localhost", "LOCALHOST", "localhost.", "a.localhost", "127.0.0.1", "127.255.255.254", "127.0.0.1.",
        "127.1",
        "2130706433", "0x7f000001", "0X7F.1", "017700000001", "0177.0.0.1", "127.0x0.0.01", "::1",
        "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::127.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "ip6-localhost",
    ])
    func thisMachine(host: String) { #expect(EndpointAddress.classify(host: host) == .loopback) }

    @Test(arguments: [
        "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "2852039166", "0.0.0.0",
        "0",
        "0.1.2.3", "100.64.0.1", "100.127.255.255", "224.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.0.8",
        "::", "fc00::1", "fdff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1",
        "::ffff:a9fe:a9fe",
        "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2002:a00:1::", "2001::1", "100::1", "metadata.google.internal",
    ])
    func notPublic(host: String) { #expect(EndpointAddress.classify(host: host) == .private) }

    @Test(arguments: [
        "8.8.8.8", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "169.253.1.1",
        "192.167.1.1", "11.0.0.1",
        "126.255.255.255", "128.0.0.1", "198.20.0.1", "223.255.255.255", "2606:4700::1", "::ffff:8.8.8.8",
        "64:ff9b::808:808", "2002:808:808::", "134744072",
    ])
    func onTheInternet(host: String) { #expect(EndpointAddress.classify(host: host) == .public) }

    @Test(arguments: [
        "example.com", "localhost.example.com", "1.2.3.4.5", "a", "notlocalhost", "", ".", "999.1.1.1",
    ])
    func onlyResolvingCanTell(host: String) { #expect(EndpointAddress.classify(host: host) == nil) }

    @Test func bytesOfASocketAreClassifiedToo() {
        #expect(AddressClass(bytes: [127, 0, 0, 1]) == .loopback)
        #expect(AddressClass(bytes: [169, 254, 169, 254]) == .private)
        #expect(AddressClass(bytes: [1, 1, 1, 1]) == .public)
        #expect(AddressClass(bytes: [UInt8](repeating: 0, count: 15) + [1]) == .loopback)
        #expect(AddressClass(bytes: []) == nil)
        #expect(AddressClass(bytes: [1, 2, 3]) == nil)
    }

    @Test func shortFormsFillTheLastNumber() {
        #expect(EndpointAddress.bytes(ofHost: "1.65535") == [1, 0, 255, 255])
        #expect(EndpointAddress.bytes(ofHost: "1.2.65535") == [1, 2, 255, 255])
        #expect(EndpointAddress.bytes(ofHost: "1.2.65536") == nil)
        #expect(EndpointAddress.bytes(ofHost: "1::") == [0, 1] + [UInt8](repeating: 0, count: 14))
    }
}
