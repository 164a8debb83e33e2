import Glossary
import Plans
import Testing

/// Event types and shapes made for these tests.
enum Shapes {
    static let open = "users.messages.email.Open"
    static let send = "users.messages.email.Send"

    static func file(_ fields: [(path: String, type: String, personal: Bool)]) -> [UInt8] {
        let list = fields.map {
            #"{"path": "\#($0.path)", "type": "\#($0.type)", "required": false, "personal": \#($0.personal)}"#
        }
        return Array("{\"fields\": [\(list.joined(separator: ", "))]}".utf8)
    }

    /// A book of the shapes given, and their addresses in the same order.
    static func book(_ files: [[UInt8]]) -> (ShapeBook, [String]) {
        var book = ShapeBook()
        let addresses = files.map { book.add($0) ?? "" }
        return (book, addresses)
    }

    static let plain = file([
        ("event_type", "string", false), ("id", "string", false), ("time", "int", false),
        ("user.external_user_id", "string", true), ("properties.email_address", "string", true),
        ("properties.campaign_name", "string", false),
    ])
    static let wider = file([
        ("event_type", "string", false), ("id", "string", false), ("time", "int", false),
        ("user.external_user_id", "string", true), ("properties.email_address", "string", true),
        ("properties.campaign_name", "string", false), ("properties.ip", "string", true),
    ])
    static let retyped = file([
        ("event_type", "string", false), ("id", "string", false), ("time", "int", false),
        ("user.external_user_id", "string", true), ("properties.email_address", "string", true),
        ("properties.campaign_name", "int", false),
    ])

    static let (book, addresses) = book([plain, wider, retyped])

    /// A plan whose types have these shapes.
    static func plan(
        _ events: [String: Int] = [open: 0, send: 0],
        mappings: [MappingStep]? = nil,
        change: (inout Plan) -> Void = { _ in }
    ) -> Plan {
        samplePlan("a") { plan in
            plan.events = events.keys.sorted().map { type in
                SelectedEvent(type: type, shape: addresses[events[type] ?? 0])
            }
            plan.mappings = mappings.map { [EventMapping(steps: $0)] }
            change(&plan)
        }
    }
}

@Suite("Effects of changes")
struct EffectsTests {
    private func effects(
        from old: Plan?,
        to new: Plan?,
        shapes: ShapeBook = Shapes.book,
        partners: [PartnerRequirements] = []
    ) throws -> ChangeEffects {
        let base = old.map { [PlanFile($0)] } ?? []
        let set = ChangeSet(from: base, to: new.map { [$0] } ?? [])
        return try #require(set.effects(on: base, shapes: shapes, partners: partners)["a"])
    }

    /// `path before -> after in n`.
    private func fields(_ effects: ChangeEffects) -> [String] {
        effects.fields.map { "\($0.path) \($0.before ?? "·") -> \($0.after ?? "·") in \($0.events.count)" }
    }

    @Test func aFieldThatIsRemovedFromAllTypesIsOneEffect() throws {
        let new = Shapes.plan(mappings: [.remove([FieldPattern("properties.campaign_*")])])
        let effects = try effects(from: Shapes.plan(), to: new)
        #expect(fields(effects) == ["properties.campaign_name clear -> · in 2"])
        #expect(effects.exposed.isEmpty && effects.withdrawn.isEmpty)
    }

    @Test(arguments: [
        (
            MappingStep.remove([FieldPattern("properties.email_address")]),
            "properties.email_address clear -> · in 2"
        ),
        (
            .keep([FieldPattern("user"), FieldPattern("properties.campaign_name")]),
            "properties.email_address clear -> · in 2"
        ),
        (
            .rename(from: "properties.email_address", to: "properties.mail"),
            "properties.mail clear -> clear in 2"
        ),
        (
            .hash([FieldPattern("properties.email_*")], .keyed),
            "properties.email_address clear -> hashed (hmac-sha256) in 2"
        ),
        (
            .redact([FieldPattern("properties.email_address")]),
            "properties.email_address clear -> redacted in 2"
        ),
        (.set("properties.email_address", json: "1"), "properties.email_address clear -> set in 2"),
        (.set("properties.origin", json: "1"), "properties.origin · -> set in 2"),
    ])
    func everyStepIsAnEffect(step: MappingStep, wanted: String) throws {
        #expect(fields(try effects(from: Shapes.plan(), to: Shapes.plan(mappings: [step]))) == [wanted])
    }

    @Test func aRenameNamesBothPaths() throws {
        let step = MappingStep.rename(from: "properties.campaign_name", to: "properties.Campaign")
        let effect = try #require(
            try effects(from: Shapes.plan(), to: Shapes.plan(mappings: [step])).fields.first
        )
        #expect(effect.path == "properties.Campaign")
        #expect(effect.formerPath == "properties.campaign_name")
    }

    @Test func renamesOfOneEntryAreMadeAtOnce() throws {
        let swap: [MappingStep] = [
            .rename(from: "properties.email_address", to: "properties.campaign_name"),
            .rename(from: "properties.campaign_name", to: "properties.email_address"),
            .hash([FieldPattern("properties.campaign_name")], .keyed),
        ]
        let effects = try effects(from: Shapes.plan(), to: Shapes.plan(mappings: swap))
        #expect(
            fields(effects) == [
                "properties.campaign_name clear -> hashed (hmac-sha256) in 2",
                "properties.email_address clear -> clear in 2",
            ]
        )
    }

    @Test func renamesOfTwoEntriesAreNotThoseOfOne() throws {
        let steps: [MappingStep] = [
            .rename(from: "properties.email_address", to: "properties.campaign_name"),
            .rename(from: "properties.campaign_name", to: "properties.mail"),
        ]
        let together = Shapes.plan { $0.mappings = [EventMapping(steps: steps)] }
        let apart = Shapes.plan { $0.mappings = steps.map { EventMapping(steps: [$0]) } }
        #expect(try fields(effects(from: together, to: apart)) == ["properties.mail clear -> clear in 2"])
    }

    @Test func takingAHashAwayExposesPersonalData() throws {
        let hashed = Shapes.plan(mappings: [.hash([FieldPattern("properties.email_address")], .plain)])
        let exposed = try effects(from: hashed, to: Shapes.plan())
        #expect(exposed.exposed.map(\.path) == ["properties.email_address"])
        #expect(
            try effects(from: Shapes.plan(), to: hashed).withdrawn.map(\.path) == ["properties.email_address"]
        )
    }

    @Test func aGlossaryThatWidensAGlobGainsTypesAndTheirData() throws {
        let old = Shapes.plan([Shapes.open: 0])
        let new = Shapes.plan([Shapes.open: 0, Shapes.send: 1]) { $0.glossary.release = "11" }
        let effects = try effects(from: old, to: new)
        #expect(effects.gainedEvents == [Shapes.send])
        #expect(effects.lostEvents.isEmpty)
        #expect(effects.exposed.contains { $0.path == "properties.ip" && $0.events == [Shapes.send] })
        #expect(effects.fieldsOfStayingEvents.isEmpty, "the fields of a gained type come with it")
    }

    @Test func aGlossaryThatAddsAFieldTellsIt() throws {
        let effects = try effects(from: Shapes.plan([Shapes.open: 0]), to: Shapes.plan([Shapes.open: 1]))
        #expect(fields(effects) == ["properties.ip · -> clear in 1"])
        #expect(effects.exposed.map(\.path) == ["properties.ip"])
    }

    @Test func anotherTypeOfAFieldIsTold() throws {
        let effects = try effects(from: Shapes.plan([Shapes.open: 0]), to: Shapes.plan([Shapes.open: 2]))
        #expect(fields(effects) == ["properties.campaign_name clear string -> clear int in 1"])
    }

    @Test func aShapeThatNobodyKeptIsUnknown() throws {
        var old = Shapes.plan([Shapes.open: 0])
        old.events[0].shape = "0123456789abcdef"
        let effects = try effects(from: old, to: Shapes.plan([Shapes.open: 0]))
        #expect(effects.unknownEvents == [Shapes.open])
        #expect(effects.fields.isEmpty)
    }

    @Test func whatADisabledCurrentDoesNotSendIsNotThere() throws {
        let disabled = Shapes.plan { $0.isEnabled = false }
        #expect(try effects(from: Shapes.plan(), to: disabled).lostEvents == [Shapes.open, Shapes.send])
        #expect(try effects(from: nil, to: disabled).isEmpty)
        #expect(try effects(from: disabled, to: Shapes.plan()).exposed.count == 2)
    }

    @Test func anotherPartnerGetsEverythingAnew() throws {
        let moved = Shapes.plan { $0.partner = "other" }
        #expect(try effects(from: Shapes.plan(), to: moved).exposed.count == 2)
    }

    @Test func aDeletedCurrentSendsNothingMore() throws {
        let effects = try effects(from: Shapes.plan(), to: nil)
        #expect(effects.lostEvents == [Shapes.open, Shapes.send])
        #expect(effects.withdrawn.count == 2)
        #expect(effects.quotas.isEmpty)
    }

    @Test func limitsThatChangeAreTold() throws {
        let old = Shapes.plan { $0.delivery.perIdentity = .init(eventsPerSecond: 30, eventsPerDay: 500) }
        let new = Shapes.plan { plan in
            plan.delivery.perIdentity = .init(eventsPerSecond: 1000)
            plan.delivery.batchEvents = 7
        }
        let quotas = try effects(from: old, to: new).quotas.map {
            "\($0.name): \($0.before ?? "·") -> \($0.after ?? "·")"
        }
        #expect(
            quotas == [
                "events per request: 100 -> 7", "events per second of one user or device: 30 -> 1000",
                "events per day of one user or device: 500 -> ·",
            ]
        )
    }

    @Test func mappingsAndFiltersAreDifferencesInWords() {
        let old = Shapes.plan(mappings: [.redact([FieldPattern("properties.city")])])
        let new = Shapes.plan(mappings: [.remove([FieldPattern("properties.city")])]) { plan in
            plan.filter = .all([
                .field(
                    ["properties", "a"],
                    [.text("x"), .anythingBut([.prefix("t", ignoringCase: false)])]
                ),
                .field(["properties", "n"], [.numeric([.init(.greater, "3")])]),
            ])
            plan.hashKey = .environment("KEY")
        }
        let differences = PlanDiff.differences(from: old, to: new).map {
            "\($0.path): \($0.before ?? "·") -> \($0.after ?? "·")"
        }
        #expect(
            differences == [
                #"filter: · -> {"properties":{"a":["x",{"anything-but":{"prefix":"t"}}],"n":[{"numeric":[">",3]}]}}"#,
                "mappings: redact properties.city -> ·", "mappings: · -> remove properties.city",
                "hashKey: · -> env KEY",
            ]
        )
    }

    @Test func effectsAndFilesDoNotDependOnOrder() {
        let types = (10..<40).map { "users.messages.email.T\($0)" }
        let old = (0..<6).map { number in
            Shapes.plan(Dictionary(types.map { ($0, number % 3) }) { first, _ in first }) { plan in
                plan.current = "c\(number)"
            }
        }
        let new = (2..<8).map { number in
            Shapes.plan(
                Dictionary(types.dropFirst(number).map { ($0, (number + 1) % 3) }) { first, _ in first }
            ) {
                $0.current = "c\(number)"
            }
        }
        func run(_ old: [Plan], _ new: [Plan]) -> (String, [UInt8]) {
            let base = old.map { PlanFile($0) }
            let set = ChangeSet(from: base, to: new, shapes: Shapes.book)
            let effects = set.effects(on: base, shapes: Shapes.book, partners: [])
            let report = PlanReport(changes: set, effects: effects)
            return (report.markdown + report.json + report.text(), set.bytes)
        }
        let wanted = run(old, new)
        for _ in 0..<8 {
            let other = run(old.shuffled(), new.shuffled())
            #expect(other.0 == wanted.0)
            #expect(other.1 == wanted.1)
        }
    }

    @Test func anotherOrderOfMappingsIsADifference() {
        let steps: [MappingStep] = [.remove([FieldPattern("a")]), .rename(from: "b", to: "a")]
        let differences = PlanDiff.differences(
            from: Shapes.plan(mappings: steps),
            to: Shapes.plan(mappings: steps.reversed())
        )
        #expect(differences.map(\.path) == ["mappings.order"])
    }
}

@Suite("Books of shapes")
struct ShapeBookTests {
    @Test func everyTypeOfTheGlossaryIsFoundByItsAddress() {
        for type in Glossary.builtIn.eventTypes where type.isInHTTP {
            let address = PlanFile.shape(of: type)
            #expect(ShapeBook.builtIn.file(at: address) == PlanFile.shapeFile(of: type))
            #expect(
                ShapeBook.builtIn.fields(at: address)
                    == type.fields.filter(\.isInHTTP).map { OutgoingField($0) }
            )
        }
    }

    @Test func theLayoutOfTheTextDoesNotMatter() {
        var book = ShapeBook()
        let address = book.add(Shapes.plain)
        let spread = String(decoding: Shapes.plain, as: UTF8.self).replacing(", ", with: " ,\n  ")
        #expect(book.add(Array(spread.utf8)) == address)
        #expect(book.addresses.count == 1)
    }

    @Test(arguments: ["", "{", "[]", "{\"fields\": 1}", "{\"fields\": [{\"path\": \"a\"}]}"])
    func whatIsNoShapeIsLeftOut(text: String) {
        var book = ShapeBook()
        #expect(book.add(Array(text.utf8)) == nil)
        #expect(book.isEmpty)
    }

    @Test func onlyTheShapesOfPlansAreKept() {
        let kept = Shapes.book.shapes(of: [Shapes.plan([Shapes.open: 1])])
        #expect(kept.addresses == [Shapes.addresses[1]])
    }
}
