import ArgumentParser

extension Console.Format: ExpressibleByArgument {}

/// `--format`, the same for every command.
struct FormatOption: ParsableArguments {
    @Option(name: .long, help: "How to print: text or json.")
    var format = Console.Format.text
}

/// The specs a command works on.
struct SpecPaths: ParsableArguments {
    @Argument(help: "Spec files and folders; folders are walked.", completion: .file())
    var paths: [String]

    func validate() throws {
        guard !paths.contains("") else { throw ValidationError("a path may not be empty") }
    }
}

/// `--state`, the same for every command.
struct StateOption: ParsableArguments {
    @Option(name: .long, help: "The state folder.", completion: .directory)
    var state = ".currents"

    func validate() throws {
        guard !state.isEmpty else { throw ValidationError("--state may not be empty") }
    }
}
