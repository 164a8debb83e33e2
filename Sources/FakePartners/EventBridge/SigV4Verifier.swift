/// A pair of keys that may sign, and until when.
struct AWSKey: Sendable, Hashable {
    var id: String
    var secret: String
    /// What temporary keys need besides.
    var sessionToken: String?
    /// Seconds since 1970 from which the key is no longer taken; nil for keys that last.
    var expires: Int64?
}

/// Decides whether a request was signed by whoever it says.
struct SigV4Verifier {
    let service: AWSService
    /// The first is the service's own.
    let regions: [String]
    /// Seconds since 1970.
    let now: Int64

    /// A request is good for so long before and after its date.
    ///
    /// - Source: "Common Errors", RequestExpired, read 2026-11-20.
    static let tolerance = 15 * 60 as Int64

    /// Checks form, scope, date, keys and signature, in this order.
    ///
    /// - Returns: The key that signed.
    func verify(_ request: PartnerRequest, keys: (String) -> AWSKey?) throws(AWSError) -> AWSKey {
        let fields = request.headers.filter { $0.name == "authorization" }
        guard !fields.isEmpty else {
            throw AWSError("MissingAuthenticationToken", "Missing Authentication Token", status: 403)
        }
        guard let field = request.header("authorization"), let signed = SigV4(authorization: field) else {
            throw incomplete(
                "Authorization must be there once and have Credential, SignedHeaders (sorted, in lower case) and Signature"
            )
        }
        try checkHeaders(request, signed)
        guard let date = request.header("x-amz-date"), let seconds = AWSTime.seconds(basic: date) else {
            throw incomplete("Date must be in ISO-8601 'basic format' in one x-amz-date field")
        }
        try checkScope(signed, date: date)
        try checkAge(date, seconds)
        let key = try key(of: signed, request, keys)
        guard signed.signature == signed.signature(of: request, date: date, secret: key.secret) else {
            throw mismatch(
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
                    + "Access Key and signing method. The canonical request should have been '"
                    + signed.canonicalRequest(request) + "'"
            )
        }
        return key
    }

    /// Host and all `x-amz-` fields must be signed, and signed fields must be there.
    private func checkHeaders(_ request: PartnerRequest, _ signed: SigV4) throws(AWSError) {
        let names = Set(request.headers.map(\.name))
        let due = names.filter { $0.hasPrefix("x-amz-") }.union(["host", "x-amz-date"])
        if let name = due.subtracting(signed.signedHeaders).min() {
            throw mismatch("'\(name)' must be a 'SignedHeader' in the AWS Authorization.")
        }
        if let name = Set(signed.signedHeaders).subtracting(names).min() {
            throw incomplete("'\(name)' is signed and is not there")
        }
        if names.contains("x-amz-content-sha256"),
            request.header("x-amz-content-sha256") != SigV4.payloadHash(request)
        {
            throw mismatch("x-amz-content-sha256 is not the hash of the payload")
        }
    }

    private func checkScope(_ signed: SigV4, date: String) throws(AWSError) {
        guard signed.day == date.prefix(8) else {
            throw mismatch(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                    + "'\(signed.day)' != '\(date.prefix(8))', from '\(date)'."
            )
        }
        guard regions.contains(signed.region) else {
            throw mismatch("Credential should be scoped to a valid region, not '\(signed.region)'.")
        }
        guard signed.service == service.rawValue else {
            throw mismatch("Credential should be scoped to correct service: '\(service.rawValue)'.")
        }
    }

    private func checkAge(_ date: String, _ seconds: Int64) throws(AWSError) {
        if now - seconds > Self.tolerance {
            throw mismatch(
                "Signature expired: \(date) is now earlier than \(AWSTime.basic(now - Self.tolerance)) "
                    + "(\(AWSTime.basic(now)) - 15 min.)"
            )
        }
        if seconds - now > Self.tolerance {
            throw mismatch(
                "Signature not yet current: \(date) is still later than \(AWSTime.basic(now + Self.tolerance)) "
                    + "(\(AWSTime.basic(now)) + 15 min.)"
            )
        }
    }

    private func key(
        of signed: SigV4,
        _ request: PartnerRequest,
        _ keys: (String) -> AWSKey?
    ) throws(AWSError) -> AWSKey {
        guard let key = keys(signed.accessKeyID), key.sessionToken == request.header("x-amz-security-token"),
            key.sessionToken != nil || !request.headers.contains(where: { $0.name == "x-amz-security-token" })
        else {
            let code = service == .events ? "UnrecognizedClientException" : "InvalidClientTokenId"
            throw AWSError(code, "The security token included in the request is invalid.", status: 403)
        }
        if let expires = key.expires, now >= expires {
            let code = service == .events ? "ExpiredTokenException" : "ExpiredToken"
            throw AWSError(code, "The security token included in the request is expired", status: 403)
        }
        return key
    }

    private func incomplete(_ message: String) -> AWSError {
        AWSError("IncompleteSignature", message, status: 403)
    }

    private func mismatch(_ message: String) -> AWSError {
        let code = service == .events ? "InvalidSignatureException" : "SignatureDoesNotMatch"
        return AWSError(code, message, status: 403)
    }
}
