/// Columns that line up: the first to the left, the others, which hold numbers, to the right.
struct TextTable {
    private var rows: [[String]]

    /// Starts with the heads of the columns.
    init(_ heads: [String]) { rows = [heads] }

    /// Adds a row with a cell for each head.
    mutating func add(_ row: [String]) { rows.append(row) }

    /// The table as plain text.
    var text: String {
        rows.map { row in
            row.indices.map { pad(row[$0], column: $0) }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    /// The table as Markdown.
    var markdown: String {
        let lines = rows.map { "| " + $0.joined(separator: " | ") + " |" }
        let heads = rows.first?.count ?? 0
        let rule = "|" + (0..<heads).map { $0 == 0 ? "---|" : "---:|" }.joined()
        return ([lines.first ?? "", rule] + lines.dropFirst()).joined(separator: "\n")
    }

    private func pad(_ cell: String, column: Int) -> String {
        let width = rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        let space = String(repeating: " ", count: max(width - cell.count, 0))
        return column == 0 ? cell + space : space + cell
    }
}
