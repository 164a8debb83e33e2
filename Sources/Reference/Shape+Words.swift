import Specs

extension Language.Shape {
    /// What it takes, in words for a table.
    var phrase: String {
        switch self {
        case .text(let text): text.words
        case .choice(let words, _): Self.list(words.map { Page.code($0.text) })
        case .boolean: "`true` or `false`"
        case .integer(let minimum): "a whole number, at least \(minimum)"
        case .number: "a number"
        case .duration: "a length of time: a whole number and `ms`, `s`, `m`, `h` or `d`"
        case .size: "an amount of data: a whole number and `B`, `KB`, `MB`, `GB` or `TB`, or `KiB` and so on"
        case .scalar: "a text, a number, `true`, `false` or `null`"
        case .textOrNumber: "a text or a number"
        case .json: "any value"
        case .list(let item, _, _): "a list, each item \(item.phrase)"
        case .mapping(.free(let name), let value): "a mapping from \(name) to \(value.phrase)"
        case .mapping(.partner, let value): "a mapping from a partner to \(value.phrase)"
        case .object: "a mapping, see below"
        case .forms(let forms): Self.list(forms.map(\.shape.phrase))
        case .defined(let definition): "[\(definition.title)](#\(Self.anchor(definition.title)))"
        case .ofPartner(.name): "a [partner](#partners)"
        case .ofPartner(.region): "a region of the [partner](#partners)"
        case .ofPartner(.credentials): "a mapping, by [partner](#partners)"
        case .ofPartner(.settings): "a mapping, by [partner](#partners)"
        case .ofPartner(.services): "a mapping from a service of the [partner](#partners) to a URL"
        }
    }

    /// The mappings it holds, with what leads to them.
    var mappings: [(String, Language.Object)] {
        switch self {
        case .object(let object): [("", object)]
        case .list(let item, _, _): item.mappings.map { ("[]" + $0, $1) }
        case .mapping(_, let value): value.mappings.map { (".*" + $0, $1) }
        case .forms(let forms): forms.flatMap(\.shape.mappings)
        default: []
        }
    }

    private static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }

    private static func anchor(_ title: String) -> String { title.lowercased().replacing(" ", with: "-") }
}
