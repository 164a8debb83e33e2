/// The receiver of the custom HTTP connector, as strict as its documentation allows.
///
/// - Source: Braze documentation, "Custom HTTP connector": request format, bearer token, statuses, empty batches.
public struct FakeHTTP: FakePartner {
    /// The partner's name.
    public let name = "http"
    /// The bearer token to ask for, nil to ask for none.
    public var token: String?
    /// The only path that is served; nil serves all.
    public var path: String?
    /// Events in one request.
    public var maximumEvents: Int
    /// Bytes in one body.
    public var maximumBodyBytes: Int

    /// Sets up a receiver.
    ///
    /// - Parameters:
    ///   - token: The bearer token to ask for, nil to ask for none.
    ///   - path: The only path that is served, without query; nil serves all.
    ///   - maximumEvents: Events in one request; more are answered 413.
    ///   - maximumBodyBytes: Bytes in one body; by default what 100 events of 900 KB need.
    public init(
        token: String? = nil,
        path: String? = nil,
        maximumEvents: Int = 100,
        maximumBodyBytes: Int = 96 << 20
    ) {
        self.token = token
        self.path = path
        self.maximumEvents = maximumEvents
        self.maximumBodyBytes = maximumBodyBytes
    }

    /// Judges address, headers, token, size and events, in this order.
    public func judge(_ request: PartnerRequest, credential: FakeCredential) -> Judgement {
        if let refusal = refusalOfHead(request) ?? refusalOfToken(request, credential) {
            return .refused(refusal)
        }
        guard !request.body.isEmpty else { return .probe(Self.taken) }
        guard request.body.count <= maximumBodyBytes else { return .refused(tooLarge()) }
        guard request.mediaType == "application/json" else {
            return .refused(FakeAnswer(status: 400, text: "header 'content-type' must be 'application/json'"))
        }
        switch EventList.read(request.body) {
        case .failure(let problem):
            return .refused(FakeAnswer(status: 400, text: problem.description))
        case .success(let events) where events.isEmpty:
            return .probe(Self.taken)
        case .success(let events) where events.count > maximumEvents:
            return .refused(
                FakeAnswer(status: 413, text: "\(events.count) events, more than \(maximumEvents)")
            )
        case .success(let events):
            return .accepted(events, Self.taken)
        }
    }

    private static let taken = FakeAnswer(
        status: 200,
        contentType: "application/json",
        body: Array("{}".utf8)
    )

    private func refusalOfHead(_ request: PartnerRequest) -> FakeAnswer? {
        let path = request.path.prefix { $0 != "?" }
        if let expected = self.path, path != expected { return FakeAnswer(status: 404, text: "no such path") }
        guard request.method == "POST" else { return FakeAnswer(status: 405, text: "only POST is served") }
        guard request.header("braze-currents-version") == "1" else {
            return FakeAnswer(
                status: 400,
                text: "header 'Braze-Currents-Version' must be there once and be 1"
            )
        }
        return nil
    }

    private func refusalOfToken(_ request: PartnerRequest, _ credential: FakeCredential) -> FakeAnswer? {
        guard let token = credential.token else { return nil }
        guard let field = request.header("authorization"), field.hasPrefix("Bearer ") else {
            return FakeAnswer(status: 401, text: "a bearer token is needed")
        }
        let given = String(field.dropFirst("Bearer ".count))
        // Bytes, because String equality would take two spellings for one.
        if given.utf8.elementsEqual(token.utf8) { return nil }
        return credential.expired.contains(given)
            ? FakeAnswer(status: 401, text: "the bearer token has expired")
            : FakeAnswer(status: 403, text: "the bearer token is not known")
    }
}
