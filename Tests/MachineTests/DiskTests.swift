import Machine
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("The disk of the machine")
struct DiskTests {
    let disk = SystemDisk()
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func bytes(of path: String, at offset: Int64 = 0, count: Int = 64) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        let file = try disk.open(path, .reading)
        let read = try buffer.withUnsafeMutableBytes { buffer in try file.read(at: offset, into: buffer) }
        return Array(buffer.prefix(read))
    }

    private func write(_ text: String, to file: any DiskFile) throws {
        try Array(text.utf8).withUnsafeBytes { bytes in try file.write(bytes) }
    }

    @Test func appendsToWhatIsThere() throws {
        try write("one ", to: disk.open(scratch("log"), .appending))
        let second = try disk.open(scratch("log"), .appending)
        try write("two", to: second)
        try second.flush()
        #expect(try bytes(of: scratch("log")) == Array("one two".utf8))
    }

    @Test func readsAtAnOffsetAndStopsAtTheEnd() throws {
        let path = try scratch.write(Array("0123456789".utf8), to: "log")
        #expect(try bytes(of: path, at: 4, count: 3) == Array("456".utf8))
        #expect(try bytes(of: path, at: 8) == Array("89".utf8))
        #expect(try bytes(of: path, at: 1000).isEmpty)
    }

    @Test func makesFilesAndFoldersForTheOwnerAlone() throws {
        try disk.makeFolder(scratch("state"))
        _ = try disk.open(scratch("state/file"), .creating)
        #expect(try scratch.mode(of: "state") == 0o700)
        #expect(try scratch.mode(of: "state/file") == 0o600)
    }

    @Test func refusesToCreateOverAFile() throws {
        let path = try scratch.write([1], to: "file")
        let failure = #expect(throws: DiskFailure.self) { _ = try disk.open(path, .creating) }
        #expect(failure?.isTaken == true)
        #expect(failure?.operation == .open)
        #expect(failure?.path == path)
    }

    @Test func followsLinksOnlyToFilesAPersonNamed() throws {
        let path = try scratch.write(Array("text".utf8), to: "file")
        try FileManager.default.createSymbolicLink(atPath: scratch("link"), withDestinationPath: path)
        #expect(try bytes(of: scratch("link")) == Array("text".utf8))
        #expect(throws: DiskFailure.self) { _ = try disk.open(scratch("link"), .readingOwn) }
        #expect(throws: DiskFailure.self) { _ = try disk.open(scratch("link"), .appending) }
        #expect(try disk.status(at: scratch("link"))?.kind == .link)
    }

    @Test func knowsAFileAgainAfterARename() throws {
        let path = try scratch.write([1, 2, 3], to: "file")
        let before = try #require(try disk.status(at: path))
        try disk.rename(path, to: scratch("renamed"))
        #expect(try disk.status(at: scratch("renamed")) == before)
        #expect(try disk.status(at: path) == nil)
        #expect(before.size == 3)
        #expect(before.isRegular)
    }

    @Test func anOpenFileOutlivesItsName() throws {
        let path = try scratch.write([1, 2, 3], to: "file")
        let file = try disk.open(path, .reading)
        try disk.remove(path)
        #expect(try file.status().size == 3)
    }

    @Test func aLinkDoesNotReplaceAFile() throws {
        let one = try scratch.write([1], to: "one")
        let two = try scratch.write([2], to: "two")
        let failure = #expect(throws: DiskFailure.self) { try disk.link(one, to: two) }
        #expect(failure?.isTaken == true)
        try disk.link(one, to: scratch("three"))
        #expect(try bytes(of: scratch("three")) == [1])
    }

    @Test func listsNamesSortedByBytes() throws {
        for name in ["b", "a", "Z", "ä"] { _ = try scratch.write([], to: name) }
        #expect(try disk.names(in: scratch.path) == ["Z", "a", "b", "ä"])
    }

    @Test func saysWhatFailedAndWhere() throws {
        let failure = #expect(throws: DiskFailure.self) { _ = try disk.open(scratch("none"), .reading) }
        #expect(failure?.isMissing == true)
        #expect(failure?.description == "open '\(scratch("none"))' failed: No such file or directory")
        #expect(throws: DiskFailure.self) { try disk.flushFolder(scratch("none")) }
        #expect(throws: DiskFailure.self) { _ = try disk.names(in: scratch("none")) }
        #expect(throws: DiskFailure.self) { try disk.makeFolder(scratch("none/deeper")) }
    }

    @Test func aFullDeviceIsSaidToBeFull() throws {
        guard let full = try disk.status(at: "/dev/full"), full.kind == .other else { return }
        let file = try disk.open("/dev/full", .appending)
        let failure = #expect(throws: DiskFailure.self) { try write("text", to: file) }
        #expect(failure?.isFull == true)
        #expect(failure?.operation == .write)
    }

    @Test func flushesAFolder() throws {
        try disk.flushFolder(scratch.path)
    }
}
