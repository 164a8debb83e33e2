import Testing
@testable import Reference
@Suite("placeholder") struct PlaceholderTests { @Test func x() {} }
