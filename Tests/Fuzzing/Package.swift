// swift-tools-version: 6.2
// Fuzz targets, a package of their own: they are built with other flags than the product, by Scripts/fuzz alone.
import PackageDescription

let package = Package(
    name: "Fuzzing",
    dependencies: [.package(name: "currentsctl", path: "../..")],
    targets: [
        .target(name: "CLibFuzzer"),
        .executableTarget(
            name: "FuzzSpecs",
            dependencies: ["CLibFuzzer", .product(name: "CurrentsCompiler", package: "currentsctl")],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
    ]
)
