import Delivery
import Machine
import Testing

@Suite("Progress")
struct ProgressTrackerTests {
    @Test func movesItsPositionOverWhatIsFinishedInOrder() {
        var tracker = ProgressTracker(position: 0)
        tracker.finish(0..<10)
        tracker.finish(10..<30)
        #expect(tracker.position == 30)
        #expect(tracker.finished.isEmpty)
    }

    @Test func remembersWhatIsFinishedAboveAHole() {
        var tracker = ProgressTracker(position: 0)
        tracker.finish(20..<30)
        tracker.finish(10..<20)
        #expect(tracker.position == 0)
        #expect(tracker.finished == [10..<30])
        tracker.finish(0..<10)
        #expect(tracker.position == 30)
        #expect(tracker.finished.isEmpty)
    }

    @Test func tellsAReaderWhereToSkipTo() {
        var tracker = ProgressTracker(position: 10, finished: [20..<30, 40..<50])
        #expect(tracker.endOfFinished(at: 5) == 10)
        #expect(tracker.endOfFinished(at: 10) == nil)
        #expect(tracker.endOfFinished(at: 20) == 30)
        #expect(tracker.endOfFinished(at: 29) == 30)
        #expect(tracker.endOfFinished(at: 30) == nil)
        #expect(tracker.stretches(after: 25) == [25..<30, 40..<50])
        tracker.finish(30..<40)
        #expect(tracker.finished == [20..<50])
    }

    @Test(arguments: 0..<100)
    func agreesWithASetOfBytes(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var tracker = ProgressTracker(position: 0)
        var model: Set<Int64> = []
        for _ in 0..<60 {
            let start = Int64.random(in: 0..<120, using: &random)
            let stretch = start..<start + Int64.random(in: 0..<12, using: &random)
            tracker.finish(stretch)
            model.formUnion(stretch)
        }
        let position = (0...).first { !model.contains($0) } ?? 0
        #expect(tracker.position == position)
        let above = Set(tracker.finished.flatMap { Array($0) })
        #expect(above == model.filter { $0 >= position })
        for (left, right) in zip(tracker.finished, tracker.finished.dropFirst()) {
            #expect(left.upperBound < right.lowerBound, "sorted, and merged where they touch")
        }
    }
}
