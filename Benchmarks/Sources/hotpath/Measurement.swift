#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// CPU nanoseconds per event of each step, round by round.
///
/// The steps take turns, so that a change in the machine's mood meets all of them; the first round is thrown away.
/// CPU time of this process is counted, not the clock on the wall, because others use the machine too.
struct Measurement {
    let workload: Workload
    /// One value per round.
    let nanoseconds: [Step: [Double]]

    init(_ workload: Workload, rounds: Int) throws {
        var nanoseconds: [Step: [Double]] = [:]
        for round in 0...rounds {
            for step in Step.allCases {
                let start = Self.cpuNanoseconds()
                let events = try step.run(workload)
                let used = Self.cpuNanoseconds() - start
                guard events == workload.events else {
                    throw Complaint("\(step.rawValue) passed \(events) of \(workload.events) events")
                }
                if round > 0 { nanoseconds[step, default: []].append(used / Double(events)) }
            }
        }
        self.workload = workload
        self.nanoseconds = nanoseconds
    }

    private static func cpuNanoseconds() -> Double {
        var used = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used)
        return Double(used.tv_sec) * 1e9 + Double(used.tv_nsec)
    }
}

extension [Double] {
    /// The middle value, or the mean of the two in the middle; 0 when there is none.
    var median: Double {
        guard !isEmpty else { return 0 }
        let sorted = sorted()
        let middle = count / 2
        return count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
