import CLibYAML

/// The YAML library behind a Swift face: bytes in, one event at a time out.
final class YAMLEventReader {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>
    private let base: Int
    private let isReady: Bool

    /// Reads `text` from the character `base` to its end.
    init(_ text: MarkedText, from base: Int) {
        self.base = base
        let rest = text.bytes[Int(text.offsets[min(base, text.count)])...]
        // The library keeps the address, so the bytes need one that stays.
        input = .allocate(capacity: rest.count + 1)
        _ = input.initialize(from: rest)
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        isReady = yaml_parser_initialize(parser) == 1
        guard isReady else { return }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, input.baseAddress, rest.count)
    }

    deinit {
        if isReady { yaml_parser_delete(parser) }
        parser.deallocate()
        input.deallocate()
    }

    /// The next event.
    ///
    /// - Throws: `YAMLFailure` when the text is not YAML; no event follows.
    func next() throws(YAMLFailure) -> YAMLEvent {
        guard isReady else {
            throw YAMLFailure(problem: "out of memory", context: "", index: base, contextIndex: base)
        }
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw failure }
        defer { yaml_event_delete(&event) }
        let start = base + event.start_mark.index
        return YAMLEvent(kind: Self.kind(of: event), stretch: start..<max(start, base + event.end_mark.index))
    }

    private var failure: YAMLFailure {
        let state = parser.pointee
        return YAMLFailure(
            problem: state.problem.map { String(cString: $0) } ?? "",
            context: state.context.map { String(cString: $0) } ?? "",
            index: base + state.problem_mark.index,
            contextIndex: base + state.context_mark.index
        )
    }

    private static func kind(of event: yaml_event_t) -> YAMLEvent.Kind {
        switch event.type {
        case YAML_DOCUMENT_START_EVENT: return .documentStart
        case YAML_DOCUMENT_END_EVENT: return .documentEnd
        case YAML_STREAM_END_EVENT: return .streamEnd
        case YAML_ALIAS_EVENT: return .alias(text(event.data.alias.anchor) ?? "")
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            return .sequenceStart(.init(anchor: text(start.anchor), tag: text(start.tag)))
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            return .mappingStart(.init(anchor: text(start.anchor), tag: text(start.tag)))
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return .collectionEnd
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let characters = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            return .scalar(
                String(decoding: characters, as: UTF8.self),
                style(of: scalar.style),
                .init(anchor: text(scalar.anchor), tag: text(scalar.tag))
            )
        default: return .other
        }
    }

    private static func style(of style: yaml_scalar_style_t) -> Node.Style {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE: .quoted
        case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
        default: .plain
        }
    }

    private static func text(_ characters: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        characters.map { String(cString: $0) }
    }
}
