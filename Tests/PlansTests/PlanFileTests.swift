import Glossary
import Plans
import Testing

@Suite("Plan files")
struct PlanFileTests {
    private let file = PlanFile(samplePlan())
    private var text: String { String(decoding: file.bytes, as: UTF8.self) }

    @Test func readingBackGivesThePlanAgain() throws {
        let back = try PlanFile(reading: file.bytes)
        #expect(back.plan == file.plan)
        #expect(back.digest == file.digest)
        #expect(back.bytes == file.bytes)
    }

    @Test func aPlanWithoutOptionalPartsSurvivesToo() throws {
        let bare = samplePlan { plan in
            plan.owner = nil
            plan.labels = [:]
            plan.credentials = [:]
            plan.settings = [:]
            plan.customEvents = nil
            plan.leftOut = []
            plan.events = []
            plan.endpoint.allow = []
        }
        #expect(try PlanFile(reading: PlanFile(bare).bytes).plan == bare)
    }

    @Test func theTextIsSortedIndentedAndEndsInALineFeed() {
        #expect(text.hasPrefix("{\n  \"credentials\": {\n    \"bearerToken\": {\n      \"env\": \"TOKEN\"\n"))
        #expect(text.hasSuffix("}\n"))
        #expect(text.contains("\"url\": \"https://events.example.com/in?x=1\""))
        #expect(text.contains(#""a/b": "é \"quoted\" \\ \n""#))
        #expect(text.contains("\"digest\": \"\(file.digest)\""))
        #expect(text.contains("\"allow\": [\n      \"loopback\",\n      \"plaintext\"\n    ]"))
    }

    @Test func theBytesNeverChange() {
        // The address of these bytes is part of the format: a new one needs a new format version.
        #expect(file.digest == "sha256:d0dd81d0ee28bfaee2b55edbadaf96b9b9a0ff3603defa806052e0d3fbb3b439")
    }

    @Test func anotherPlanHasAnotherDigest() {
        #expect(PlanFile(samplePlan { $0.delivery.inFlight = 5 }).digest != file.digest)
    }

    @Test func whiteSpaceDoesNotCount() throws {
        let spaced = text.replacing("\n", with: "\r\n\t ")
        #expect(try PlanFile(reading: Array(spaced.utf8)).plan == file.plan)
    }

    @Test func anEditIsNoticed() {
        let edited = text.replacing("\"inFlight\": 4", with: "\"inFlight\": 5")
        #expect(throws: PlanFileProblem.edited) { try PlanFile(reading: Array(edited.utf8)) }
    }

    @Test func aRemovedDigestIsNoticed() {
        let edited = text.replacing("  \"digest\": \"\(file.digest)\",\n", with: "")
        #expect(throws: PlanFileProblem.edited) { try PlanFile(reading: Array(edited.utf8)) }
    }

    @Test func everyBrokenOffTextIsTruncated() {
        for length in stride(from: 0, to: file.bytes.count - 2, by: 3) {
            #expect(throws: PlanFileProblem.truncated) {
                try PlanFile(reading: Array(file.bytes.prefix(length)))
            }
        }
    }

    @Test(arguments: [
        "[]", "{}", "hello", "{\"kind\":\"ChangeSet\",\"formatVersion\":1}", "{\"a\":1,\"a\":2}", "1 2",
    ])
    func otherTextIsNotAPlan(text: String) {
        #expect(throws: PlanFileProblem.notAPlan) { try PlanFile(reading: Array(text.utf8)) }
    }

    @Test func aNewerFormatIsNamed() {
        let newer = text.replacing("\"formatVersion\": 1", with: "\"formatVersion\": 3")
        #expect(throws: PlanFileProblem.newerFormat(3)) { try PlanFile(reading: Array(newer.utf8)) }
    }

    @Test func anyFlippedByteIsAProblemOrHarmless() {
        for index in stride(from: 0, to: file.bytes.count, by: 13) {
            for flip: UInt8 in [0x01, 0x20, 0x80] {
                var bytes = file.bytes
                bytes[index] ^= flip
                guard let read = try? PlanFile(reading: bytes) else { continue }
                #expect(read.plan == file.plan)
            }
        }
    }

    @Test func deepNestingIsRefused() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: PlanFileProblem.notAPlan) { try PlanFile(reading: Array(deep.utf8)) }
    }
}

@Suite("Shapes of event types")
struct ShapeTests {
    private let open = Glossary.builtIn["users.messages.email.Open"]

    @Test func theAddressIsTheDigestOfTheFile() throws {
        let open = try #require(open)
        let address = PlanFile.shape(of: open)
        #expect(address.count == 16)
        #expect(address.allSatisfy { $0.isHexDigit && !$0.isUppercase })
        #expect(address == PlanFile.shape(of: open))
    }

    @Test func itHoldsTheFieldsOfTheHTTPForm() throws {
        let text = String(decoding: PlanFile.shapeFile(of: try #require(open)), as: UTF8.self)
        #expect(text.contains("\"path\": \"properties.campaign_id\""))
        #expect(text.contains("\"path\": \"user.external_user_id\""))
        #expect(text.hasSuffix("}\n"))
    }

    @Test func equalFieldsShareAnAddressAndOtherFieldsDoNot() throws {
        var twin = try #require(open)
        let address = PlanFile.shape(of: twin)
        twin.name = "users.messages.email.Twin"
        #expect(PlanFile.shape(of: twin) == address)
        twin.fields[0].isPersonal.toggle()
        #expect(PlanFile.shape(of: twin) != address)
    }

    @Test func theStampNamesReleaseAndDigest() {
        let stamp = PlanFile.glossaryStamp(of: .builtIn)
        #expect(stamp.release == Glossary.builtIn.release)
        #expect(stamp.digest.hasPrefix("sha256:") && stamp.digest.count == 71)
    }
}
