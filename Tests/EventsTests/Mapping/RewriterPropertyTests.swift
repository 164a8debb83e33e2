import Glossary
import Plans
import Testing

@testable import Events

@Suite("Mappings of random events")
struct RewriterPropertyTests {
    /// Paths that the generated events often have, globs among them.
    private static let patterns = [
        "user", "user.user_id", "user.*", "properties.*", "properties.name", "*", "properties.a",
        "properties.b.*",
        "*.a", "time", "name", "a", "b.a", "properties.é", "*key*", "properties.\\.",
    ]
    private static let paths = [
        "a", "b", "user.x", "properties.a", "properties.b.c", "time", "name", "user", "é",
    ]

    private static func step(_ random: inout SeededGenerator) -> MappingStep {
        func pick(_ list: [String]) -> String { list[Int.random(in: 0..<list.count, using: &random)] }
        let fields = (0..<Int.random(in: 1..<3, using: &random)).map { _ in FieldPattern(pick(patterns)) }
        switch Int.random(in: 0..<7, using: &random) {
        case 0, 1: return .rename(from: pick(paths), to: pick(paths))
        case 2: return .remove(fields)
        case 3: return .keep(fields)
        case 4: return .hash(fields, Bool.random(using: &random) ? .keyed : .plain)
        case 5: return .redact(fields)
        default: return .set(pick(paths), json: pick(["1", "null", #"{"x":{"y":"z"}}"#, #""t""#, "[]"]))
        }
    }

    @Test func whatComesOutIsAnEventOrWords() {
        var generator = EventGenerator(seed: 11)
        var random = SeededGenerator(state: 12)
        let types = ["users.messages.email.Open", "x"]
        var rewritten = 0
        for _ in 0..<400 {
            let steps = (0..<Int.random(in: 1..<6, using: &random)).map { _ in Self.step(&random) }
            guard
                let rewriter = EventRewriter(
                    plan: Rewriting.plan([EventMapping(steps: steps)], types: types),
                    types: TypeTable(names: types),
                    key: HashKey(Rewriting.key)
                )
            else { continue }
            for _ in 0..<10 {
                let line = String(decoding: generator.event(), as: UTF8.self)
                let output = Rewriting.rewrite(line, rewriter, types)
                guard output != "refused", !output.hasPrefix("!"), output != line else { continue }
                rewritten += 1
                let (refusal, _) = ReferenceParser.read(Array(output.utf8))
                #expect(refusal == nil, "\(steps.map(\.summary)) made \(output) of \(line)")
            }
        }
        #expect(rewritten > 80)
    }

    @Test func nothingThatIsTakenAwayIsLeftAnywhere() {
        let secret = "s3cret-value"
        let hidden = [
            #""a":"\#(secret)""#, #""p":{"a":"\#(secret)","b":1}"#, #""p":{"q":{"a":["\#(secret)"]}}"#,
            #""x":1,"p":{"\u0061":"\#(secret)"}"#, #""p":{"a":{"\#(secret)":true}}"#,
        ]
        let patterns: [[FieldPattern]] = [
            .paths("a", "p.a", "p.q.a"), .paths("*a"), .paths("p", "a"), .paths("p*", "a"),
        ]
        for members in hidden {
            for fields in patterns {
                let steps: [MappingStep] = [
                    .remove(fields), .hash(fields, .keyed), .hash(fields, .plain), .redact(fields),
                    .keep(.paths("x")),
                ]
                for step in steps {
                    let output = Rewriting.rewrite(Rewriting.event(members), [EventMapping(steps: [step])])
                    #expect(!output.contains(secret), "\(step.summary) of \(members)")
                    #expect(!output.hasPrefix("!"))
                }
            }
        }
    }
}

/// `FieldFlow` says what the compiler believes of an event; here the runner's rewriter says what is so.
@Suite("The compiler's view of mappings agrees with the runner's")
struct FieldFlowAgreementTests {
    /// An event of a type with every field the glossary lists, maps left out.
    private static func event(_ fields: [OutgoingField], type: String) -> String {
        var objects: [String: [String]] = [:]
        for field in fields where field.path != "event_type" {
            let keys = FieldPath.keys(of: field.path)
            let value =
                switch field.type {
                case .int, .long: "7"
                case .float: "1.5"
                case .boolean: "true"
                case .strings: #"["x"]"#
                default: #""v""#
                }
            let parent = keys.count > 1 ? keys[0] : ""
            objects[parent, default: []].append("\"\(keys.last ?? "")\":\(value)")
        }
        var members = ["\"event_type\":\"\(type)\""] + (objects[""] ?? [])
        for (name, inner) in objects.sorted(by: { $0.key < $1.key }) where name != "" {
            members.append("\"\(name)\":{\(inner.joined(separator: ","))}")
        }
        return "{" + members.joined(separator: ",") + "}"
    }

    private static func fields(of type: EventType) -> [OutgoingField] {
        let known = type.fields.filter(\.isInHTTP).map { OutgoingField($0) }.filter { $0.type != .map }
        return [OutgoingField(path: "event_type", origin: "event_type", type: .string, isPersonal: false)]
            + known
    }

    private static func step(_ fields: [OutgoingField], _ random: inout SeededGenerator) -> MappingStep {
        func path() -> String { fields[Int.random(in: 0..<fields.count, using: &random)].path }
        func target() -> String {
            let own = ["new", "properties.new", "user.deep.new", "properties.o", "properties.o.p"]
            return Int.random(in: 0..<3, using: &random) == 0
                ? path() : own[Int.random(in: 0..<own.count, using: &random)]
        }
        func pattern() -> FieldPattern {
            let some = path()
            switch Int.random(in: 0..<8, using: &random) {
            case 0: return FieldPattern("properties.\(some.last ?? "a")*")
            case 1: return FieldPattern("*_\(some.split(separator: "_").last ?? "id")")
            case 2: return FieldPattern(String(some.prefix(while: { $0 != "." })))
            case 3: return FieldPattern("properties.c*_name")
            default: return FieldPattern(some)
            }
        }
        let patterns = (0..<Int.random(in: 1..<4, using: &random)).map { _ in pattern() }
        switch Int.random(in: 0..<9, using: &random) {
        case 0, 1, 2:
            let from = Int.random(in: 0..<6, using: &random) == 0 ? "properties" : path()
            return .rename(from: from, to: target())
        case 3, 4: return .remove(patterns)
        case 5: return .keep(patterns + [FieldPattern("user")])
        case 6: return .hash(patterns, .plain)
        case 7: return .redact(patterns)
        default:
            return .set(
                target(),
                json: ["1", #""x""#, #"{"a":1,"b":{"c":"d"}}"#][Int.random(in: 0..<3, using: &random)]
            )
        }
    }

    @Test func everyPathThatLeavesIsToldAndNoOther() throws {
        var random = SeededGenerator(state: 77)
        let types = Glossary.builtIn.eventTypes.filter(\.isInHTTP)
        let table = types.map(\.name)
        var compared = 0
        for round in 0..<1500 {
            let type = types[round % types.count]
            let fields = Self.fields(of: type)
            let mappings = (0..<Int.random(in: 1..<4, using: &random)).map { _ in
                EventMapping(
                    steps: (0..<Int.random(in: 1..<4, using: &random)).map { _ in Self.step(fields, &random) }
                )
            }
            let output = Rewriting.rewrite(Self.event(fields, type: type.name), mappings, types: table)
            // Two fields in one place, or a path through a text: the rules report it and the runner sets it aside.
            guard !output.hasPrefix("!"), output != "refused" else { continue }
            compared += 1
            let told = Set(FieldFlow.outgoing(fields, of: type.name, through: mappings).map(\.path))
            let found = Set(JSONLeaves.paths(in: output))
            #expect(told == found, "\(mappings.map { $0.steps.map(\.summary) }) on \(type.name)")
        }
        #expect(compared > 500)
    }
}

/// The paths of the values of an event that are no objects.
enum JSONLeaves {
    static func paths(in text: String) -> [String] {
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBytes { line in
            paths(FieldRange(start: 0, end: Int32(line.count)), line, below: [])
        }
    }

    private static func paths(_ object: FieldRange, _ line: UnsafeRawBufferPointer, below keys: [String])
        -> [String]
    {
        var members = ObjectMembers(object, of: line)
        var result: [String] = []
        while let member = members.nextMember() {
            let path = keys + [String(decoding: member.key.bytes(in: line), as: UTF8.self)]
            if member.value.bytes(in: line).first == UInt8(ascii: "{") {
                result += paths(member.value, line, below: path)
            } else {
                result.append(FieldPath.text(of: path))
            }
        }
        return result
    }
}
