// swift-tools-version: 6.2
// Measures the hot path of currentsctl from outside, with the program itself built beside it for Benchmarks/run.
import PackageDescription

let package = Package(
    name: "Benchmarks",
    dependencies: [
        .package(name: "currentsctl", path: "..")
    ],
    targets: [
        .executableTarget(
            name: "hotpath",
            dependencies: [
                .product(name: "CurrentsHotPath", package: "currentsctl")
            ],
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .treatAllWarnings(as: .error),
            ]
        )
    ]
)
