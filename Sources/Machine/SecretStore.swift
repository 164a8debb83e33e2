/// Where secrets are fetched from; failures name the place, never the value.
public protocol SecretStore: Sendable {
    /// The value of an environment variable.
    func secret(fromEnvironment name: String) throws(SecretFailure) -> SecretValue
    /// The contents of a file.
    func secret(fromFile path: String) throws(SecretFailure) -> SecretValue
}

/// Where a secret was looked for.
public enum SecretPlace: Sendable, Hashable, CustomStringConvertible {
    /// An environment variable.
    case environment(String)
    /// A file.
    case file(String)

    /// For people, such as `environment variable 'KEY'`.
    public var description: String {
        switch self {
        case .environment(let name): "environment variable '\(name)'"
        case .file(let path): "file '\(path)'"
        }
    }
}

/// Why a secret was not had.
public enum SecretFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The variable is not set, or there is no such file.
    case missing(SecretPlace)
    /// It is there and holds nothing.
    case empty(SecretPlace)
    /// It holds a control character at a byte offset counted from 0; one newline at the end is allowed.
    case controlCharacter(SecretPlace, offset: Int)
    /// It is larger than a secret may be.
    case tooLarge(SecretPlace, maximumBytes: Int)
    /// It is a folder, a pipe or a device.
    case notAFile(SecretPlace)
    /// The file could not be read.
    case unreadable(SecretPlace, DiskFailure)

    /// Where it was looked for.
    public var place: SecretPlace {
        switch self {
        case .missing(let place), .empty(let place), .controlCharacter(let place, _), .tooLarge(let place, _),
            .notAFile(let place), .unreadable(let place, _):
            place
        }
    }

    /// One line for people; it holds nothing of the value.
    public var description: String {
        switch self {
        case .missing(.environment(let name)): "environment variable '\(name)' is not set"
        case .missing(.file(let path)): "file '\(path)' does not exist"
        case .empty(let place): "\(place) is empty"
        case .controlCharacter(let place, let offset): "\(place) has a control character at byte \(offset)"
        case .tooLarge(let place, let maximum): "\(place) is larger than \(maximum) bytes"
        case .notAFile(let place): "\(place) is not a regular file"
        case .unreadable(let place, let failure): "\(place) cannot be read: \(failure.reason)"
        }
    }
}
