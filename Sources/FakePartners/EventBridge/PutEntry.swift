/// One entry of PutEvents or PutPartnerEvents.
struct PutEntry: Sendable, Hashable {
    /// Why an entry fails alone.
    struct Problem: Error, Hashable {
        var code: String
        var message: String
    }

    /// Seconds since 1970.
    var time: Double?
    var source: String
    var detailType: String
    var detail: String
    var resources: [String]
    /// The bus, without the rest of its ARN; PutEvents only.
    var bus: String

    /// Reads an entry; a member of another type, or one against the model, is the whole request's mistake.
    init(_ value: AWSValue, at index: Int, isPartner: Bool, region: String) throws(AWSError) {
        let input = try AWSInput(value, prefix: "entries.\(index + 1).member.")
        time = try input.number("Time")
        source = try input.text("Source") ?? ""
        detailType = try input.text("DetailType") ?? ""
        detail = try input.text("Detail") ?? ""
        resources = try input.texts("Resources")
        let busName = isPartner ? nil : try input.text("EventBusName")
        bus = try Self.bus(named: busName ?? "default", region, input)
        if resources.contains(where: { $0.utf16.count > 2048 }) {
            throw .invalid(input.path("Resources"), "have length less than or equal to 2048")
        }
        if isPartner, !source.isEmpty { try PartnerSourceCall.check(name: source, at: input.path("Source")) }
    }

    /// Whether all that an entry needs is there.
    var isComplete: Bool { ![source, detailType, detail].contains("") }

    /// The size that counts.
    ///
    /// - Source: EventBridge user guide, "Calculating PutEvents event entry size", read 2026-11-20.
    var size: Int {
        (time == nil ? 0 : 14) + source.utf8.count + detailType.utf8.count + detail.utf8.count
            + resources.reduce(0) { $0 + $1.utf8.count }
    }

    /// Checks all but where the entry goes.
    ///
    /// A time of twelve digits or more can only be in milliseconds; AWS does not say what it does with one.
    ///
    /// - Parameter id: What `EventDetail` found in Detail.
    /// - Returns: The id in Detail; empty when there is none, which AWS does not mind.
    /// - Throws: What is wrong with the entry.
    func checked(id: [UInt8]?) throws(Problem) -> [UInt8] {
        for (name, value) in [("Source", source), ("DetailType", detailType), ("Detail", detail)] {
            if value.isEmpty { throw .invalid(name, "\(name) is a required argument.") }
        }
        if detailType.utf16.count > 128 {
            throw .invalid("DetailType", "DetailType is longer than 128 characters.")
        }
        if let time, abs(time) >= 1e11 { throw .invalid("Time", "Time is in seconds since 1970.") }
        guard let id else { throw Problem(code: "MalformedDetail", message: "Detail is malformed.") }
        return id
    }

    /// The bus of a name or an ARN; of an ARN of another region, nothing that could exist here.
    private static func bus(named name: String, _ region: String, _ input: AWSInput) throws(AWSError)
        -> String
    {
        let parts = name.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        let isARN = parts.count == 6 && parts[0] == "arn"
        let plain = isARN ? parts[5].drop { $0 != "/" }.dropFirst() : name[...]
        let isWellFormed =
            !plain.isEmpty && name.utf8.count <= 1600 && plain.utf8.allSatisfy(PartnerSourceCall.isNameByte)
            && (!isARN || (parts[2] == "events" && parts[5].hasPrefix("event-bus/")))
        guard isWellFormed else {
            throw .invalid(
                input.path("EventBusName"),
                #"satisfy regular expression pattern: (arn:aws[\w-]*:events:[a-z]+-[a-z]+-[\w-]+:[0-9]{12}:event-bus\/)?[\.\-_A-Za-z0-9]+"#
            )
        }
        return isARN && parts[3] != region ? name : String(plain)
    }
}

extension PutEntry.Problem {
    static func invalid(_ name: String, _ reason: String) -> PutEntry.Problem {
        PutEntry.Problem(
            code: "InvalidArgument",
            message: "Parameter \(name) is not valid. Reason: \(reason)"
        )
    }
}

/// The event inside an entry's Detail.
enum EventDetail {
    /// Deeper JSON is malformed.
    ///
    /// - Source: botocore's service model 2015-10-07, read 2026-11-20.
    static let maximumDepth = 1000

    /// The id of an event, empty when it has none; nil when the text is no JSON object.
    static func id(in text: [UInt8]) -> [UInt8]? {
        var walker = JSONWalker(text, maximumDepth: maximumDepth)
        var id: [UInt8] = []
        do throws(JSONProblem) {
            guard try walker.peek() == .object else { return nil }
            try walker.object { walker, key throws(JSONProblem) in
                let value = try walker.skip()
                if key.elementsEqual("id".utf8), value.kind == .string { id = walker.text(of: value.range) }
            }
            try walker.end()
            return id
        } catch {
            return nil
        }
    }
}
