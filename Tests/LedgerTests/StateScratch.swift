import Ledger
import Machine
import Plans
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A state folder of its own for one test, gone with the value, and short ways to fill it.
final class StateScratch: Sendable {
    let parent: String
    var folder: String { parent + "/state" }
    var file: String { folder + "/ledger.sqlite" }

    init() throws {
        parent = FileManager.default.temporaryDirectory.path + "/ledger-tests-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: parent) }

    func open(_ mode: Ledger.Mode = .write) throws(LedgerProblem) -> Ledger {
        try Ledger.open(at: folder, mode: mode)
    }

    /// The problem that opening ends with.
    func problem(_ mode: Ledger.Mode = .write) -> LedgerProblem? {
        #expect(throws: LedgerProblem.self) { _ = try open(mode) }
    }

    func bytes(of path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }

    func write(_ bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    func names() throws -> [String] { try SystemDisk().names(in: folder) }

    /// Copies the folder as a kill at this moment would leave it.
    func afterKill() throws -> StateScratch {
        let copy = try StateScratch()
        try FileManager.default.copyItem(atPath: folder, toPath: copy.folder)
        return copy
    }
}

/// A source that has accepted `count` events of ten bytes.
func source(_ name: String = "events", accepted count: Int64) -> SourceState {
    SourceState(name: name, received: count, accepted: count, head: count * 10)
}

/// A current that has delivered `count` events of that source.
func current(_ name: String = "amplitude", delivered count: Int64, from source: String = "events")
    -> CurrentProgress
{
    CurrentProgress(
        current: name,
        source: source,
        position: count * 10,
        delivered: count,
        planDigest: "sha256:1"
    )
}

/// A dead letter with a body.
func letter(_ id: String, of current: String = "amplitude", at position: Int64 = 0) -> NewDeadLetter {
    NewDeadLetter(
        current: current,
        eventID: Array(id.utf8),
        eventType: "users.messages.sms.Send",
        position: position,
        length: 10,
        reason: .rejectedByPartner,
        detail: "no such device",
        status: 400,
        body: Array("{\"id\":\"\(id)\"}".utf8),
        at: WallInstant(milliseconds: 7000)
    )
}

/// A current's plan with the given digest.
func plan(_ name: String = "amplitude", _ digest: String = "sha256:1") -> PlanChanges.NewPlan {
    PlanChanges.NewPlan(
        name: name,
        digest: digest,
        json: "{\"current\":\"\(name)\",\"digest\":\"\(digest)\"}"
    )
}

/// The moment at which tests apply changes.
let noon = WallInstant(milliseconds: 1_800_000_000_000)
