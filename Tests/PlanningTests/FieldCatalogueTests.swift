import Diagnostics
import Glossary
import Plans
import Specs
import Testing

@testable import Planning

@Suite("What is known of the fields of a current's events")
struct FieldCatalogueTests {
    private let custom = "users.behaviors.CustomEvent"
    private let purchase = "users.behaviors.Purchase"
    private let context = RuleContext(glossary: .builtIn, partners: TestPartners.all)

    private func catalogue(
        _ names: String,
        _ declarations: String...,
        include: String = "[users.behaviors.CustomEvent, users.behaviors.Purchase, users.messages.email.Open]"
    ) throws -> FieldCatalogue {
        let text = ExampleWorkspace.customEvents(names, declaring: declarations, include: include)
        let (workspace, findings) = SpecReader.read([SourceFile(path: "a.yaml", bytes: Array(text.utf8))])
        #expect(findings.isEmpty)
        let current = try #require(workspace.currents.first)
        return try #require(FieldCatalogue(of: current, in: workspace, context))
    }

    private func field(_ knowledge: FieldCatalogue.Knowledge) -> OutgoingField? {
        guard case .field(let field) = knowledge else { return nil }
        return field
    }

    @Test func withoutDeclarationsEveryCustomPropertyIsFree() throws {
        let catalogue = try catalogue("[signup]")
        #expect(catalogue.knowledge(of: "properties.custom_properties.plan", in: custom) == .free)
        #expect(catalogue.knowledge(of: "properties.purchase_properties.plan", in: purchase) == .free)
        #expect(catalogue.knowledge(of: "properties.nonsense", in: custom) == .unknown)
        #expect(catalogue.knowledge(of: "properties", in: custom) == .object)
    }

    @Test(arguments: [
        ("string", EventField.ValueType.string), ("integer", .long), ("number", .float),
        ("boolean", .boolean),
        ("array", .strings), ("object", .map),
    ])
    func declaredPropertiesAreFieldsOfTheirType(written: String, type: EventField.ValueType) throws {
        let catalogue = try catalogue("", "{ name: a, properties: { plan: \(written) } }")
        let field = field(catalogue.knowledge(of: "properties.custom_properties.plan", in: custom))
        #expect(field?.type == type)
        #expect(field?.origin == "properties.custom_properties.plan")
        #expect(field?.form == .clear)
    }

    @Test func purchasesHavePropertiesOfTheirOwn() throws {
        let catalogue = try catalogue("", "{ purchase: true, properties: { size: string } }")
        #expect(field(catalogue.knowledge(of: "properties.purchase_properties.size", in: purchase)) != nil)
        #expect(catalogue.knowledge(of: "properties.purchase_properties.sise", in: purchase) == .unknown)
        #expect(catalogue.knowledge(of: "properties.custom_properties.size", in: custom) == .free)
        #expect(catalogue.fields(of: "users.messages.email.Open").allSatisfy { !$0.path.contains("size") })
    }

    @Test func anUndeclaredPathIsUnknownWhenEverySelectedEventIsDeclared() throws {
        let (a, b) = ("{ name: a, properties: { x: string } }", "{ name: b, properties: { y: object } }")
        let path = "properties.custom_properties.z"
        #expect(try catalogue("[a, b]", a, b).knowledge(of: path, in: custom) == .unknown)
        #expect(try catalogue("[a]", a, b).knowledge(of: path, in: custom) == .unknown)
        #expect(try catalogue("[a, b, c]", a, b).knowledge(of: path, in: custom) == .free)
        #expect(try catalogue("[\"a*\"]", a, b).knowledge(of: path, in: custom) == .free)
        #expect(try catalogue("", a, b).knowledge(of: path, in: custom) == .free)
        let open = "{ name: a, properties: { x: string }, additionalProperties: true }"
        #expect(try catalogue("[a]", open).knowledge(of: path, in: custom) == .free)
    }

    @Test func onlyDeclarationsThatApplyCount() throws {
        let catalogue = try catalogue(
            "[a]",
            "{ name: a, properties: { x: string } }",
            "{ name: b, properties: { y: string } }"
        )
        #expect(catalogue.knowledge(of: "properties.custom_properties.y", in: custom) == .unknown)
    }

    @Test func belowADeclaredObjectEveryKeyIsFree() throws {
        let catalogue = try catalogue("[a]", "{ name: a, properties: { x: object, y: array } }")
        #expect(catalogue.knowledge(of: "properties.custom_properties.x.z", in: custom) == .free)
        #expect(catalogue.knowledge(of: "properties.custom_properties.y.z", in: custom) == .unknown)
    }

    @Test func propertiesOfTwoTypesAreKnownWithoutAType() throws {
        let catalogue = try catalogue(
            "[a, b]",
            "{ name: a, properties: { x: string, y: { type: string, personal: true } } }",
            "{ name: b, properties: { x: integer, y: string } }"
        )
        let x = try #require(field(catalogue.knowledge(of: "properties.custom_properties.x", in: custom)))
        #expect(x.type == nil)
        #expect(!x.isPersonal)
        let y = try #require(field(catalogue.knowledge(of: "properties.custom_properties.y", in: custom)))
        #expect(y.type == .string)
        #expect(y.isPersonal)
    }

    @Test func aPropertyIsRequiredWhenEveryEventThatMayComeHasIt() throws {
        let required = "properties: { x: { type: string, required: true } }"
        let path = "properties.custom_properties.x"
        let (a, b) = ("{ name: a, \(required) }", "{ name: b, \(required) }")
        #expect(field(try catalogue("[a, b]", a, b).knowledge(of: path, in: custom))?.isRequired == true)
        #expect(field(try catalogue("[a, b]", a).knowledge(of: path, in: custom))?.isRequired == false)
        #expect(field(try catalogue("", a, b).knowledge(of: path, in: custom))?.isRequired == false)
        let without = "{ name: b, properties: {} }"
        #expect(
            field(try catalogue("[a, b]", a, without).knowledge(of: path, in: custom))?.isRequired == false
        )
    }

    @Test func aDotInAPropertyBelongsToItsName() throws {
        let catalogue = try catalogue("[a]", "{ name: a, properties: { x.y: string } }")
        #expect(field(catalogue.knowledge(of: "properties.custom_properties.x\\.y", in: custom)) != nil)
        #expect(catalogue.knowledge(of: "properties.custom_properties.x", in: custom) == .unknown)
    }

    @Test func declaredFieldsFollowTheGlossarysAndAreSorted() throws {
        let catalogue = try catalogue(
            "",
            "{ name: b, properties: { z: string, a: string } }",
            "{ name: a, properties: { m: string } }"
        )
        let paths = catalogue.fields(of: custom).map(\.path).suffix(3)
        #expect(paths.map { $0.split(separator: ".").last } == ["a", "m", "z"])
    }
}
