import Machine
import Plans

/// Secrets made up for one rehearsal, which no partner outside it knows.
struct ThrowawaySecrets: SecretStore {
    private var values: [String: String] = [:]

    /// Puts a made-up secret in place of each that a plan names.
    ///
    /// - Parameters:
    ///   - plan: The plan; afterwards all its references lead to this store.
    ///   - names: The credentials to replace; others are taken away.
    /// - Returns: The secrets by credential name.
    mutating func replace(in plan: inout Plan, _ names: (String) -> Bool = { _ in true }) -> [String: String]
    {
        var secrets: [String: String] = [:]
        plan.credentials = plan.credentials.filter { names($0.key) }
        for name in plan.credentials.keys.sorted() {
            secrets[name] = Self.word()
            plan.credentials[name] = keep(secrets[name], as: "\(plan.current)/\(name)")
        }
        if plan.hashKey != nil { plan.hashKey = keep(Self.word(), as: "\(plan.current)/hashKey") }
        return secrets
    }

    private mutating func keep(_ secret: String?, as name: String) -> SecretReference {
        values[name] = secret
        return .environment(name)
    }

    /// 32 letters and digits: short enough and plain enough for every partner's kind of key.
    private static func word() -> String {
        let digits = Array("0123456789abcdef")
        return String((0..<32).map { _ in digits.randomElement() ?? "0" })
    }

    func secret(fromEnvironment name: String) throws(SecretFailure) -> SecretValue {
        guard let value = values[name] else { throw .missing(.environment(name)) }
        return SecretValue(value)
    }

    /// Never: what a rehearsal needs is made up.
    func secret(fromFile path: String) throws(SecretFailure) -> SecretValue { throw .missing(.file(path)) }

    /// Never, for the same reason.
    func secret(fromCommand words: [String]) throws(SecretFailure) -> SecretValue {
        throw .missing(.command(words.first ?? ""))
    }
}
