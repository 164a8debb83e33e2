/// The calls with which a partner manages its event sources.
///
/// LimitExceeded-, ConcurrentModification-, Internal- and OperationDisabledException come from fault scripts only.
enum PartnerSourceCall: String {
    case create = "CreatePartnerEventSource"
    case describe = "DescribePartnerEventSource"
    case list = "ListPartnerEventSourceAccounts"
    case delete = "DeletePartnerEventSource"

    /// Makes the call.
    ///
    /// - Parameters:
    ///   - input: The call's input.
    ///   - sources: What it reads or changes.
    ///   - isActive: Whether a new source counts as claimed at once.
    ///   - region: For ARNs.
    ///   - now: Seconds since 1970.
    /// - Returns: The body of the answer.
    /// - Throws: The refusal.
    func run(
        _ input: AWSInput,
        _ sources: inout PartnerEventSources,
        isActive: Bool,
        region: String,
        at now: Int64
    ) throws(AWSError) -> String {
        let key = self == .list ? "EventSourceName" : "Name"
        let name = try input.required(key)
        try Self.check(name: name, at: input.path(key))
        let arn = "arn:aws:events:\(region)::event-source/\(name)"
        switch self {
        case .create:
            let account = try Self.account(in: input)
            guard sources.create(name, account: account, at: now, isActive: isActive) else {
                throw AWSError("ResourceAlreadyExistsException", "Event source \(name) already exists.")
            }
            return "{\"EventSourceArn\":\"\(arn)\"}"
        case .describe:
            guard sources.state(of: name) != nil else { throw Self.notFound(name) }
            return "{\"Arn\":\"\(arn)\",\"Name\":\"\(name)\"}"
        case .list:
            guard let registrations = sources.registrations[name] else { throw Self.notFound(name) }
            return try Self.page(of: registrations, input)
        case .delete:
            sources.delete(name, account: try Self.account(in: input))
            return "{}"
        }
    }

    /// Checks `aws\.partner(/[\.\-_A-Za-z0-9]+){2,}`, 1 to 256 characters.
    static func check(name: String, at path: String) throws(AWSError) {
        guard (1...256).contains(name.utf8.count) else {
            throw .invalid(path, "have length between 1 and 256")
        }
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0].elementsEqual("aws.partner".utf8),
            parts.dropFirst().allSatisfy({ !$0.isEmpty && $0.allSatisfy(isNameByte) })
        else {
            throw .invalid(path, #"satisfy regular expression pattern: aws\.partner(/[\.\-_A-Za-z0-9]+){2,}"#)
        }
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x30...0x39,
            UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func account(in input: AWSInput) throws(AWSError) -> String {
        let account = try input.required("Account")
        guard account.utf8.count == 12, account.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw .invalid(input.path("Account"), #"satisfy regular expression pattern: \d{12}"#)
        }
        return account
    }

    private static func notFound(_ name: String) -> AWSError {
        AWSError("ResourceNotFoundException", "Event source \(name) does not exist.")
    }

    /// One page; the token is the number of accounts already given.
    private static func page(
        of registrations: [PartnerEventSources.Registration],
        _ input: AWSInput
    ) throws(AWSError) -> String {
        let limit = try input.number("Limit") ?? 100
        guard (1...100).contains(limit) else { throw .invalid("limit", "have value between 1 and 100") }
        var start = 0
        if let token = try input.text("NextToken") {
            guard let offset = Int(token), registrations.indices.contains(offset) else {
                throw AWSError("InvalidToken", "the token is of no page")
            }
            start = offset
        }
        let page = registrations.dropFirst(start).prefix(Int(limit))
        let lines = page.map {
            """
            {"Account":"\($0.account)","CreationTime":\($0.created),"ExpirationTime":\($0.expires),\
            "State":"\($0.state.rawValue)"}
            """
        }
        let next = page.endIndex < registrations.endIndex ? ",\"NextToken\":\"\(page.endIndex)\"" : ""
        return "{\"PartnerEventSourceAccounts\":[\(lines.joined(separator: ","))]\(next)}"
    }
}
