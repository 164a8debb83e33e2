import Foundation

/// Puts new bytes in the place of a file's in one step, so that nobody ever reads half of them.
enum FileReplacement {
    /// Why a file was left as it is.
    enum Refusal: LocalizedError {
        case changedMeanwhile
        case system(Int32)

        var errorDescription: String? {
            switch self {
            case .changedMeanwhile: "the file has changed meanwhile; nothing was written to it"
            case .system(let number): String(cString: strerror(number)).lowercased()
            }
        }
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Replaces the bytes of a file.
    ///
    /// A byte order mark, the permissions and, where the system lets us, the owner are kept. When the path is a link,
    /// the file that it leads to is replaced.
    ///
    /// - Parameters:
    ///   - path: The file, or a link to it.
    ///   - expected: What the file must hold still, a byte order mark left out.
    ///   - bytes: What it is to hold, a byte order mark left out.
    /// - Throws: `Refusal`, or what Foundation says of the disk.
    static func replace(_ path: String, _ expected: [UInt8], with bytes: [UInt8]) throws {
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        let present = Array(try Data(contentsOf: target))
        let mark = present.starts(with: byteOrderMark) ? byteOrderMark : []
        guard present == mark + expected else { throw Refusal.changedMeanwhile }
        let attributes = try FileManager.default.attributesOfItem(atPath: target.path)
        let draft = target.deletingLastPathComponent()
            .appendingPathComponent(".\(target.lastPathComponent).\(UUID().uuidString)")
        do {
            // Nobody else may read the draft before it has the permissions of the file.
            let isMade = FileManager.default.createFile(
                atPath: draft.path,
                contents: nil,
                attributes: [.posixPermissions: 0o600]
            )
            guard isMade else { throw Refusal.system(errno) }
            let handle = try FileHandle(forWritingTo: draft)
            try handle.write(contentsOf: Data(mark + bytes))
            try handle.synchronize()
            try handle.close()
            if let permissions = attributes[.posixPermissions] {
                try FileManager.default.setAttributes(
                    [.posixPermissions: permissions],
                    ofItemAtPath: draft.path
                )
            }
            let owner = attributes.filter { [.ownerAccountID, .groupOwnerAccountID].contains($0.key) }
            try? FileManager.default.setAttributes(owner, ofItemAtPath: draft.path)
            guard rename(draft.path, target.path) == 0 else { throw Refusal.system(errno) }
        } catch {
            try? FileManager.default.removeItem(at: draft)
            throw error
        }
    }
}
