import Logs
import Machine
import Testing

@Suite("File log")
struct FileLogTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/events.jsonl" }

    init() throws { folder = try TemporaryFolder() }

    /// All lines from a position, as text.
    private func read(
        _ log: FileLog,
        from position: Int64 = 0,
        capacity: Int = 1 << 16,
        takesRest: Bool = false
    ) throws -> [String] {
        let reader = LineReader(log: log, position: position, capacity: capacity)
        var lines: [String] = []
        while let line = try reader.next(before: log.end, takesRest: takesRest) {
            lines.append(String(decoding: line.bytes, as: UTF8.self))
        }
        return lines
    }

    @Test(arguments: [1, 2, 3, 7, 64, 1 << 16])
    func readsWholeLinesWhateverTheBuffer(capacity: Int) throws {
        try folder.write("one\ntwo two\r\n\nfour\nrest", to: "events.jsonl")
        let log = FileLog(path: path, disk: SystemDisk())
        #expect(try log.refresh().isEmpty)
        #expect(try read(log, capacity: capacity) == ["one", "two two\r", "", "four"])
        #expect(try read(log, capacity: capacity, takesRest: true).last == "rest")
    }

    @Test func aRestBecomesALineWhenItsLineFeedArrives() throws {
        try folder.write("one\ntw", to: "events.jsonl")
        let log = FileLog(path: path, disk: SystemDisk())
        _ = try log.refresh()
        let reader = LineReader(log: log, position: 0)
        #expect(try reader.next(before: log.end, takesRest: false)?.end == 4)
        #expect(try reader.next(before: log.end, takesRest: false) == nil)
        try folder.append("o\n", to: "events.jsonl")
        _ = try log.refresh()
        let line = try #require(try reader.next(before: log.end, takesRest: false))
        #expect(String(decoding: line.bytes, as: UTF8.self) == "two")
        #expect(line.position == 4)
        #expect(line.end == 8)
    }

    @Test func aMissingFileIsANoticeOnce() throws {
        let log = FileLog(path: path, disk: SystemDisk())
        guard case .missing(path, _)? = try log.refresh().first else {
            Issue.record("no notice")
            return
        }
        #expect(try log.refresh().isEmpty)
        try folder.write("one\n", to: "events.jsonl")
        #expect(try log.refresh().isEmpty)
        #expect(try read(log) == ["one"])
    }

    @Test func aFolderIsNoSource() throws {
        let log = FileLog(path: folder.path, disk: SystemDisk())
        #expect(try log.refresh() == [.missing(path: folder.path, reason: "not a regular file")])
    }

    @Test func aTruncatedFileBeginsANewSegment() throws {
        try folder.write("one\ntwo\n", to: "events.jsonl")
        let log = FileLog(path: path, disk: SystemDisk())
        _ = try log.refresh()
        log.accept(upTo: 8)
        try folder.truncate("events.jsonl", to: 0)
        try folder.append("new\n", to: "events.jsonl")
        #expect(try log.refresh() == [.truncated(path: path)])
        #expect(log.segments.map(\.base) == [0, 8])
        #expect(try read(log, from: 8) == ["new"])
        #expect(throws: SegmentGone.self) { try read(log, from: 0) }
    }

    @Test func aFileOfTheSameLengthWithOtherContentIsNotTheSame() throws {
        try folder.write("one\ntwo\n", to: "events.jsonl")
        let log = FileLog(path: path, disk: SystemDisk())
        _ = try log.refresh()
        log.accept(upTo: 8)
        let segments = log.segments
        try folder.truncate("events.jsonl", to: 0)
        try folder.append("six\nten\n", to: "events.jsonl")
        let later = FileLog(path: path, segments: segments, disk: SystemDisk())
        #expect(try later.refresh() == [.truncated(path: path)])
        #expect(try read(later, from: 8) == ["six", "ten"])
    }

    @Test func aRenamedFileIsReadToItsEndBeforeItsSuccessor() throws {
        try folder.write("one\n", to: "events.jsonl")
        let log = FileLog(path: path, disk: SystemDisk())
        _ = try log.refresh()
        log.accept(upTo: 4)
        try folder.append("two\nrest", to: "events.jsonl")
        try folder.rename("events.jsonl", to: "events.jsonl.1")
        try folder.write("three\n", to: "events.jsonl")
        #expect(try log.refresh().isEmpty)
        #expect(log.isLeavingLast)
        #expect(try read(log, from: 4, takesRest: log.isLeavingLast) == ["two", "rest"])
        log.accept(upTo: 12)
        #expect(try log.refresh() == [.replaced(path: path)])
        #expect(try read(log, from: 12) == ["three"])
        #expect(try read(log, from: 0) == ["one", "two", "rest", "three"])
    }

    @Test func aFileRenamedWhileNobodyLookedIsFoundAgain() throws {
        try folder.write("one\ntwo\n", to: "events.jsonl")
        let log = FileLog(path: path, disk: SystemDisk())
        _ = try log.refresh()
        log.accept(upTo: 4)
        let segments = log.segments
        try folder.rename("events.jsonl", to: "archived")
        try folder.write("three\n", to: "events.jsonl")
        let later = FileLog(path: path, segments: segments, disk: SystemDisk())
        _ = try later.refresh()
        #expect(try read(later, from: 4, takesRest: true) == ["two"])
    }

    @Test func aReplacedFileThatCannotBeFoundIsLost() throws {
        try folder.write("one\ntwo\n", to: "events.jsonl")
        let log = FileLog(path: path, disk: SystemDisk())
        _ = try log.refresh()
        log.accept(upTo: 4)
        let segments = log.segments
        // The successor exists first, so that the file system cannot give it the same number.
        try folder.write("three\n", to: "next")
        try folder.remove("events.jsonl")
        try folder.rename("next", to: "events.jsonl")
        let later = FileLog(path: path, segments: segments, disk: SystemDisk())
        #expect(try later.refresh() == [.lost(path: path)])
        #expect(try read(later, from: 4) == ["three"])
    }

    @Test func aLineLongerThanAReaderHoldsIsSteppedOver() throws {
        let long = String(repeating: "x", count: LineReader.maximumLine + 10)
        try folder.write("one\n\(long)\nthree\n", to: "events.jsonl")
        let log = FileLog(path: path, disk: SystemDisk())
        _ = try log.refresh()
        let reader = LineReader(log: log, position: 0)
        _ = try reader.next(before: log.end, takesRest: false)
        let line = try #require(try reader.next(before: log.end, takesRest: false))
        #expect(line.isTooLong)
        #expect(line.end - line.position == Int64(long.utf8.count + 1))
        let third = try #require(try reader.next(before: log.end, takesRest: false))
        #expect(String(decoding: third.bytes, as: UTF8.self) == "three")
    }

    @Test func aReaderGoesOnWhereItIsTold() throws {
        try folder.write("one\ntwo\nthree\nfour\n", to: "events.jsonl")
        let log = FileLog(path: path, disk: SystemDisk())
        _ = try log.refresh()
        let reader = LineReader(log: log, position: 0)
        _ = try reader.next(before: log.end, takesRest: false)
        reader.seek(to: 8)
        let line = try #require(try reader.next(before: log.end, takesRest: false))
        #expect(String(decoding: line.bytes, as: UTF8.self) == "three")
        reader.seek(to: 0)
        let again = try #require(try reader.next(before: log.end, takesRest: false))
        #expect(String(decoding: again.bytes, as: UTF8.self) == "one")
    }
}
