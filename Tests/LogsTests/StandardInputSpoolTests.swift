import Foundation
import Logs
import Machine
import Testing

@Suite("Spool of standard input")
struct StandardInputSpoolTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func copy(_ text: String, into spool: StandardInputSpool) throws -> [Int64] {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try pipe.fileHandleForWriting.close()
        var sizes: [Int64] = []
        try spool.prepare()
        try spool.copy(from: pipe.fileHandleForReading.fileDescriptor) { sizes.append($0) }
        return sizes
    }

    private func content(_ spool: StandardInputSpool) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: spool.path)), as: UTF8.self)
    }

    @Test func keepsWhatArrivesAndSaysHowMuch() throws {
        let spool = StandardInputSpool(state: folder.path, source: "events", disk: SystemDisk())
        #expect(try copy("one\ntwo\n", into: spool).last == 8)
        #expect(try content(spool) == "one\ntwo\n")
    }

    @Test func endsALastLineThatHasNoLineFeed() throws {
        let spool = StandardInputSpool(state: folder.path, source: "events", disk: SystemDisk())
        #expect(try copy("one\ntwo", into: spool).last == 8)
        #expect(try content(spool) == "one\ntwo\n")
    }

    @Test func addsToWhatAnEarlierRunKept() throws {
        let spool = StandardInputSpool(state: folder.path, source: "events", disk: SystemDisk())
        _ = try copy("one\n", into: spool)
        _ = try copy("two\n", into: spool)
        #expect(try content(spool) == "one\ntwo\n")
    }

    @Test func endsALineThatAKillCutShort() throws {
        let spool = StandardInputSpool(state: folder.path, source: "events", disk: SystemDisk())
        _ = try copy("one\n", into: spool)
        try folder.append("{\"id\":\"cut", to: "spool/events.jsonl")
        _ = try copy("two\n", into: spool)
        #expect(try content(spool) == "one\n{\"id\":\"cut\ntwo\n")
    }

    @Test func anEmptyInputIsNothing() throws {
        let spool = StandardInputSpool(state: folder.path, source: "events", disk: SystemDisk())
        #expect(try copy("", into: spool).isEmpty)
        #expect(try content(spool).isEmpty)
    }
}
