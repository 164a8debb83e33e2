/// Writes the glossary as Swift source, so that the program carries it without a file beside it.
public enum GlossarySource {
    /// The whole of `BuiltInRelease.swift` for a glossary; the same bytes for the same facts.
    ///
    /// One string literal, because the compiler takes that in at once; an array of values would cost it half
    /// a minute.
    public static func swiftFile(of glossary: Glossary) -> String {
        let literal = glossary.text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { escaped(String($0)) }
            .joined(separator: "\n")
        return """
            // Written by Scripts/regenerate from specs/glossary. Do not edit.
            // swift-format-ignore-file

            /// The canonical text of the glossary that the program carries.
            enum BuiltInRelease {
                /// Release \(glossary.release) of the schema; `Glossary.builtIn` is what it says.
                static let text = \"\"\"
            \(literal)
            \"\"\"
            }

            """
    }

    private static func escaped(_ line: String) -> String {
        var escaped = ""
        for character in line.unicodeScalars {
            if character == "\\" || character == "\"" { escaped.append("\\") }
            escaped.unicodeScalars.append(character)
        }
        return escaped
    }
}

extension Glossary {
    /// The canonical text of the release this program was built with.
    public static var builtInText: String { BuiltInRelease.text }

    /// The release this program was built with, read once, at first use.
    ///
    /// A test reads the text with every check, so here it is only taken in. Were it damaged all the same, the
    /// glossary would be empty and accept no event.
    public static let builtIn: Glossary =
        (try? GlossaryTextReader.read(BuiltInRelease.text))
        ?? Glossary(
            unchecked: [],
            release: "",
            samplesAsOf: "",
            sources: [],
            platformValues: [],
            aliases: [],
            notExported: []
        )
}
