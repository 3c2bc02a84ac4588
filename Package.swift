// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A module below `Sources/`, with the settings that all share. Its README.md tells its purpose.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, exclude: ["README.md"], swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency], linkerSettings: [LinkerSetting] = []) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, exclude: ["README.md"], swiftSettings: strict, linkerSettings: linkerSettings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: strict)
}

let package = Package(
  name: "headwater",
  products: [
    .library(
      name: "Headwater",
      targets: [
        "Headwater", "AirbyteSource", "ConnectorKit", "Destinations", "SQLiteDestination", "PostgresDestination", "FileDestinations",
        "ProcessDestinations", "ProcessSources",
      ]),
    .library(name: "HeadwaterTesting", targets: ["HeadwaterTesting"]),
    .executable(name: "headwater", targets: ["CommandLineTool"]),
    .executable(name: "headwater-server", targets: ["ServerTool"]),
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

    module("JSON"),
    module("Quirks"),
    module("Concurrency"),
    module("Document", ["JSON"]),
    module("YAML", ["Document", "CYAML"]),
    module("PythonRules"),
    module("RegularExpressions"),
    module("Dates", ["JSON", "PythonRules"]),
    module("Templates", ["JSON", "PythonRules", "RegularExpressions", "Dates", "Quirks"]),
    module("JSONSchema", ["JSON", "PythonRules", "RegularExpressions"]),
    module("AirbyteProtocol", ["JSON"]),
    module("Cryptography", ["COpenSSL"]),
    module("Compression", ["CZlib"]),
    module("ConnectorKit", ["JSON", "Document", "Dates", "Templates", "RegularExpressions", "Quirks", "Concurrency"]),
    module("Decoding", ["JSON", "ConnectorKit", "Compression", "CExpat", "CZip"]),
    module(
      "Components",
      [
        "JSON", "Document", "RegularExpressions", "Dates", "Templates", "ConnectorKit", "JSONSchema", "Cryptography", "Decoding",
        "Concurrency",
      ]),
    module("Manifest", ["JSON", "Document", "YAML", "Dates", "Templates", "JSONSchema", "ConnectorKit"]),
    module("Plugins", ["ConnectorKit", "Document", "Cryptography"]),
    module("HTTPTransport", ["JSON", "ConnectorKit", "Compression", "CCurl", "Concurrency"]),
    module("Sync", ["JSON", "ConnectorKit", "Concurrency"]),
    module("Destinations", ["JSON", "ConnectorKit", "Concurrency", "Sync"]),
    module("SQLiteDestination", ["JSON", "ConnectorKit", "Sync", "Destinations"]),
    module(
      "Headwater",
      [
        "JSON", "Document", "YAML", "Dates", "Templates", "JSONSchema", "Cryptography", "ConnectorKit", "Components", "Manifest",
        "HTTPTransport", "Sync", "Concurrency",
      ]),
    module("PostgresDestination", ["JSON", "ConnectorKit", "Sync", "Destinations"]),
    module("FileDestinations", ["JSON", "ConnectorKit", "Sync", "Destinations"]),
    module("Subprocesses", ["JSON", "ConnectorKit"]),
    module("ProcessDestinations", ["JSON", "ConnectorKit", "Sync", "Destinations", "AirbyteProtocol", "Subprocesses"]),
    module("ProcessSources", ["JSON", "Dates", "ConnectorKit", "Sync", "AirbyteProtocol", "Subprocesses"]),
    module(
      "AirbyteSource",
      [
        "JSON", "Document", "YAML", "AirbyteProtocol", "ConnectorKit", "Components", "Manifest", "Plugins", "HTTPTransport", "Sync",
        "Headwater",
      ]),
    module(
      "Connections",
      [
        "JSON", "Document", "YAML", "Templates", "Manifest", "Cryptography", "ConnectorKit", "Headwater", "AirbyteSource", "Plugins",
        "HTTPTransport",
        "Sync", "Destinations", "SQLiteDestination", "PostgresDestination", "FileDestinations", "ProcessDestinations", "ProcessSources",
      ]),
    module(
      "Server",
      [
        "JSON", "Document", "Cryptography", "ConnectorKit", "Headwater", "Sync", "Destinations", "Connections",
        .product(name: "FlyingFox", package: "FlyingFox"),
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ]),
    program(
      "ServerTool",
      [
        "Server", "Connections", "ConnectorKit", "Headwater", "Plugins", "Document",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic"])]),
    module(
      "ManifestTools",
      ["JSON", "Document", "JSONSchema", "Templates", "ConnectorKit", "Components", "Manifest", "Plugins", "Headwater"]),
    module(
      "HeadwaterTesting",
      [
        "JSON", "Document", "ConnectorKit", "Headwater", "Concurrency", "Sync", "Destinations",
        .product(name: "FlyingFox", package: "FlyingFox"),
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ]),
    program(
      "CommandLineTool",
      [
        "AirbyteSource", "ManifestTools", "Headwater", "ConnectorKit", "Plugins", "Quirks", "Connections", "Destinations", "Document",
        "Sync",
        "JSON", "Dates",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      // Components that are loaded into the process find the program's own modules through its dynamic symbols.
      linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic"])]),
    module("Fuzzing", ["Document", "JSON", "YAML", "RegularExpressions", "Templates", "Manifest", "ManifestTools"]),
    program("Fuzz", ["Fuzzing", "Document"]),
    program("Generate", ["Components", "Connections", "Manifest", "Document", "JSON", "Quirks"]),
    program(
      "ShopAPI",
      [
        "JSON", .product(name: "FlyingFox", package: "FlyingFox"), .product(name: "FlyingSocks", package: "FlyingFox"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "MicroBenchmarks", dependencies: ["JSON", "Dates", "Templates", "JSONSchema", "AirbyteProtocol", "Decoding"],
      path: "Benchmarks/MicroBenchmarks", swiftSettings: strict),

    .target(name: "TestSupport", dependencies: ["ConnectorKit", "JSON"], path: "Tests/TestSupport", swiftSettings: strict),
    tests("JSONTests", ["JSON"]),
    tests("ConcurrencyTests", ["Concurrency"]),
    tests("ExamplesTests", ["TestSupport", "Headwater", "HeadwaterTesting"]),
    tests("PluginsTests", ["TestSupport", "Plugins", "AirbyteSource", "Headwater", "ManifestTools", "HeadwaterTesting"]),
    tests("YAMLTests", ["TestSupport", "YAML", "Document", "JSON"]),
    tests("DatesTests", ["TestSupport", "Dates", "JSON"]),
    tests("PythonRulesTests", ["PythonRules"]),
    tests("RegularExpressionsTests", ["RegularExpressions"]),
    tests("TemplatesTests", ["TestSupport", "Templates", "PythonRules", "Dates", "JSON", "Quirks", "Cryptography"]),
    tests("AirbyteProtocolTests", ["AirbyteProtocol", "JSON"]),
    tests("JSONSchemaTests", ["TestSupport", "JSONSchema", "JSON"], resources: [.copy("Rows")]),
    tests("CryptographyTests", ["Cryptography"]),
    tests(
      "HTTPTransportTests",
      ["TestSupport", "HTTPTransport", "ConnectorKit", "JSON", "CZlib", .product(name: "FlyingFox", package: "FlyingFox")]),
    tests("DecodingTests", ["Decoding", "Compression", "JSON"], resources: [.copy("Resources")]),
    tests(
      "HeadwaterTests",
      ["TestSupport", "AirbyteSource", "Headwater", "HeadwaterTesting", "ConnectorKit", "Document", "JSON", "Manifest", "Quirks"],
      resources: [.copy("RunTimeErrors/Cases")]),
    tests("ManifestToolsTests", ["TestSupport", "ManifestTools", "Document", "JSON"], resources: [.copy("Broken")]),
    tests("HeadwaterTestingTests", ["HeadwaterTesting", "ConnectorKit"]),
    tests(
      "ManifestTests", ["TestSupport", "Manifest", "Components", "ConnectorKit", "YAML", "Document", "JSON", "JSONSchema", "Templates"],
      resources: [.copy("Reference/language.json")]),
    tests("FuzzingTests", ["Fuzzing"], exclude: ["Seeds"]),
    tests("ArchitectureTests", ["TestSupport", "Manifest", "ManifestTools", "Components", "ConnectorKit"]),
    tests(
      "DestinationsTests",
      [
        "TestSupport", "HeadwaterTesting", "Destinations", "SQLiteDestination", "PostgresDestination", "FileDestinations",
        "ProcessDestinations", "ProcessSources", "Connections", "ConnectorKit", "Concurrency", "JSON", "Sync",
      ], resources: [.copy("Programs")]),
    tests(
      "ConnectionsTests",
      [
        "TestSupport", "HeadwaterTesting", "Connections", "Destinations", "ConnectorKit", "Document", "HTTPTransport", "YAML", "Sync",
        "JSON",
      ], resources: [.copy("Edits"), .copy("Broken"), .copy("Programs")]),
    tests(
      "ServerTests",
      ["TestSupport", "HeadwaterTesting", "Server", "Connections", "Concurrency", "ConnectorKit", "Destinations", "HTTPTransport", "JSON"]),
    tests("SyncTests", ["TestSupport", "Sync", "ConnectorKit", "JSON", "Dates"]),
    tests(
      "ComponentsTests",
      ["TestSupport", "RegularExpressions", "Components", "ConnectorKit", "Document", "JSON", "Dates", "Templates", "Concurrency"]),
  ],
  swiftLanguageModes: [.v6]
)
