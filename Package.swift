// swift-tools-version: 6.2
// The rooms of currentsctl and the doors between them. Each room's `uses` is the whole list of rooms it may open;
// `swift build --explicit-target-dependency-import-check error` makes that list law.
import PackageDescription

/// Every room is written to the same rules.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// One room of the house.
///
/// `uses` is the whole list of rooms and packages it may open.
func room(_ name: String, uses: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: uses, swiftSettings: strict)
}

/// The tests of one room.
///
/// `Fixtures` and golden cases are read from the source folder, never bundled.
func tests(of name: String, uses: [Target.Dependency] = [], fixtures: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: (name == "EndToEnd" ? [] : [.init(stringLiteral: name)]) + uses,
        exclude: fixtures,
        swiftSettings: strict
    )
}

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "currentsctl",
    products: [
        .executable(name: "currentsctl", targets: ["currentsctl"]),
        // For the Benchmarks package, which measures these rooms from outside.
        .library(name: "CurrentsHotPath", targets: ["Events", "Connectors", "Delivery", "Machine", "Plans"]),
        // For the Tests/Fuzzing package, which hands the compiler bytes of its own making.
        .library(
            name: "CurrentsCompiler",
            targets: ["Connectors", "Diagnostics", "Glossary", "Planning", "Plans", "Specs"]
        ),
    ],
    dependencies: [
        // Why each is here: Sources/currentsctl/currentsctl.docc/Decisions/0002-packages.md
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),

        // Nouns
        room("Diagnostics"),
        room("Machine"),
        room("Glossary"),
        room("Plans", uses: ["Diagnostics", "Glossary", crypto]),

        // The compiler: reads, never delivers
        room("Specs", uses: ["CLibYAML", "Diagnostics", "Glossary", "Plans"]),
        room("Planning", uses: ["Diagnostics", "Glossary", "Plans", "Specs"]),
        room("Reference", uses: ["Diagnostics", "Glossary", "Plans", "Specs"]),

        // The runner: delivers, never reads YAML
        room("Events", uses: ["Plans", crypto]),
        room("Logs", uses: ["Events", "Machine", "Plans"]),
        room("Ledger", uses: ["Diagnostics", "Machine", "Plans", grdb]),
        room(
            "Delivery",
            uses: [
                "Diagnostics", "Events", "Ledger", "Logs", "Machine", "Plans",
                crypto, logging, nioCore, nioHTTP1, nioPosix, nioSSL, nioTLS,
            ]
        ),
        room("Connectors", uses: ["Delivery", "Events", "Machine", "Plans", nioCore]),

        // The partners again, from their own documentation
        room("FakePartners", uses: [crypto, hummingbird, lifecycle, logging, nioCore, nioHTTP1]),

        // The front door
        .executableTarget(
            name: "currentsctl",
            dependencies: [
                "Connectors", "Delivery", "Diagnostics", "Events", "FakePartners", "Glossary", "Ledger",
                "Logs",
                "Machine", "Planning", "Plans", "Reference", "Specs", argumentParser, logging, nioCore,
            ],
            swiftSettings: strict
        ),

        tests(of: "Diagnostics"),
        tests(of: "Machine"),
        tests(of: "Glossary", uses: ["Diagnostics", "Specs"]),
        tests(of: "Specs", uses: ["Diagnostics", "Glossary", "Plans"], fixtures: ["Golden"]),
        tests(of: "Plans", uses: ["Diagnostics", "Glossary"]),
        tests(of: "Planning", uses: ["Diagnostics", "Glossary", "Plans", "Specs"]),
        tests(of: "Reference", uses: ["Connectors", "Diagnostics", "Glossary", "Plans", "Specs"]),
        tests(of: "Events", uses: ["Glossary", "Plans"]),
        tests(of: "Logs", uses: ["Machine"]),
        tests(of: "Ledger", uses: ["Diagnostics", "Machine", "Plans", grdb]),
        tests(
            of: "Delivery",
            uses: [
                "Connectors", "Events", "Ledger", "Logs", "Machine", "Plans",
                logging, nioCore, nioHTTP1, nioPosix, nioSSL,
            ],
            fixtures: ["Fixtures"]
        ),
        tests(
            of: "Connectors",
            uses: ["Delivery", "Events", "FakePartners", "Glossary", "Machine", "Plans", nioCore],
            fixtures: ["Amplitude/Golden", "EventBridge/Golden"]
        ),
        tests(of: "FakePartners", uses: [nioCore, nioPosix]),
        // Runs the built program, and holds the repository itself to its rules.
        tests(of: "EndToEnd", uses: ["currentsctl", "Diagnostics", "Specs"], fixtures: ["Peers"]),
    ]
)
