import Events
import Ledger
import Logs
import Machine
import Plans

@testable import Delivery

/// A lane by itself, without an engine.
enum LaneBench {
    static func lane(_ bench: EngineBench, types: [String]) throws -> Lane {
        let now = bench.clock.monotonic()
        return Lane(
            serial: 1,
            plan: bench.plan,
            digest: "sha256:0",
            connector: try bench.connector(bench.plan),
            types: TypeTable(names: types),
            log: FileLog(path: bench.plan.source.path, segments: [], disk: SystemDisk()),
            start: .init(position: 0, acceptedBefore: 0),
            tracker: ProgressTracker(position: 0, finished: [], counts: FateCounts()),
            machine: DeliveryStateMachine(
                configuration: .init(inFlight: 2),
                random: RandomSource(seed: 1),
                now: now
            ),
            condition: .running,
            replayedIn: 0,
            replayedFinished: 0,
            book: nil,
            clock: bench.clock,
            now: now
        )
    }

    /// Hands a lane one event as the log would.
    static func offer(_ line: String, to lane: Lane, types: [String]) {
        var scanner = EventScanner(types: TypeTable(names: types))
        var event = ScannedEvent()
        Array(line.utf8).withUnsafeBytes { bytes in
            guard scanner.scan(bytes, into: &event) == nil else { return }
            lane.offer(event, line: bytes, at: lane.cursor, end: lane.cursor + Int64(bytes.count) + 1)
        }
    }
}
