/// STS's AssumeRole: a form in, XML out.
///
/// - Source: STS API reference, AssumeRole, and botocore's service model 2011-06-15, read 2026-11-20.
struct AssumeRole {
    static let namespace = "https://sts.amazonaws.com/doc/2011-06-15/"

    let roles: [FakeEventBridge.Role]
    /// The key that asks.
    let caller: AWSKey
    /// Seconds since 1970.
    let now: Int64

    /// Reads a form; a field that is there twice has its last value.
    static func fields(of body: [UInt8]) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in String(decoding: body, as: UTF8.self).split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                String(decoding: PercentCoding.decode($0, plusIsSpace: true), as: UTF8.self)
            }
            if let name = parts.first { fields[name] = parts.dropFirst().first ?? "" }
        }
        return fields
    }

    /// Gives temporary keys for a role.
    ///
    /// - Returns: The keys, and the answer's body.
    func run(_ fields: [String: String], requestID: String) throws(AWSError) -> (AWSKey, String) {
        guard fields["Action"] == "AssumeRole", fields["Version"] == "2011-06-15" else {
            throw AWSError(
                "InvalidAction",
                "Could not find operation \(fields["Action"] ?? "") for version \(fields["Version"] ?? "")"
            )
        }
        guard let arn = fields["RoleArn"], (20...2048).contains(arn.unicodeScalars.count) else {
            throw invalid("roleArn", "have length between 20 and 2048")
        }
        guard let session = fields["RoleSessionName"], isWord(session, 2...64, besides: "+=,.@-_") else {
            throw invalid(
                "roleSessionName",
                #"satisfy regular expression pattern: [\w+=,.@-]*, and have 2 to 64 characters"#
            )
        }
        if let externalID = fields["ExternalId"], !isWord(externalID, 2...1224, besides: "+=,.@:/-_") {
            throw invalid(
                "externalId",
                #"satisfy regular expression pattern: [\w+=,.@:\/-]*, and have 2 to 1224 characters"#
            )
        }
        let seconds = try duration(fields["DurationSeconds"])
        guard let role = roles.first(where: { $0.arn == arn }),
            role.externalID == nil || role.externalID == fields["ExternalId"]
        else {
            // AWS says the same for a role that is not there as for one that is not to be had.
            throw AWSError(
                "AccessDenied",
                "The caller is not authorized to perform: sts:AssumeRole on resource: \(arn)",
                status: 403
            )
        }
        let key = AWSKey(
            id: AWSIdentifier.accessKeyID(),
            secret: AWSIdentifier.opaque(40),
            sessionToken: AWSIdentifier.opaque(206) + "==",
            expires: now + seconds
        )
        return (key, answer(role, session, key, requestID))
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// 900 to 43200, an hour by default; keys that are temporary themselves cannot ask for more than an hour.
    private func duration(_ text: String?) throws(AWSError) -> Int64 {
        guard let text else { return 3600 }
        guard let seconds = Int64(text), (900...43_200).contains(seconds) else {
            throw invalid("durationSeconds", "have value between 900 and 43200")
        }
        guard caller.sessionToken == nil || seconds <= 3600 else {
            throw AWSError(
                "ValidationError",
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"
            )
        }
        return seconds
    }

    private func invalid(_ path: String, _ constraint: String) -> AWSError {
        AWSError("ValidationError", AWSError.invalid(path, constraint).message)
    }

    private func isWord(_ text: String, _ length: ClosedRange<Int>, besides marks: String) -> Bool {
        length.contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                marks.utf8.contains(byte) || (0x30...0x39).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            }
    }

    private func answer(_ role: FakeEventBridge.Role, _ session: String, _ key: AWSKey, _ requestID: String)
        -> String
    {
        let parts = role.arn.split(separator: ":", omittingEmptySubsequences: false)
        let account = parts.count > 4 ? parts[4] : ""
        let roleName = role.arn.split(separator: "/").last ?? ""
        let arn = "arn:aws:sts::\(account):assumed-role/\(roleName)/\(session)"
        return """
            <AssumeRoleResponse xmlns="\(Self.namespace)"><AssumeRoleResult>\
            <AssumedRoleUser><AssumedRoleId>AROAEXAMPLEEXAMPLE123:\(Self.escaped(session))</AssumedRoleId>\
            <Arn>\(Self.escaped(arn))</Arn></AssumedRoleUser>\
            <Credentials><AccessKeyId>\(key.id)</AccessKeyId><SecretAccessKey>\(key.secret)</SecretAccessKey>\
            <SessionToken>\(key.sessionToken ?? "")</SessionToken>\
            <Expiration>\(AWSTime.extended(key.expires ?? now))</Expiration></Credentials>\
            </AssumeRoleResult><ResponseMetadata><RequestId>\(requestID)</RequestId></ResponseMetadata>\
            </AssumeRoleResponse>
            """
    }
}
