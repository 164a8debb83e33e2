#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Secrets from the environment of this process, from files, and from what programs print.
///
/// One newline at the end is removed, since editors and `echo` put it there; any other control character, and an
/// empty value, is a failure.
public struct SystemSecretStore: SecretStore {
    /// The largest secret, newline included: 64 KB.
    public static let maximumBytes = 64 * 1024

    private let disk: any Disk
    private let commandDeadline: Duration

    /// Makes a store that reads files from `disk`, and ends programs that take longer than `commandDeadline`.
    public init(disk: any Disk = SystemDisk(), commandDeadline: Duration = .seconds(30)) {
        self.disk = disk
        self.commandDeadline = commandDeadline
    }

    /// Reads an environment variable.
    public func secret(fromEnvironment name: String) throws(SecretFailure) -> SecretValue {
        let place = SecretPlace.environment(name)
        guard !name.isEmpty, !name.utf8.contains(0), let value = getenv(name) else { throw .missing(place) }
        let bytes = Array(UnsafeBufferPointer(start: value, count: strlen(value))).map(
            UInt8.init(bitPattern:)
        )
        return try Self.checked(bytes, from: place)
    }

    /// Reads a file; symbolic links are followed, as mounted secrets are often links.
    public func secret(fromFile path: String) throws(SecretFailure) -> SecretValue {
        let place = SecretPlace.file(path)
        do {
            let file = try disk.open(path, .reading)
            guard try file.status().isRegular else { throw SecretFailure.notAFile(place) }
            // One byte more than allowed tells a full-size secret from one that is too large, whatever its status said.
            var bytes = [UInt8](repeating: 0, count: Self.maximumBytes + 1)
            let count = try bytes.withUnsafeMutableBytes { buffer in try file.read(at: 0, into: buffer) }
            return try Self.checked(Array(bytes.prefix(count)), from: place)
        } catch let failure as DiskFailure {
            throw failure.isMissing ? .missing(place) : .unreadable(place, failure)
        } catch let failure as SecretFailure {
            throw failure
        } catch {
            throw .missing(place)
        }
    }

    /// Runs a program and reads what it prints; see `SecretCommand`.
    public func secret(fromCommand words: [String]) throws(SecretFailure) -> SecretValue {
        let command = SecretCommand(words, maximumBytes: Self.maximumBytes)
        return try Self.checked(try command.run(within: commandDeadline), from: command.place)
    }

    /// The value without its newline, or what is wrong with it; also for secrets that came another way.
    ///
    /// - Throws: `SecretFailure` for a secret that is empty, too large, or holds a control character.
    public static func checked(_ bytes: [UInt8], from place: SecretPlace) throws(SecretFailure) -> SecretValue
    {
        guard bytes.count <= maximumBytes else { throw .tooLarge(place, maximumBytes: maximumBytes) }
        let value = bytes.last == 0x0A ? Array(bytes.dropLast()) : bytes
        guard !value.isEmpty else { throw .empty(place) }
        var previous: UInt8 = 0
        for (offset, byte) in value.enumerated() {
            let isC0 = byte < 0x20 || byte == 0x7F
            let isC1 = previous == 0xC2 && (0x80...0x9F).contains(byte)
            guard !isC0, !isC1 else { throw .controlCharacter(place, offset: isC1 ? offset - 1 : offset) }
            previous = byte
        }
        return SecretValue(value)
    }
}
