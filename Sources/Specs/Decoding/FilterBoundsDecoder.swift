import Diagnostics
import Plans

/// Reads the operand of `numeric`: `[">", 0, "<=", 5]`.
enum FilterBoundsDecoder {
    private typealias Bound = EventPattern.NumericBound

    private static let relations = ["=", ">", ">=", "<", "<="]
    private static let form = "write it as [\">\", 0, \"<=\", 5]"

    /// The bounds, or nil when they were reported.
    static func bounds(_ operand: Node, with nodes: inout NodeDecoder) -> [EventPattern.NumericBound]? {
        guard let items = operand.items else {
            return wrong(
                operand,
                "'numeric' takes a list, but \(NodeDecoder.describe(operand)) stands here",
                help: form,
                with: &nodes
            )
        }
        guard !items.isEmpty else {
            return wrong(operand, "'numeric' compares with nothing", help: form, with: &nodes)
        }
        var bounds: [Bound] = []
        for index in stride(from: 0, to: items.count, by: 2) {
            guard let relation = relation(items[index], after: bounds, with: &nodes) else { return nil }
            guard index + 1 < items.count else {
                let message = "'\(relation.rawValue)' has no number to compare with"
                return wrong(items[index], message, help: form, with: &nodes)
            }
            guard let number = number(items[index + 1], after: relation, with: &nodes) else { return nil }
            bounds.append(Bound(relation, number))
        }
        return bounds
    }

    private static func relation(
        _ node: Node,
        after bounds: [EventPattern.NumericBound],
        with nodes: inout NodeDecoder
    ) -> EventPattern.NumericBound.Relation? {
        guard let text = node.text, let relation = Bound.Relation(rawValue: text) else {
            let meant = ["=>": ">=", "=<": "<=", "==": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="][
                node.text ?? ""
            ]
            return wrong(
                node,
                "\(node.text == nil ? NodeDecoder.describe(node) : FilterTestDecoder.shown(node)) is no comparison",
                help: meant.map { "did you mean '\($0)'?" }
                    ?? "the comparisons are \(NodeDecoder.list(relations)), each before its number",
                fixes: meant.map { [Fix("write '\($0)'", replace: node.range, with: "\"\($0)\"")] } ?? [],
                with: &nodes
            )
        }
        guard let first = bounds.first else { return relation }
        let isRange =
            bounds.count == 1 && [.greater, .atLeast].contains(first.relation)
            && [.less, .atMost].contains(relation)
        if isRange { return relation }
        let isReversed =
            bounds.count == 1 && [.less, .atMost].contains(first.relation)
            && [.greater, .atLeast].contains(relation)
        return wrong(
            node,
            "'\(relation.rawValue)' cannot follow '\(bounds.last?.relation.rawValue ?? "")'",
            help: isReversed
                ? "write the lower bound first"
                : "one '=', or a lower bound and then an upper one, is all it takes",
            with: &nodes
        )
    }

    private static func number(
        _ node: Node,
        after relation: EventPattern.NumericBound.Relation,
        with nodes: inout NodeDecoder
    ) -> String? {
        let scalar = FilterScalar(node)
        if case .number(let number) = scalar { return number }
        if case .tooPrecise = scalar {
            let message = "\(FilterTestDecoder.shown(node)) has too many digits to be compared"
            return wrong(node, message, help: "use at most 15 digits", with: &nodes)
        }
        let meant = node.text.flatMap { DecimalNumber.canonical($0) }
        return wrong(
            node,
            "'\(relation.rawValue)' compares with a number, but \(NodeDecoder.describe(node)) stands here",
            help: meant.map { "write \($0), without quotes" } ?? form,
            fixes: meant.map { [Fix("write \($0)", replace: node.range, with: $0)] } ?? [],
            with: &nodes
        )
    }

    private static func wrong<Value>(
        _ node: Node,
        _ message: String,
        help: String,
        fixes: [Fix] = [],
        with nodes: inout NodeDecoder
    ) -> Value? {
        FilterTestDecoder.wrong(
            node,
            message,
            help: help,
            fixes: fixes,
            as: FilterRules.badBounds,
            with: &nodes
        )
    }
}
