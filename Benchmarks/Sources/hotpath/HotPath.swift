/// The words of the command line, and nothing else.
@main
struct HotPath {
    static let usage = """
        usage: hotpath generate COUNT FILE --samples FILE
               hotpath measure FILE [--rounds N] [--yardstick-ns N] [--format text|json]
               hotpath table FILE [--format text|markdown]

        generate  makes COUNT events from the samples, always the same ones
        measure   times the steps of the hot path over the events of FILE, in memory
        table     medians of the passes that Benchmarks/run has written to FILE
        """

    static func main() {
        var words = Words(CommandLine.arguments.dropFirst())
        do {
            switch words.next() {
            case "generate": try generate(&words)
            case "measure": try measure(&words)
            case "table": try table(&words)
            default: throw Complaint(usage)
            }
        } catch {
            Output.complain("\(error)")
            Output.end(64)
        }
    }

    private static func generate(_ words: inout Words) throws {
        let samples = try words.option("--samples")
        guard let count = words.next().flatMap({ Int($0) }), count > 0, let path = words.next(), let samples
        else {
            throw Complaint(usage)
        }
        let generator = try EventGenerator(samples: Bytes(contentsOf: samples))
        try generator.write(count, to: path)
    }

    private static func measure(_ words: inout Words) throws {
        let rounds = try words.number("--rounds") ?? 7
        let yardstick = try words.number("--yardstick-ns")
        let format = try words.option("--format") ?? "text"
        guard rounds >= 1, rounds <= 1_000, ["text", "json"].contains(format), let path = words.next() else {
            throw Complaint(usage)
        }
        let workload = try Workload(Bytes(contentsOf: path))
        let measurement = try Measurement(workload, rounds: Int(rounds))
        let report = StepReport(measurement, yardstick: yardstick)
        Output.write(format == "json" ? report.json : report.text)
    }

    private static func table(_ words: inout Words) throws {
        let format = try words.option("--format") ?? "text"
        guard ["text", "markdown"].contains(format), let path = words.next() else { throw Complaint(usage) }
        let table = PassTable(try Pass.read(Bytes(contentsOf: path)))
        Output.write(format == "markdown" ? table.markdown : table.text)
    }
}

/// What is left of the command line.
struct Words {
    private var rest: [String]

    init(_ words: some Sequence<String>) { rest = Array(words) }

    /// The next word, if there is one.
    mutating func next() -> String? { rest.isEmpty ? nil : rest.removeFirst() }

    /// Takes out an option and its value.
    mutating func option(_ name: String) throws -> String? {
        guard let index = rest.firstIndex(of: name) else { return nil }
        guard index + 1 < rest.count else { throw Complaint("\(name) wants a value") }
        let value = rest[index + 1]
        rest.removeSubrange(index...index + 1)
        return value
    }

    /// Takes out an option whose value is a number.
    mutating func number(_ name: String) throws -> Double? {
        guard let text = try option(name) else { return nil }
        guard let number = Double(text), number.isFinite, number > 0 else {
            throw Complaint("\(name) wants a number above 0, not '\(text)'")
        }
        return number
    }
}

/// Why there is nothing to show.
struct Complaint: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
