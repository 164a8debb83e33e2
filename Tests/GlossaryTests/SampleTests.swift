import Glossary
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The folder `specs` of the checkout.
let specsFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "specs")

/// A JSON value, as far as the glossary's types tell values apart.
private enum JSONValue: Decodable {
    case null, boolean, text, textList
    case number(Double)
    case list([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if (try? container.decode(Bool.self)) != nil {
            self = .boolean
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if (try? container.decode(String.self)) != nil {
            self = .text
        } else if (try? container.decode([String].self)) != nil {
            self = .textList
        } else if let list = try? container.decode([JSONValue].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    func fits(_ type: EventField.ValueType) -> Bool {
        switch (self, type) {
        case (.text, .string), (.boolean, .boolean), (.textList, .strings), (.object, .map),
            (.number, .float):
            true
        case (.number(let number), .int), (.number(let number), .long): number.rounded() == number
        default: false
        }
    }
}

private struct Sample: Decodable {
    var event_type: String
    var top: [String: JSONValue]

    init(from decoder: any Decoder) throws {
        top = try decoder.singleValueContainer().decode([String: JSONValue].self)
        event_type = try decoder.container(keyedBy: Key.self).decode(String.self, forKey: .event_type)
    }

    private enum Key: String, CodingKey { case event_type }

    /// Every value with its path, such as `properties.campaign_id`.
    var leaves: [String: JSONValue] {
        var leaves: [String: JSONValue] = [:]
        for (key, value) in top where key != "event_type" {
            guard key == "user" || key == "properties", case .object(let inner) = value else {
                leaves[key] = value
                continue
            }
            for (name, value) in inner { leaves["\(key).\(name)"] = value }
        }
        return leaves
    }
}

@Suite("The sample events")
struct SampleTests {
    private let lines: [String]
    private let samples: [Sample]

    init() throws {
        let text = try String(
            contentsOf: specsFolder.appending(path: "samples/events.jsonl"),
            encoding: .utf8
        )
        lines = text.split(separator: "\n").map(String.init)
        samples = try lines.map { try JSONDecoder().decode(Sample.self, from: Data($0.utf8)) }
    }

    @Test func areSortedByTypeWithOneOfEach() {
        let names = samples.map(\.event_type)
        #expect(names.count == 72)
        #expect(names == Set(names).sorted())
    }

    @Test func carryOnlyFieldsOfTheGlossaryInTheirPlaceAndType() throws {
        for sample in samples {
            let type = try #require(Glossary.builtIn[sample.event_type])
            #expect(type.isInHTTP, "\(type.name)")
            for (path, value) in sample.leaves {
                let field = type.fields.first { $0.isInHTTP && $0.httpPath == path }
                let known = try #require(field, "\(type.name): \(path)")
                if case .null = value { #expect(!known.isRequired, "\(type.name): \(path)"); continue }
                #expect(value.fits(known.httpType ?? known.type), "\(type.name): \(path)")
            }
        }
    }

    @Test func carryEveryFieldThatTheirTypeRequires() throws {
        for sample in samples {
            let type = try #require(Glossary.builtIn[sample.event_type])
            let leaves = sample.leaves
            for field in type.fields where field.isRequired && field.isInHTTP {
                #expect(leaves[field.httpPath] != nil, "\(type.name): \(field.httpPath)")
            }
        }
    }

    @Test func areCompactLinesWithTheTypeInFront() {
        for (line, sample) in zip(lines, samples) {
            #expect(line.hasPrefix("{\"event_type\":\"\(sample.event_type)\",\"id\":\""))
        }
    }
}
