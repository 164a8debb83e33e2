import Connectors
import Delivery
import Foundation
import Glossary
import Ledger
import Machine
import Plans

/// One marked sample event of each selected type, sent to the real partner by the engine in a state of its own.
struct TestDispatch {
    /// One event and what it is.
    struct Sample {
        /// The event type.
        var type: String
        /// The event's id.
        var id: String
        /// The event, as one JSON line without its line feed.
        var line: String
        /// What the plan makes of it.
        var preview: EventPreview.Result
    }

    /// What became of an event.
    enum Fate {
        /// The partner said that it has it.
        case accepted
        /// The plan leaves it out; why.
        case leftOut(String)
        /// It could not be made into a record, or the partner refused it; in whose words.
        case refused(String)
        /// No answer that settles it; why.
        case notSent(String)

        /// The fate in one word, as printed.
        var word: String {
            switch self {
            case .accepted: "accepted"
            case .leftOut: "left_out"
            case .refused: "refused"
            case .notSent: "not_sent"
            }
        }

        /// Why, when there is more to say.
        var words: String? {
            switch self {
            case .accepted: nil
            case .leftOut(let words), .refused(let words), .notSent(let words): words
            }
        }
    }

    /// How it ended.
    struct Report {
        /// What became of each event, in the order of the types.
        var fates: [(sample: Sample, fate: Fate)]
        /// Whether what was not sent may go later by itself, because the partner cannot be reached or is busy.
        var isUnreachable: Bool
    }

    private let plan: Plan
    /// The events, in the order of their types.
    let samples: [Sample]

    /// Makes one event for each type.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - now: The moment the events happen at, which their ids name.
    /// - Throws: `ConnectorProblem` when the plan cannot be served.
    init(plan: Plan, now: WallInstant) throws {
        let glossary = Glossary.builtIn
        var preview = EventPreview(
            plan: plan,
            connector: try ConnectorRegistry.connector(for: plan),
            knownTypes: glossary.eventTypes.map(\.name)
        )
        var samples: [Sample] = []
        for (number, event) in plan.events.enumerated() {
            guard let type = glossary[event.type] else { continue }
            let id = "\(SampleEvent.mark)-\(now.milliseconds)-\(number + 1)"
            var sample = SampleEvent(type: type, id: id, time: now.milliseconds / 1000, extent: .whole)
            if let name = plan.customEvents?.first {
                sample.customName = name.replacing("*", with: SampleEvent.mark)
            }
            let line = sample.json
            guard let result = Array(line.utf8).withUnsafeBytes({ preview.result(for: $0) }) else { continue }
            samples.append(Sample(type: type.name, id: id, line: line, preview: result))
        }
        self.plan = plan
        self.samples = samples
    }

    /// Sends the events and says what became of each.
    ///
    /// - Parameters:
    ///   - folder: The folder that relative paths of the plan are counted from.
    ///   - wait: How long to go on without progress.
    /// - Returns: How it ended.
    /// - Throws: A problem of the temporary state.
    func send(countingPathsFrom folder: String, wait: Duration) async throws -> Report {
        try await TemporaryState.inFolder { temporary in
            let file = temporary + "/events.jsonl"
            try Data(samples.map { $0.line + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: file))
            var plan = plan
            plan.source = SourcePlan(name: plan.source.name, kind: .file, path: file, isFollowed: false)
            plan.start = .beginning
            plan.isEnabled = true
            plan.renamedFrom = nil
            // Alone in its request, each event gets an answer of its own.
            plan.delivery.batchEvents = 1
            let (run, ledger) = try await EngineRun(wait: wait)(
                [plan],
                at: temporary + "/state",
                countingPathsFrom: folder
            )
            let current = run.currents.first { $0.name == plan.current }
            return Report(
                fates: try await fates(in: ledger, remainder: current?.remainder),
                isUnreachable: current?.remainder?.due != nil
            )
        }
    }

    private func fates(in ledger: Ledger, remainder: RunReport.Remainder?) async throws -> [(Sample, Fate)] {
        let letters = try await ledger.deadLetters(current: plan.current, limit: samples.count)
        let progress = try await ledger.allProgress().first { $0.current == plan.current }
        var position: Int64 = 0
        return samples.map { sample in
            let start = position
            position += Int64(sample.line.utf8.count) + 1
            if let letter = letters.first(where: { $0.eventID.elementsEqual(sample.id.utf8) }) {
                let status = letter.status.map { "status \($0): " } ?? ""
                let words = letter.detail.isEmpty ? letter.reason.rawValue : letter.detail
                return (sample, .refused(status + words))
            }
            let isDone = progress.map { $0.position > start || $0.finished.contains { $0.contains(start) } }
            guard isDone ?? false else {
                return (sample, .notSent(remainder?.reason ?? "the run ended before"))
            }
            guard sample.preview.outcome == .filtered else { return (sample, .accepted) }
            return (sample, .leftOut(sample.preview.reason ?? ""))
        }
    }
}
