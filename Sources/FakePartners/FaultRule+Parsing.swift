extension FaultRule {
    /// Reads one line of a fault script.
    ///
    /// - Parameters:
    ///   - line: The line.
    ///   - forms: The faults of the partner's own.
    /// - Returns: The rule, or what is wrong with the line.
    public static func parse(
        _ line: String,
        forms: [FaultForm] = []
    ) -> Result<FaultRule, FakePartnerProblem> {
        do throws(FakePartnerProblem) {
            var words = try FaultWords(line, forms)
            var rule = FaultRule(try words.takeAction())
            rule.first = try words.takeCount("first")
            rule.every = try words.takeCount("every")
            rule.after = try words.takeCount("after", from: 0)
            rule.probability = try words.take("probability", "a number from 0 to 1") { text in
                Double(text).flatMap { (0...1).contains($0) ? $0 : nil }
            }
            rule.seed = try words.take("seed", "a whole number") { UInt64($0) } ?? 0
            rule.operation = try words.take("op", "the name of a call") { $0.isEmpty ? nil : $0 }
            try words.end()
            return .success(rule)
        } catch {
            return .failure(error)
        }
    }

    /// Reads a whole script: a rule on each line; empty lines and lines that begin with `#` are passed over.
    ///
    /// - Parameters:
    ///   - script: The lines.
    ///   - forms: The faults of the partner's own.
    /// - Returns: The rules, or what is wrong with the first line that is wrong.
    public static func parse(
        script: String,
        forms: [FaultForm] = []
    ) -> Result<[FaultRule], FakePartnerProblem> {
        var rules: [FaultRule] = []
        for (index, line) in script.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let text = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            guard !text.isEmpty, !text.hasPrefix("#") else { continue }
            switch parse(text, forms: forms) {
            case .success(let rule): rules.append(rule)
            case .failure(let problem):
                return .failure(FakePartnerProblem("line \(index + 1): \(problem.description)"))
            }
        }
        return .success(rules)
    }
}

/// The words of a line, taken one by one; what is left over at the end is a mistake.
private struct FaultWords {
    private let line: String
    private let forms: [FaultForm]
    private var bare: [String] = []
    private var settings: [(name: String, value: String)] = []

    init(_ line: String, _ forms: [FaultForm]) throws(FakePartnerProblem) {
        self.line = line
        self.forms = forms
        for word in line.split(separator: " ") {
            guard let equals = word.firstIndex(of: "=") else {
                bare.append(String(word))
                continue
            }
            let name = String(word[..<equals])
            guard !settings.contains(where: { $0.name == name }) else {
                throw FakePartnerProblem("'\(name)' is there twice in fault '\(line)'")
            }
            settings.append((name, String(word[word.index(after: equals)...])))
        }
    }

    /// The action: one bare word, or the setting that is an action by itself.
    mutating func takeAction() throws(FakePartnerProblem) -> FaultRule.Action {
        guard bare.count <= 1 else { throw FakePartnerProblem("fault '\(line)' has more than one action") }
        if bare.isEmpty { return try takeSettingAction() }
        let word = bare.removeFirst()
        if let fault = ConnectionFault(rawValue: word) { return .connection(fault) }
        if let form = forms.first(where: { $0.name == word && !$0.takesValue }) { return try take(form) }
        guard word == "reject" else { throw FakePartnerProblem("unknown action '\(word)'; \(actions)") }
        guard let id = try take("id", "an event's id", { $0.isEmpty ? nil : $0 }) else {
            throw FakePartnerProblem("'reject' needs 'id=…'")
        }
        return .reject(id: id, status: try takeStatus() ?? 400)
    }

    private mutating func takeSettingAction() throws(FakePartnerProblem) -> FaultRule.Action {
        if let action = try takeErrorAction() { return action }
        if let status = try takeStatus() {
            return .status(
                status,
                retryAfter: try take("retry-after", "whole seconds") { UInt32($0).map(Int.init) },
                isEmpty: try take("body", "'empty'") { $0 == "empty" ? true : nil } ?? false
            )
        }
        if let delay = try take("delay", "a duration such as 200ms or 2s", Self.duration) {
            return .delay(delay)
        }
        if let token = try take("token", "a token", { $0.isEmpty ? nil : $0 }) { return .token(token) }
        if let status = try takeStatus("status-after") { return .statusAfter(status) }
        for form in forms where form.takesValue && settings.contains(where: { $0.name == form.name }) {
            return try take(form)
        }
        throw FakePartnerProblem("fault '\(line)' has no action; \(actions)")
    }

    /// The actions that a partner carries out itself; they come first, since some take a status as a setting.
    private mutating func takeErrorAction() throws(FakePartnerProblem) -> FaultRule.Action? {
        if let code = try take("error", "the name of an error", { $0.isEmpty ? nil : $0 }) {
            return .error(code: code, status: try takeStatus())
        }
        if let code = try take("entry-error", "the name of an error", { $0.isEmpty ? nil : $0 }) {
            return .entryError(code: code, id: try take("id", "an event's id") { $0.isEmpty ? nil : $0 })
        }
        let shift = try take("results", "a whole number from -20 to 20, not 0") { text in
            Int(text).flatMap { (-20...20).contains($0) && $0 != 0 ? $0 : nil }
        }
        return shift.map { .results($0) }
    }

    /// Takes a fault of the partner's own with its settings.
    private mutating func take(_ form: FaultForm) throws(FakePartnerProblem) -> FaultRule.Action {
        var fault = PartnerFault(name: form.name)
        for name in (form.takesValue ? [form.name] : []) + form.settings {
            fault.settings[name] = try take(name, "a word") { $0.isEmpty ? nil : $0 }
        }
        if let problem = form.check(fault) { throw FakePartnerProblem("'\(form.name)' \(problem)") }
        return .partner(fault)
    }

    private var actions: String {
        let own = forms.map { $0.takesValue ? "\($0.name)=…" : $0.name }
        return "actions are "
            + ([
                "status=N", "status-after=N", "error=CODE", "entry-error=CODE", "results=N", "delay=TIME",
                "token=NEW", "reset", "reset-after", "hang", "garbage", "truncate", "reject",
            ] + own).joined(separator: ", ")
    }

    private mutating func takeStatus(_ name: String = "status") throws(FakePartnerProblem) -> Int? {
        try take(name, "a status from 200 to 599") {
            Int($0).flatMap { (200...599).contains($0) ? $0 : nil }
        }
    }

    mutating func takeCount(_ name: String, from minimum: Int = 1) throws(FakePartnerProblem) -> Int? {
        try take(name, "a whole number from \(minimum)") { Int($0).flatMap { $0 >= minimum ? $0 : nil } }
    }

    /// Takes a setting out; nil when it is not there.
    mutating func take<Value>(
        _ name: String,
        _ expected: String,
        _ read: (String) -> Value?
    ) throws(FakePartnerProblem) -> Value? {
        guard let index = settings.firstIndex(where: { $0.name == name }) else { return nil }
        let text = settings.remove(at: index).value
        guard let value = read(text) else {
            throw FakePartnerProblem("'\(name)=\(text)' should be \(expected)")
        }
        return value
    }

    func end() throws(FakePartnerProblem) {
        guard let left = settings.first else { return }
        throw FakePartnerProblem("'\(left.name)' means nothing in fault '\(line)'")
    }

    private static func duration(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = UInt32(digits) else { return nil }
        switch text.dropFirst(digits.count) {
        case "ms": return .milliseconds(count)
        case "s": return .seconds(count)
        case "m": return .seconds(Int64(count) * 60)
        default: return nil
        }
    }
}
