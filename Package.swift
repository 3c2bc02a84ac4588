// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A target of plain Swift below `Sources/`, with the settings every target shares.
func room(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: strict)
}

let package = Package(
  name: "headwater",
  products: [
    .library(name: "Headwater", targets: ["Headwater", "ConnectorKit"]),
    .library(name: "HeadwaterTesting", targets: ["HeadwaterTesting"]),
    .executable(name: "headwater", targets: ["CommandLineTool"]),
    .executable(name: "shop-api", targets: ["ShopAPI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),

    room("JSON"),
    room("Quirks"),
    room("Concurrency"),
    room("Document", ["JSON"]),
    room("YAML", ["Document", "JSON", "CYAML"]),
    room("PythonRules"),
    room("RegularExpressions"),
    room("Dates", ["JSON", "PythonRules"]),
    room("Templates", ["JSON", "PythonRules", "RegularExpressions", "Dates", "Quirks"]),
    room("JSONSchema", ["JSON", "PythonRules", "RegularExpressions"]),
    room("AirbyteProtocol", ["JSON"]),
    room("Cryptography", ["COpenSSL"]),
    room("Compression", ["CZlib"]),
    room("ConnectorKit", ["JSON", "Document", "Dates", "Templates", "RegularExpressions", "Quirks", "Concurrency"]),
    room("Decoding", ["JSON", "ConnectorKit", "Compression", "CExpat", "CZip"]),
    room(
      "Components",
      [
        "JSON", "Document", "RegularExpressions", "Dates", "Templates", "ConnectorKit", "JSONSchema", "Cryptography", "Decoding",
        "Concurrency",
      ]),
    room("Manifest", ["JSON", "Document", "YAML", "Dates", "Templates", "JSONSchema", "ConnectorKit"]),
    room("Plugins", ["ConnectorKit", "Document", "Cryptography"]),
    room("HTTPTransport", ["JSON", "ConnectorKit", "Compression", "CCurl", "Concurrency"]),
    room("Sync", ["JSON", "Dates", "ConnectorKit", "Concurrency"]),
    room(
      "Headwater",
      [
        "JSON", "Document", "YAML", "Templates", "JSONSchema", "AirbyteProtocol", "Cryptography", "ConnectorKit", "Components",
        "Manifest", "Plugins", "HTTPTransport", "Sync", "Concurrency",
      ]),
    room(
      "HeadwaterTesting",
      [
        "Headwater", "Concurrency", .product(name: "FlyingFox", package: "FlyingFox"),
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ]),
    .executableTarget(
      name: "CommandLineTool",
      dependencies: [
        "Headwater", "ConnectorKit", "Plugins", "Quirks", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict,
      // Components that are loaded into the process find the program's own modules through its dynamic symbols.
      linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic"])]),
    room("Fuzzing", ["Document", "JSON", "YAML", "RegularExpressions", "Templates", "Manifest", "Headwater"]),
    .executableTarget(name: "Fuzz", dependencies: ["Fuzzing", "Document"], swiftSettings: strict),
    .executableTarget(
      name: "Generate", dependencies: ["Components", "Manifest", "Document", "Quirks"], swiftSettings: strict),
    .executableTarget(
      name: "ShopAPI",
      dependencies: [
        "JSON", .product(name: "FlyingFox", package: "FlyingFox"), .product(name: "FlyingSocks", package: "FlyingFox"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "MicroBenchmarks", dependencies: ["JSON", "Dates", "Templates", "JSONSchema", "AirbyteProtocol", "Decoding"],
      path: "Benchmarks/MicroBenchmarks", swiftSettings: strict),

    tests("JSONTests", ["JSON"]),
    tests("ConcurrencyTests", ["Concurrency"]),
    tests("ExamplesTests", ["Headwater", "HeadwaterTesting"]),
    tests("PluginsTests", ["Plugins", "Headwater", "HeadwaterTesting"]),
    tests("YAMLTests", ["YAML", "Document", "JSON"]),
    tests("DatesTests", ["Dates", "JSON"]),
    tests("PythonRulesTests", ["PythonRules"]),
    tests("RegularExpressionsTests", ["RegularExpressions"]),
    tests("TemplatesTests", ["Templates", "PythonRules", "Dates", "JSON", "Quirks", "Cryptography"]),
    tests("AirbyteProtocolTests", ["AirbyteProtocol", "JSON"]),
    tests("JSONSchemaTests", ["JSONSchema", "JSON"], resources: [.copy("Rows")]),
    tests("CryptographyTests", ["Cryptography"]),
    tests(
      "HTTPTransportTests", ["HTTPTransport", "ConnectorKit", "JSON", "CZlib", .product(name: "FlyingFox", package: "FlyingFox")]),
    tests("DecodingTests", ["Decoding", "Compression", "JSON"], resources: [.copy("Resources")]),
    tests(
      "HeadwaterTests", ["Headwater", "HeadwaterTesting", "ConnectorKit", "Document", "JSON", "Manifest", "Quirks"],
      resources: [.copy("Broken")]),
    tests("HeadwaterTestingTests", ["HeadwaterTesting", "ConnectorKit"]),
    tests(
      "ManifestTests", ["Manifest", "Components", "ConnectorKit", "YAML", "Document", "JSON", "JSONSchema", "Templates"],
      resources: [.copy("Reference/language.json")]),
    tests("FuzzingTests", ["Fuzzing"], exclude: ["Seeds"]),
    tests("ArchitectureTests", ["Manifest", "Components"]),
    tests("SyncTests", ["Sync", "ConnectorKit", "JSON", "Dates"]),
    tests(
      "ComponentsTests", ["RegularExpressions", "Components", "ConnectorKit", "Document", "JSON", "Dates", "Templates", "Concurrency"]),
  ],
  swiftLanguageModes: [.v6]
)
