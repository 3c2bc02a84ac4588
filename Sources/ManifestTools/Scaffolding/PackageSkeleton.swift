internal import ConnectorKit

/// The first files of a connector that is a Swift package.
struct PackageSkeleton {
  let name: String
  let package: String

  /// Names that would hide a module of Headwater or of the toolchain.
  static let reservedNames: Set<String> = [
    "AirbyteProtocol", "AirbyteSource", "CommandLineTool", "Components", "Compression", "Concurrency", "Connections", "ConnectorKit",
    "Cryptography", "Dates", "Decoding", "Destinations", "Document", "FileDestinations", "Foundation", "Fuzz", "Fuzzing", "Generate",
    "Glibc", "HTTPTransport", "Headwater", "HeadwaterTesting", "JSON", "JSONSchema", "Manifest", "ManifestTools", "MicroBenchmarks",
    "Plugins", "PostgresDestination", "ProcessDestinations", "ProcessSources", "PythonRules", "Quirks", "RegularExpressions",
    "SQLiteDestination", "Server", "ServerTool", "ShopAPI", "Subprocesses", "Swift", "Sync", "Templates", "Testing", "YAML",
  ]

  /// The name as a Swift module: `my-shop` is `MyShop`.
  private var module: String {
    let joined = name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    return Self.reservedNames.contains(joined) ? joined + "Connector" : joined
  }

  /// The program's name, which must not be the module's.
  private var program: String {
    if Self.reservedNames.contains(name) || name == "headwater" { return name.lowercased() + "-connector" }
    return name == module ? name.lowercased() : name
  }

  var files: [Scaffold.File] {
    [
      Scaffold.File(path: "Package.swift", text: manifest), Scaffold.File(path: "README.md", text: readme),
      Scaffold.File(path: "Sources/\(module)/manifest.yaml", text: connectorManifest),
      Scaffold.File(path: "Sources/\(module)/components.swift", text: components),
      Scaffold.File(path: "Sources/\(program)/main.swift", text: main),
      Scaffold.File(path: "Tests/\(module)Tests/\(module)Tests.swift", text: tests),
      Scaffold.File(path: "config.json", text: ConnectorSkeleton.config),
      Scaffold.File(path: "catalog.json", text: ConnectorSkeleton.catalog), Scaffold.File(path: ".gitignore", text: ".build/\n"),
    ]
  }

  private var dependency: String {
    package.contains("://") ? ".package(url: \"\(package)\", branch: \"main\")" : ".package(name: \"headwater\", path: \"\(package)\")"
  }

  private var manifest: String {
    """
    // swift-tools-version: 6.1
    import PackageDescription

    let package = Package(
      name: "\(program)",
      dependencies: [\(dependency)],
      targets: [
        // The manifest and the components.
        .target(
          name: "\(module)", dependencies: [.product(name: "Headwater", package: "headwater")],
          resources: [.embedInCode("manifest.yaml")]),
        // The program: spec, check, discover and read.
        .executableTarget(name: "\(program)", dependencies: ["\(module)"]),
        .testTarget(
          name: "\(module)Tests",
          dependencies: [
            "\(module)", .product(name: "Headwater", package: "headwater"), .product(name: "HeadwaterTesting", package: "headwater"),
          ]),
      ]
    )

    """
  }

  private var connectorManifest: String {
    ConnectorSkeleton.manifest.replacing(
      "    schema_loader:\n      type: InlineSchemaLoader",
      with:
        "    transformations:\n      - {type: CustomTransformation, class_name: \(module)Marks}\n    schema_loader:\n      type: InlineSchemaLoader"
    )
  }

  private var components: String {
    """
    import Headwater

    /// What this connector is: its manifest, and the components that the manifest names.
    public enum \(module) {
      public static let manifest = String(decoding: PackageResources.manifest_yaml, as: UTF8.self)
      public static let catalog = Catalog.standard.adding(\(module)Marks.spec)
    }

    \(ComponentStub.text("\(module)Marks", .transformation))
    """
  }

  private var main: String {
    """
    import AirbyteSource
    import Glibc
    import \(module)

    exit(await ConnectorProgram(manifest: \(module).manifest, catalog: \(module).catalog).run())

    """
  }

  private var tests: String {
    """
    import Headwater
    import HeadwaterTesting
    import Testing

    @testable import \(module)

    @Suite struct \(module)Tests {
      @Test func itemsAreRead() async throws {
        let connector = try Connector(manifest: \(module).manifest, catalog: \(module).catalog)
        let items = LoopbackRoute("GET", "/items", answers: [.json(#"{"items": [{"id": 1, "name": "a"}]}"#)])
        let records = try await LoopbackServer.serving([items]) { server in
          var records: [JSONValue] = []
          let config: JSONObject = ["api_url": .string(server.baseURL), "api_key": "secret"]
          for try await record in try connector.records(of: "items", config: config) { records.append(.object(record.object)) }
          return records
        }
        #expect(records == [["id": 1, "name": "a", "stream": "items"]])
      }

      @Test func theTransformationKeepsToItsContract() async throws {
        try await Conformance.check(transformation: \(module)Marks())
      }
    }

    """
  }

  private var readme: String {
    """
    # \(name)

    A connector for Headwater with components of its own. `Sources/\(module)/manifest.yaml` says how the API is read,
    `Sources/\(module)/components.swift` holds what the manifest language cannot say.

    ```sh
    swift test
    swift run \(program) spec
    swift run \(program) check --config config.json
    swift run \(program) discover --config config.json
    swift run \(program) read --config config.json --catalog catalog.json
    ```

    `swift build -c release --static-swift-stdlib` makes one program that needs no Swift on the machine it runs on.

    """
  }
}
