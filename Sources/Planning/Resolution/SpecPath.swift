/// Paths as specs write them: relative to the file they stand in.
enum SpecPath {
    /// The path a runner opens, when it works in the folder the compiler worked in; absolute paths stay as they are.
    ///
    /// Only texts are joined: no link is followed and no working directory asked for, so that a plan depends on nothing
    /// but the specs and the paths they were given by.
    static func resolve(_ path: String, inSpec file: String) -> String {
        guard !path.hasPrefix("/") else { return path }
        let isAbsolute = file.hasPrefix("/")
        let folder = file.split(separator: "/").dropLast()
        var parts: [Substring] = []
        for part in folder + path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part != ".." || !isAbsolute {
                parts.append(part)
            }
        }
        return (isAbsolute ? "/" : "") + (parts.isEmpty && !isAbsolute ? "." : parts.joined(separator: "/"))
    }
}
