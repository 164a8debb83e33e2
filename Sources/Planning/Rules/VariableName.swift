/// Names of environment variables.
enum VariableName {
    /// The name we propose for a credential: `HTTP_BEARER_TOKEN` for `bearerToken` of `http`.
    static func derived(partner: String?, credential: String) -> String {
        var name = partner.map { upper($0) + "_" } ?? ""
        var isAfterLower = false
        for scalar in credential.unicodeScalars.prefix(64) {
            let isUpper = ("A"..."Z").contains(scalar)
            if isUpper, isAfterLower { name += "_" }
            name += upper(String(scalar))
            isAfterLower = !isUpper
        }
        return isSound(name) && name.contains { $0 != "_" } ? name : "SECRET"
    }

    /// Whether every shell can set a variable of this name.
    static func isSound(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == 0x5F
        }
    }

    private static func upper(_ text: String) -> String {
        let characters = text.uppercased().utf8.map { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) ? byte : UInt8(ascii: "_")
        }
        return String(decoding: characters, as: UTF8.self)
    }
}
