import Foundation

/// A folder that is gone when the work in it ends, however it ends.
enum TemporaryState {
    /// Runs `work` with a new folder that only this user can open.
    ///
    /// - Throws: What `work` throws; `CocoaError` when the folder cannot be made.
    static func inFolder<Value>(_ work: (String) async throws -> Value) async throws -> Value {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("currentsctl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: url,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let folder = url.resolvingSymlinksInPath().path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await work(folder)
    }
}
