/// One measured run of a program over all events, as `Benchmarks/run` writes it down.
struct Pass {
    /// What was measured, such as `batch 100`.
    var workload: String
    /// Which program.
    var program: String
    var events: Double
    var wallSeconds: Double
    var cpuSeconds: Double
    var peakKiB: Double
    var requests: Double

    /// Reads passes: one a line, tabulators between the values, in the order above with user and system CPU apart.
    static func read(_ bytes: Bytes) throws -> [Pass] {
        try String(decoding: bytes.pointer, as: UTF8.self).split(separator: "\n").map { line in
            let cells = line.split(separator: "\t")
            let numbers = cells.dropFirst(2).compactMap { Double($0) }
            guard cells.count == 8, numbers.count == 6, numbers[0] > 0 else {
                throw Complaint("not a pass: '\(line)'")
            }
            return Pass(
                workload: String(cells[0]),
                program: String(cells[1]),
                events: numbers[0],
                wallSeconds: numbers[1],
                cpuSeconds: numbers[2] + numbers[3],
                peakKiB: numbers[4],
                requests: numbers[5]
            )
        }
    }
}

/// Medians of passes, one row for each workload and program, in the order they first came.
struct PassTable {
    /// The program all others are compared with.
    static let yardstick = "yardstick"

    private var table = TextTable([
        "workload", "program", "rounds", "CPU s/Mev", "spread", "wall s", "events/s", "peak MiB", "requests",
        "yardstick/own", "at best",
    ])

    init(_ passes: [Pass]) {
        var order: [[String]] = []
        for pass in passes where !order.contains([pass.workload, pass.program]) {
            order.append([pass.workload, pass.program])
        }
        for names in order {
            let group = passes.filter { [$0.workload, $0.program] == names }
            let base = passes.filter { $0.workload == names[0] && $0.program == Self.yardstick }
            table.add(Self.row(names, group, base: base))
        }
    }

    var text: String { table.text }
    var markdown: String { table.markdown }

    private static func row(_ names: [String], _ group: [Pass], base: [Pass]) -> [String] {
        let cost = group.map { $0.cpuSeconds / $0.events * 1e6 }
        let baseCost = base.map { $0.cpuSeconds / $0.events * 1e6 }
        return names + [
            "\(group.count)",
            Decimal.text(cost.median, 2),
            "\(Decimal.text(cost.min() ?? 0, 2))-\(Decimal.text(cost.max() ?? 0, 2))",
            Decimal.text(group.map(\.wallSeconds).median, 2),
            Decimal.text(group.map { $0.events / $0.wallSeconds }.median, 0),
            Decimal.text(group.map { $0.peakKiB / 1024 }.max() ?? 0, 1),
            Decimal.text(group.map(\.requests).median, 0),
            base.isEmpty ? "-" : Decimal.text(baseCost.median / cost.median, 2),
            base.isEmpty ? "-" : Decimal.text((baseCost.min() ?? 0) / (cost.min() ?? 1), 2),
        ]
    }
}
