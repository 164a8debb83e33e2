import Diagnostics
import Plans
import Testing

@Suite("Change sets")
struct ChangeSetTests {
    private let base = [PlanFile(samplePlan("a")), PlanFile(samplePlan("b")), PlanFile(samplePlan("c"))]
    private var mixed: ChangeSet {
        ChangeSet(
            from: base,
            to: [samplePlan("d"), samplePlan("b") { $0.delivery.inFlight = 8 }, samplePlan("a")]
        )
    }

    @Test func everyCurrentHasOneActionInOrderOfNames() {
        #expect(mixed.changes.map(\.current) == ["a", "b", "c", "d"])
        #expect(mixed.changes.map(\.action) == [.unchanged, .update, .delete, .create])
        #expect(!mixed.isEmpty)
    }

    @Test func anUpdateNamesWhatDiffers() {
        #expect(
            mixed.changes[1].differences == [PlanDifference("delivery.inFlight", before: "4", after: "8")]
        )
    }

    @Test func anEmptyBaseCreatesEverything() {
        let set = ChangeSet(from: [], to: [samplePlan("a")])
        #expect(set.changes.map(\.action) == [.create])
    }

    @Test func nothingDesiredDeletesEverything() {
        #expect(ChangeSet(from: base, to: []).count(of: .delete) == 3)
    }

    @Test func theSamePlansChangeNothing() {
        let set = ChangeSet(from: base, to: base.map(\.plan))
        #expect(set.isEmpty)
        #expect(set.render().contains("No changes: 3 currents are already as desired."))
        #expect(set.render().hasSuffix("Plan: 0 to create, 0 to update, 0 to delete.\n"))
    }

    @Test func aRenameIsOneUpdate() {
        let renamed = samplePlan("new") { $0.renamedFrom = "a" }
        let set = ChangeSet(from: [base[0]], to: [renamed])
        #expect(set.changes.map(\.action) == [.update])
        #expect(set.changes[0].renamedFrom == "a")
        #expect(set.changes[0].differences == [PlanDifference("name", before: "a", after: "new")])
        #expect(set.render().contains("~ update new (renamed from a)"))
    }

    @Test func aRenameThatWasAppliedIsNoneAnyMore() {
        let renamed = samplePlan("new") { $0.renamedFrom = "a" }
        #expect(ChangeSet(from: [PlanFile(renamed)], to: [renamed]).isEmpty)
        let again = ChangeSet(from: [PlanFile(renamed), base[0]], to: [renamed])
        #expect(again.changes.map(\.action) == [.delete, .unchanged])
    }

    @Test func aRenameFromANameNobodyHadIsACreation() {
        let set = ChangeSet(from: base, to: base.map(\.plan) + [samplePlan("new") { $0.renamedFrom = "old" }])
        #expect(set.count(of: .create) == 1)
    }

    @Test func theOrderGivenDoesNotMatter() {
        let one = ChangeSet(from: base, to: base.map(\.plan))
        let other = ChangeSet(from: base.reversed(), to: base.reversed().map(\.plan))
        #expect(one == other)
        #expect(one.bytes == other.bytes)
    }

    @Test func itIsBoundToItsBase() throws {
        try mixed.check(against: base.reversed())
        #expect(throws: ChangeSetProblem.stale) { try mixed.check(against: [base[0]]) }
        #expect(throws: ChangeSetProblem.stale) { try mixed.check(against: []) }
        let moved = base.dropLast() + [PlanFile(samplePlan("c") { $0.isEnabled = false })]
        #expect(throws: ChangeSetProblem.stale) { try mixed.check(against: Array(moved)) }
    }

    @Test func itKnowsWhenItHasBeenApplied() {
        #expect(!mixed.isApplied(to: base))
        #expect(mixed.isApplied(to: mixed.plans))
    }

    @Test func theTextNamesEveryChangeAndCounts() {
        #expect(
            mixed.render() == """
                ~ update b
                    ~ delivery.inFlight: 4 -> 8

                - delete c

                + create d
                    + partner: http
                    + source: events
                    + endpoint: https://events.example.com/in?x=1
                    + events: 2 types
                    + left out: users.UserOrphan
                      users.messages.email.Send → Send

                Plan: 1 to create, 1 to update, 1 to delete.

                """
        )
    }

    @Test func aRenamedEventIsADifferenceOfItsOwn() {
        let renamed = samplePlan("b") { plan in
            plan.events[0].name = "Opened"
            plan.events[1].name = nil
        }
        #expect(
            ChangeSet(from: [base[1]], to: [renamed]).render().hasPrefix(
                """
                ~ update b
                    ~ events.users.messages.email.Open.name: users.messages.email.Open -> Opened
                    ~ events.users.messages.email.Send.name: Send -> users.messages.email.Send
                    = events: 2 types
                      users.messages.email.Open → Opened

                """
            )
        )
    }

    @Test func theNewPartsOfAPlanAreCompared() {
        let changed = samplePlan("b") { plan in
            plan.endpoint.services = ["sts": "https://sts.example.com/"]
            plan.delivery.recordBytes = 7
            plan.delivery.perIdentity = .init(eventsPerSecond: 3)
        }
        let differences = ChangeSet(from: [base[1]], to: [changed]).changes[0].differences
        #expect(
            differences == [
                PlanDifference("endpoint.services.sts", before: nil, after: "https://sts.example.com/"),
                PlanDifference("delivery.perIdentity.eventsPerSecond", before: nil, after: "3"),
                PlanDifference("delivery.recordBytes", before: nil, after: "7"),
            ]
        )
    }

    @Test func unsafeCharactersAreMadeVisible() {
        let hostile = samplePlan("b") { $0.owner = "x\u{1B}[31m\u{202E}\ny" }
        let text = ChangeSet(from: base, to: [hostile]).render()
        #expect(text.contains("\\u{1B}[31m\\u{202E}\\u{A}y"))
        #expect(!text.unicodeScalars.contains("\u{1B}"))
    }

    @Test func theJSONHasChangesAndSummary() {
        #expect(
            ChangeSet(from: [base[1]], to: [samplePlan("b") { $0.owner = nil }]).json == """
                {
                  "changes": [
                    {
                      "action": "update",
                      "current": "b",
                      "differences": [
                        {
                          "before": "data@example.com",
                          "path": "owner"
                        }
                      ],
                      "events": [
                        {
                          "name": "users.messages.email.Open",
                          "type": "users.messages.email.Open"
                        },
                        {
                          "name": "Send",
                          "type": "users.messages.email.Send"
                        }
                      ]
                    }
                  ],
                  "summary": {
                    "create": 0,
                    "delete": 0,
                    "unchanged": 0,
                    "update": 1
                  }
                }

                """
        )
    }
}

@Suite("Change set files")
struct ChangeSetFileTests {
    private let set = ChangeSet(
        from: [PlanFile(samplePlan("a"))],
        to: [samplePlan("a") { $0.owner = nil }, samplePlan("b")]
    )
    private var text: String { String(decoding: set.bytes, as: UTF8.self) }

    private func read(_ text: String) throws(ChangeSetProblem) -> ChangeSet {
        try ChangeSet(reading: Array(text.utf8))
    }

    @Test func readingBackGivesTheSame() throws {
        let back = try ChangeSet(reading: set.bytes)
        #expect(back == set)
        #expect(back.bytes == set.bytes)
    }

    @Test func anEditIsNoticed() {
        #expect(throws: ChangeSetProblem.edited) {
            try read(text.replacing("\"inFlight\": 4", with: "\"inFlight\": 9"))
        }
        #expect(throws: ChangeSetProblem.edited) {
            try read(text.replacing("\"create\"", with: "\"unchanged\""))
        }
        #expect(throws: ChangeSetProblem.edited) {
            try read(text.replacing(set.baseDigest, with: "sha256:0"))
        }
    }

    @Test func aBrokenOffFileIsTruncated() {
        for length in stride(from: 0, to: set.bytes.count - 2, by: 7) {
            #expect(throws: ChangeSetProblem.truncated) {
                try ChangeSet(reading: Array(set.bytes.prefix(length)))
            }
        }
    }

    @Test func aPlanFileIsForeignAndNamed() {
        let plan = PlanFile(samplePlan()).bytes
        #expect(throws: ChangeSetProblem.foreign(kind: "Plan")) { try ChangeSet(reading: plan) }
    }

    @Test(arguments: ["[]", "{\"kind\": 5}", "kind: ChangeSet", "{} x", "\u{FEFF}{}"])
    func otherTextIsForeign(text: String) {
        #expect(throws: ChangeSetProblem.foreign(kind: nil)) { try read(text) }
    }

    @Test func aNewerFormatIsNamed() {
        let newer = text.replacing(
            "\"formatVersion\": 1,\n  \"kind\"",
            with: "\"formatVersion\": 9,\n  \"kind\""
        )
        #expect(throws: ChangeSetProblem.newerFormat(9)) { try read(newer) }
    }

    @Test func aFormatThatNeverWasIsForeign() {
        for version in ["0", "-1", "null", "\"1\""] {
            let other = text.replacing(
                "\"formatVersion\": 1,\n  \"kind\"",
                with: "\"formatVersion\": \(version),\n  \"kind\""
            )
            #expect(other != text)
            #expect(throws: ChangeSetProblem.foreign(kind: "ChangeSet")) { try read(other) }
        }
    }

    @Test func aBaseThatDiffersOnlyInShapesIsStale() throws {
        let base = [PlanFile(samplePlan("a"))]
        let widened = [PlanFile(samplePlan("a") { $0.events[0].shape = "ffff" })]
        #expect(throws: ChangeSetProblem.stale) { try set.check(against: widened) }
        #expect(set.movedCurrents(in: widened) == ["a"])
        #expect(set.movedCurrents(in: base).isEmpty)
        #expect(set.movedCurrents(in: []) == ["a"])
    }

    @Test func aSetOfAnotherStateIsKnownByItsBase() {
        let own = PlanFile(samplePlan("a")).digest
        #expect(!set.isFromAnotherState(than: [own, "sha256:1"]))
        #expect(set.isFromAnotherState(than: ["sha256:1"]))
        #expect(set.isFromAnotherState(than: []))
        let first = ChangeSet(from: [], to: [samplePlan("a")])
        #expect(!first.isFromAnotherState(than: ["sha256:1"]), "a base without plans fits every state")
    }

    @Test func theShapesOfItsPlansTravelAlong() throws {
        let plan = Shapes.plan([Shapes.open: 1])
        let set = ChangeSet(from: [], to: [plan], shapes: Shapes.book)
        let back = try ChangeSet(reading: set.bytes)
        #expect(back.shapes.addresses == [Shapes.addresses[1]])
        #expect(back == set)
        #expect(back.shapes.file(at: Shapes.addresses[1]) == Shapes.book.file(at: Shapes.addresses[1]))
    }

    @Test func aShapeAtAnotherAddressIsAnEdit() throws {
        let set = ChangeSet(from: [], to: [Shapes.plan([Shapes.open: 1])], shapes: Shapes.book)
        let text = String(decoding: set.bytes, as: UTF8.self)
        #expect(try read(sealed(text)) == set)
        let edited = text.replacing("\"properties.ip\"", with: "\"properties.ap\"")
        #expect(throws: ChangeSetProblem.edited) { try read(edited) }
        #expect(throws: ChangeSetProblem.edited, "also under a digest that fits") { try read(sealed(edited)) }
    }

    @Test func aBaseThatDoesNotGiveItsDigestIsAnEdit() throws {
        let edited = text.replacing("\"a\": \"sha256:", with: "\"z\": \"sha256:")
        #expect(edited != text)
        #expect(throws: ChangeSetProblem.edited) { try read(sealed(edited)) }
    }

    /// The text with a digest that fits it.
    private func sealed(_ text: String) -> String {
        let bare = text.replacing(/\n  "digest": "[^"]*",/, with: "")
        let digest = CanonicalJSON.sha256(of: Array(bare.utf8))
        return text.replacing(/\n  "digest": "[^"]*"/, with: "\n  \"digest\": \"sha256:\(digest)\"")
    }

    @Test func aFileOfAProgramThatKeptNoBaseIsRead() throws {
        // Written by a program before 'base' and 'shapes' were there: the digest is over what it wrote.
        let old = """
            {
              "baseDigest": "sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
              "changes": [],
              "formatVersion": 1,
              "kind": "ChangeSet",
              "plans": []
            }

            """
        let digest = "sha256:" + CanonicalJSON.sha256(of: Array(old.utf8))
        let set = try read(old.replacing("\"changes\"", with: "\"digest\": \"\(digest)\",\n  \"changes\""))
        #expect(set.base == nil)
        #expect(set.shapes.isEmpty)
        #expect(!set.isFromAnotherState(than: []))
        #expect(set.movedCurrents(in: [PlanFile(samplePlan("a"))]).isEmpty)
    }

    @Test func everyProblemHasItsOwnCode() {
        let problems: [ChangeSetProblem] = [
            .stale, .edited, .truncated, .foreign(kind: nil), .newerFormat(2), .otherState,
        ]
        let plans: [PlanFileProblem] = [.notAPlan, .truncated, .edited, .newerFormat(2)]
        let codes =
            problems.map { $0.diagnostic(file: "x.json").code } + plans.map { $0.diagnostic(file: "x").code }
        #expect(codes.sorted() == ChangeSetRules.all.map(\.code))
        #expect(Set(codes).count == codes.count)
        #expect(codes.allSatisfy { $0.hasPrefix("CUR5") })
    }
}

@Suite("Differences between plans")
struct PlanDiffTests {
    private func differences(_ change: (inout Plan) -> Void) -> [String] {
        PlanDiff.differences(from: samplePlan(), to: samplePlan(change: change)).map { difference in
            "\(difference.path): \(difference.before ?? "·") -> \(difference.after ?? "·")"
        }
    }

    @Test func equalPlansHaveNone() { #expect(differences { _ in }.isEmpty) }

    @Test func everyFieldIsCompared() {
        #expect(differences { $0.owner = "x" } == ["owner: data@example.com -> x"])
        #expect(differences { $0.labels["env"] = "dev" } == ["labels.env: prod -> dev"])
        #expect(differences { $0.isEnabled = false } == ["enabled: true -> false"])
        #expect(differences { $0.source.path = "b" } == ["source.path: in/events.jsonl -> b"])
        #expect(differences { $0.source.isFollowed = false } == ["source.follow: true -> false"])
        #expect(differences { $0.start = .now } == ["start: beginning -> now"])
        #expect(differences { $0.partner = "b" } == ["partner: http -> b"])
        #expect(differences { $0.mappingVersion = 2 } == ["partner.mappingVersion: 1 -> 2"])
        #expect(differences { $0.region = "EU" } == ["region: · -> EU"])
        #expect(
            differences { $0.endpoint.url = "u" } == ["endpoint.url: https://events.example.com/in?x=1 -> u"]
        )
        #expect(differences { $0.endpoint.allow = [.loopback] } == ["endpoint.allow: plaintext -> ·"])
        #expect(differences { $0.credentials["other"] = nil } == ["credentials.other: file /run/secret -> ·"])
        #expect(
            differences { $0.credentials["bearerToken"] = .environment("B") }
                == ["credentials.bearerToken: env TOKEN -> env B"]
        )
        #expect(differences { $0.settings["size"] = .integer(6) } == ["settings.size: -5 -> 6"])
        #expect(differences { $0.delivery.ordering = .perKey } == ["delivery.ordering: none -> per_key"])
        #expect(differences { $0.delivery.onExpiry = .wait } == ["delivery.onExpiry: dead_letter -> wait"])
        #expect(differences { $0.glossary.release = "11" } == ["glossary.release: 10 -> 11"])
        #expect(
            differences { $0.customEvents = nil }
                == ["events.customEvents: named -> all", "events.customEvents: signup -> ·"]
        )
    }

    @Test func eventsAreGainedAndLostOneByOne() {
        let changed = differences { plan in
            plan.events = [SelectedEvent(type: "users.messages.email.Click", shape: "3"), plan.events[1]]
        }
        #expect(
            changed == ["events: · -> users.messages.email.Click", "events: users.messages.email.Open -> ·"]
        )
    }

    @Test func aTypeThatStaysTellsOfItsFields() {
        #expect(
            differences { $0.events[0].shape = "9" } == ["events.users.messages.email.Open.fields: 0011 -> 9"]
        )
    }

    @Test func plansThatDifferInBytesDifferHere() {
        // Only the trace of a rename may change without being told: it has done its work.
        let plan = samplePlan { $0.renamedFrom = "old" }
        #expect(PlanDiff.differences(from: samplePlan(), to: plan).isEmpty)
    }
}
