/// What `measure` says.
struct StepReport {
    /// One step's numbers.
    struct Row {
        var step: Step
        var median: Double
        var minimum: Double
        var eventsPerSecond: Double
        var megabytesPerSecond: Double
        /// How many times the copy this step costs.
        var timesCopy: Double
        /// What the yardstick costs, divided by what this step costs.
        var shareOfYardstick: Double?
    }

    let events: Int
    let bytes: Int
    let rows: [Row]

    /// Works out the numbers; `yardstick` is in CPU nanoseconds per event, at its best.
    ///
    /// Ratios compare minima: whoever else uses the machine makes a round slower, and none faster.
    init(_ measurement: Measurement, yardstick: Double?) {
        let workload = measurement.workload
        let size = Double(workload.bytes.pointer.count) / Double(workload.events)
        let copy = measurement.nanoseconds[.copy, default: []].min() ?? 0
        events = workload.events
        bytes = workload.bytes.pointer.count
        rows = Step.allCases.map { step in
            let rounds = measurement.nanoseconds[step, default: []]
            let median = rounds.median
            let minimum = rounds.min() ?? 0
            return Row(
                step: step,
                median: median,
                minimum: minimum,
                eventsPerSecond: 1e9 / median,
                megabytesPerSecond: size * 1e3 / median,
                timesCopy: minimum / copy,
                shareOfYardstick: step == .copy ? nil : yardstick.map { $0 / minimum }
            )
        }
    }

    /// A table for people.
    var text: String {
        var table = TextTable(
            ["step", "ns/event", "min", "events/s", "MB/s", "x copy", "yardstick/own"]
        )
        for row in rows {
            table.add([
                row.step.rawValue, Decimal.text(row.median, 1), Decimal.text(row.minimum, 1),
                Decimal.text(row.eventsPerSecond, 0), Decimal.text(row.megabytesPerSecond, 0),
                Decimal.text(row.timesCopy, 2), row.shareOfYardstick.map { Decimal.text($0, 2) } ?? "-",
            ])
        }
        let size = bytes / max(events, 1)
        let head = "\(events) events of \(size) bytes, CPU of one thread, medians; ratios of minima"
        return head + "\n" + table.text
    }

    /// The same for programs.
    var json: String {
        let steps = rows.map { row in
            let share = row.shareOfYardstick.map { Decimal.text($0, 4) } ?? "null"
            return """
                {"step":"\(row.step.rawValue)","median_ns":\(Decimal.text(row.median, 2)),\
                "min_ns":\(Decimal.text(row.minimum, 2)),"events_per_s":\(Decimal.text(row.eventsPerSecond, 0)),\
                "mb_per_s":\(Decimal.text(row.megabytesPerSecond, 1)),"times_copy":\(Decimal.text(row.timesCopy, 3)),\
                "yardstick_by_own":\(share)}
                """
        }
        return #"{"events":\#(events),"bytes":\#(bytes),"steps":[\#(steps.joined(separator: ","))]}"#
    }
}

/// Numbers with a fixed count of decimals.
enum Decimal {
    /// Rounds to so many decimals; what is no finite number is shown as 0.
    static func text(_ number: Double, _ decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (number.magnitude * scale).rounded()
        guard scaled.isFinite, scaled < 1e18 else { return "0" }
        let sign = number < 0 && scaled > 0 ? "-" : ""
        let digits = String(Int64(scaled))
        guard decimals > 0 else { return sign + digits }
        let padded = String(repeating: "0", count: max(decimals + 1 - digits.count, 0)) + digits
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }
}
