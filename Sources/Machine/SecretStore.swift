/// Where secrets are fetched from; failures name the place, never the value.
public protocol SecretStore: Sendable {
    /// The value of an environment variable.
    func secret(fromEnvironment name: String) throws(SecretFailure) -> SecretValue
    /// The contents of a file.
    func secret(fromFile path: String) throws(SecretFailure) -> SecretValue
    /// What a program prints: the program and its arguments. Waits for its end.
    func secret(fromCommand words: [String]) throws(SecretFailure) -> SecretValue
}

/// Where a secret was looked for.
public enum SecretPlace: Sendable, Hashable, CustomStringConvertible {
    /// An environment variable.
    case environment(String)
    /// A file.
    case file(String)
    /// What a program prints. Its arguments are not kept: people put secrets there.
    case command(String)
    /// A secret of AWS Secrets Manager, by its name or ARN.
    case awsSecret(String)
    /// A parameter of AWS Systems Manager Parameter Store, by its name or ARN.
    case awsParameter(String)

    /// For people, such as `environment variable 'KEY'`.
    public var description: String {
        switch self {
        case .environment(let name): "environment variable '\(name)'"
        case .file(let path): "file '\(path)'"
        case .command(let program): "command '\(program)'"
        case .awsSecret(let name): "AWS secret '\(name)'"
        case .awsParameter(let name): "AWS parameter '\(name)'"
        }
    }
}

/// Why a secret was not had.
public enum SecretFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The variable is not set, or there is no such file, program, secret or parameter.
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
    /// The program ended with another status than 0. What it printed is not kept.
    case exited(SecretPlace, status: Int)
    /// A signal ended the program.
    case killed(SecretPlace, signal: Int)
    /// The program took longer than it may, and was ended.
    case timedOut(SecretPlace, after: Duration)
    /// Who keeps the secret did not give it, in words that hold nothing of it.
    case refused(SecretPlace, String)

    /// Where it was looked for.
    public var place: SecretPlace {
        switch self {
        case .missing(let place), .empty(let place), .controlCharacter(let place, _), .tooLarge(let place, _),
            .notAFile(let place), .unreadable(let place, _), .exited(let place, _), .killed(let place, _),
            .timedOut(let place, _), .refused(let place, _):
            place
        }
    }

    /// One line for people; it holds nothing of the value.
    public var description: String {
        switch self {
        case .missing(.environment(let name)): "environment variable '\(name)' is not set"
        case .missing(.file(let path)): "file '\(path)' does not exist"
        case .missing(.command(let program)): "program '\(program)' is not found"
        case .missing(let place): "\(place) does not exist"
        case .empty(let place): "\(place) is empty"
        case .controlCharacter(let place, let offset): "\(place) has a control character at byte \(offset)"
        case .tooLarge(let place, let maximum): "\(place) is larger than \(maximum) bytes"
        case .notAFile(let place): "\(place) is not a regular file"
        case .unreadable(.command(let program), let failure):
            "program '\(program)' cannot be run: \(failure.reason)"
        case .unreadable(let place, let failure): "\(place) cannot be read: \(failure.reason)"
        case .exited(let place, let status): "\(place) ended with status \(status)"
        case .killed(let place, let signal): "\(place) was ended by signal \(signal)"
        case .timedOut(let place, let limit):
            "\(place) took longer than \(limit.components.seconds) s and was ended"
        case .refused(let place, let words): "\(place): \(words)"
        }
    }
}
