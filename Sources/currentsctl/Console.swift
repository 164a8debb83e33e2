import ArgumentParser
import Diagnostics
import Foundation
import Machine

/// Standard output and standard error, and what they may carry.
enum Console {
    /// How results are printed.
    enum Format: String, CaseIterable, Sendable {
        case text, json
    }

    /// Prints to standard output, without a line end of its own.
    ///
    /// What was asked for must not be lost in silence: when there is no room for it, the program ends with 74.
    static func write(_ text: String) {
        guard let failure = put(text, to: standardOutput) else { return }
        complain("error: \(failure)")
        exit(ExitCode.ioFailure.rawValue)
    }

    /// Prints a line to standard output.
    static func line(_ text: String) { write(text + "\n") }

    /// Prints a line to standard error.
    static func complain(_ text: String) { _ = put(text + "\n", to: standardError) }

    /// Replaces the last line of a terminal on standard error.
    static func complainInPlace(_ text: String) { _ = put("\r\u{1B}[2K" + text, to: standardError) }

    /// Prints findings: JSON to standard output, text to standard error.
    static func report(_ findings: [Diagnostic], files: [SourceFile], as format: Format) {
        switch format {
        case .json:
            line(JSONRenderer().render(findings))
        case .text where !findings.isEmpty:
            let renderer = TextRenderer(usesColour: usesColour(standardError), files: files)
            _ = put(renderer.render(findings), to: standardError)
        case .text:
            break
        }
    }

    /// Opens what stands for nothing in the place of standard input, output and error where they are closed.
    ///
    /// Otherwise the first files to be opened get their numbers, and what is printed is written into them.
    static func fillStandardDescriptors() {
        while true {
            let descriptor = open("/dev/null", O_RDWR)
            guard descriptor > standardError else {
                guard descriptor >= 0 else { return }
                continue
            }
            close(descriptor)
            return
        }
    }

    /// Whether a descriptor is a terminal that wants colours (https://no-color.org).
    static func usesColour(_ descriptor: Int32) -> Bool {
        isTerminal(descriptor) && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
    }

    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    static let standardOutput: Int32 = 1
    static let standardError: Int32 = 2

    /// Writes all of a text; a reader that went away is no failure.
    private static func put(_ text: String, to descriptor: Int32) -> DiskFailure? {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0) }
            if count >= 0 {
                bytes = bytes.dropFirst(count)
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&room, 1, -1)
            case EPIPE: return nil
            case let code: return DiskFailure(operation: .write, path: "standard output", code: code)
            }
        }
        return nil
    }
}

/// `Console.write` has the name of the system call; this reaches past it.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
