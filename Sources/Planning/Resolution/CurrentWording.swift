import Diagnostics
import Plans
import Specs

/// What a current says about the events it delivers, without the places where it says so.
///
/// It is kept as bytes: Swift calls some texts equal whose bytes differ, and names are compared by their bytes.
struct CurrentWording: Hashable {
    private var bytes: [UInt8] = []

    /// No byte of UTF-8 is one of these.
    private enum Mark {
        static let endOfText: UInt8 = 0xFF
        static let endOfList: UInt8 = 0xFE
        static let nothing: UInt8 = 0xFD
        static let group: UInt8 = 0xFC
    }

    /// What decides which event types are selected and what is known of their fields.
    init(_ events: EventsSpec, for partner: String?) {
        add(partner)
        add(events)
    }

    /// Everything that a current says about events: which, under which names, how filtered and rewritten.
    init(of current: CurrentSpec) {
        add(current.partner?.value)
        if let events = current.events { add(events) } else { bytes.append(Mark.nothing) }
        add(current.settings.compactMap { setting in setting.entries.map { (setting.name.value, $0) } }) {
            $0.add($1.0)
            $0.add($1.1) {
                $0.add($1.name.value)
                $0.add($1.text.value)
            }
        }
        if let filter = current.filter { add(filter.condition) } else { bytes.append(Mark.nothing) }
        add(current.mappings) { $0.add($1) }
    }

    private mutating func add(_ text: String?) {
        guard let text else { return bytes.append(Mark.nothing) }
        bytes += text.utf8
        bytes.append(Mark.endOfText)
    }

    private mutating func add<Item>(_ items: [Item]?, _ add: (inout CurrentWording, Item) -> Void) {
        guard let items else { return bytes.append(Mark.nothing) }
        for item in items { add(&self, item) }
        bytes.append(Mark.endOfList)
    }

    private mutating func add(_ events: EventsSpec) {
        add(events.include.map(\.value))
        add(events.exclude.map(\.value))
        add(events.customEvents) { $0.add($1.value) }
    }

    private mutating func add(_ selectors: [EventsSpec.Selector]?) {
        add(selectors) { wording, selector in
            switch selector {
            case .name(let name): wording.add(name)
            case .group(let name):
                wording.bytes.append(Mark.group)
                wording.add(name)
            }
        }
    }

    private mutating func add(_ mapping: MappingSpec) {
        add(mapping.events?.map(\.value))
        add(mapping.rename) {
            $0.add($1.from.value)
            $0.add($1.to.value)
        }
        add(mapping.remove) { $0.add($1.value) }
        add(mapping.keep) { $0.add($1.value) }
        add(mapping.hash) {
            $0.add($1.field.value)
            $0.add($1.algorithm.rawValue)
        }
        add(mapping.redact) { $0.add($1.value) }
        add(mapping.set) {
            $0.add($1.field.value)
            $0.add($1.json.value)
        }
    }
}

extension CurrentWording {
    private mutating func add(_ condition: FilterSpec.Condition) {
        switch condition {
        case .all(let parts):
            add("all")
            add(parts) { $0.add($1) }
        case .any(let parts, _):
            add("any")
            add(parts) { $0.add($1) }
        case .field(let path, let tests):
            add("field")
            add(path) { $0.add($1.value) }
            add(tests) { $0.add($1.value) }
        }
    }

    private mutating func add(_ test: EventPattern.ValueTest) {
        switch test {
        case .text(let text): add("text", text)
        case .number(let number): add("number", number)
        case .boolean(let flag): add("boolean", flag ? "true" : "false")
        case .null: add("null")
        case .prefix(let text, let ignoringCase): add(ignoringCase ? "Prefix" : "prefix", text)
        case .suffix(let text, let ignoringCase): add(ignoringCase ? "Suffix" : "suffix", text)
        case .equalsIgnoringCase(let text): add("equals-ignore-case", text)
        case .wildcard(let text): add("wildcard", text)
        case .cidr(let text): add("cidr", text)
        case .exists(let flag): add("exists", flag ? "true" : "false")
        case .anythingBut(let tests):
            add("anything-but")
            add(tests) { $0.add($1) }
        case .numeric(let bounds):
            add("numeric")
            add(bounds) { $0.add($1.relation.rawValue, $1.bound) }
        }
    }

    private mutating func add(_ word: String, _ text: String) {
        add(word)
        add(text)
    }
}
