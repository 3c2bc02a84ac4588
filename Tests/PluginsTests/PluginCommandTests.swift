import TestSupport
import HeadwaterTesting
import Testing

/// Components in Swift files, compiled and loaded by the command itself.
@Suite(.enabled(if: BuiltCommand.canLoad, "needs the built command and swiftc"), .serialized)
struct PluginCommandTests {
  /// A connector without components of its own.
  static let plainManifest = """
    version: 7.0.0
    type: DeclarativeSource
    check: {type: CheckStream, stream_names: [items]}
    streams:
      - type: DeclarativeStream
        name: items
        retriever:
          type: SimpleRetriever
          requester: {type: HttpRequester, url: "{{ config['base'] }}/items"}
          record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}
        schema_loader: {type: InlineSchemaLoader, schema: {type: object}}
    """

  static let manifest =
    plainManifest + """

          transformations:
            - {type: CustomTransformation, class_name: source_x.components.Scaled, factor: 10}
      """

  static func component(_ operation: String) -> String {
    """
    import ConnectorKit

    struct Scaled: RecordTransformation {
      static let spec = ComponentSpec<any RecordTransformation>(
        "Scaled", "Scales ids.", fields: Field<Int>.integer("factor", doc: "By what."), make: Scaled.init)
      let factor: Int
      func transform(_ records: inout [JSONRecord], _ scope: RecordScope) throws {
        for place in records.indices {
          if let id = records[place]["id"]?.integerValue { records[place]["id"] = .integer(id \(operation) factor) }
        }
      }
    }
    """
  }

  static let catalog = """
    {"streams": [{"stream": {"name": "items", "json_schema": {}, "supported_sync_modes": ["full_refresh"]},
    "sync_mode": "full_refresh", "destination_sync_mode": "overwrite"}]}
    """

  private static func withCommand(_ body: @Sendable (BuiltCommand) async throws -> Void) async throws {
    let command = try BuiltCommand()
    defer { command.remove() }
    try command.write(manifest, to: "manifest.yaml")
    try command.write(component("*"), to: "components.swift")
    try command.write(catalog, to: "catalog.json")
    let items = LoopbackRoute("GET", "/items", answers: [.json(#"[{"id": 1}, {"id": 2}]"#)])
    try await LoopbackServer.serving([items]) { server in
      try command.write(#"{"base": "\#(server.baseURL)"}"#, to: "config.json")
      try await body(command)
    }
  }

  private static func ids(_ result: BuiltCommand.Result) -> [Substring] {
    result.output.matches(of: /"data":\{"id":(\d+)\}/).map(\.1)
  }

  private static let read = ["read", "--manifest-path", "manifest.yaml", "--config", "config.json", "--catalog", "catalog.json"]

  @Test func nothingRunsWithoutTheUsersSay() async throws {
    try await Self.withCommand { command in
      let untrusted = try await command.run(Self.read)
      #expect(untrusted.code == 1)
      #expect(untrusted.output.contains("manifest.yaml:13:50"))
      #expect(untrusted.output.contains("headwater trust"))
      #expect(untrusted.output.contains("headwater new component Scaled --slot Transformation"))
      #expect(try await command.run("trust").code == 0)
      #expect(Self.ids(try await command.run(Self.read)) == ["10", "20"])
      let refused = try await command.run(Self.read + ["--no-components"])
      #expect(refused.code == 1 && refused.output.contains("--no-components"))
      let both = try await command.run(Self.read + ["--no-components", "--components", "components.swift"])
      #expect(both.code == 1 && Self.ids(both).isEmpty)
      #expect(try await command.run("trust", "--remove").code == 0)
      #expect(try await command.run(Self.read).code == 1)
    }
  }

  @Test func aChangeIsPickedUpAndTheUnchangedIsKept() async throws {
    try await Self.withCommand { command in
      let named = Self.read + ["--components", "components.swift"]
      for (operation, ids, compiled) in [
        ("*", ["10", "20"], 1), ("*", ["10", "20"], 1), ("+", ["11", "12"], 2), ("*", ["10", "20"], 2),
      ] {
        try command.write(Self.component(operation), to: "components.swift")
        #expect(Self.ids(try await command.run(named)).map(String.init) == ids)
        #expect(command.compiledCount == compiled)
      }
    }
  }

  @Test func aFolderIsOneLibrary() async throws {
    try await Self.withCommand { command in
      try command.write(Self.component("* factors *"), to: "parts/Scaled.swift")
      try command.write("let factors = 2\n", to: "parts/Factors.swift")
      #expect(Self.ids(try await command.run(Self.read + ["--components", "parts"])) == ["20", "40"])
    }
  }

  @Test(arguments: [
    (component("**"), "components.swift:9:"), ("import ConnectorKit\n", "no component found"),
  ])
  func whatIsWrongWithTheFileIsSaid(_ source: String, _ message: String) async throws {
    try await Self.withCommand { command in
      try command.write(source, to: "components.swift")
      let result = try await command.run(Self.read + ["--components", "components.swift"])
      #expect(result.code == 1)
      #expect(result.output.contains(message))
    }
  }

  @Test func missingFilesAndCompilersAreSaid() async throws {
    try await Self.withCommand { command in
      let missing = try await command.run(Self.read + ["--components", "nowhere.swift"])
      #expect(missing.code == 1 && missing.output.contains("nowhere.swift"))
      let compilerless = try await command.run(Self.read + ["--components", "components.swift"], environment: ["PATH": "/nowhere"])
      #expect(compilerless.code == 1 && compilerless.output.contains("headwater new connector NAME --swift"))
    }
  }

  /// What was put out before a crash is out: the next read goes on from there.
  @Test func aCrashLeavesTheLastCheckpoint() async throws {
    try await Self.withCommand { command in
      let router = "partition_router: {type: ListPartitionRouter, values: [a, b], cursor_field: p}"
      let sync = #"incremental_sync: {type: DatetimeBasedCursor, cursor_field: at, datetime_format: "%Y", start_datetime: "2020"}"#
      var text = Self.manifest.replacing("      record_selector:", with: "      \(router)\n      record_selector:")
      text = text.replacing("    transformations:", with: "    \(sync)\n    transformations:")
      try command.write(text + "\nconcurrency_level: {type: ConcurrencyLevel, default_concurrency: 1}\n", to: "manifest.yaml")
      let crash = Self.component("*").replacing(
        "for place in records.indices {",
        with: """
          if scope.slice["p"] == "b" { fatalError("on purpose") }
              for place in records.indices {
                records[place]["at"] = "2021"
          """)
      try command.write(crash, to: "components.swift")
      let result = try await command.run(
        Self.read + ["--components", "components.swift", "--checkpoint-interval", "0"], environment: ["SWIFT_BACKTRACE": "enable=no"])
      #expect(result.code != 0 && result.complaints.contains("on purpose"))
      let states = result.output.split(separator: "\n").filter { $0.contains(#""type":"STATE""#) }
      #expect(states.last?.contains(#"{"partition":{"p":"a"},"cursor":{"at":"2021"}}"#) == true, "\(result.output)")
    }
  }

  @Test func loadedComponentsAreListed() async throws {
    try await Self.withCommand { command in
      let result = try await command.run("components", "Scaled", "--components", "components.swift")
      #expect(result.code == 0 && result.output.contains("Scales ids.") && result.output.contains("factor"))
      #expect(try await command.run("components", "Scaled").code == 1)
    }
  }

  @Test func fieldsOfLoadedComponentsAreValidated() async throws {
    try await Self.withCommand { command in
      try command.write(Self.manifest.replacing("factor: 10", with: "factor: ten"), to: "manifest.yaml")
      let result = try await command.run(Self.read + ["--components", "components.swift"])
      #expect(result.code == 1 && result.output.contains("manifest.yaml:13:") && result.output.contains("`factor`"))
    }
  }

  @Test func validateKnowsWhatMayBeLoaded() async throws {
    try await Self.withCommand { command in
      let untrusted = try await command.run("validate", "manifest.yaml")
      #expect(untrusted.code == 1 && untrusted.output.contains("headwater trust"), "\(untrusted.output)")
      #expect(try await command.run("validate", "manifest.yaml", "--components", "components.swift").code == 0)
      #expect(try await command.run("trust").code == 0)
      #expect(try await command.run("validate", "manifest.yaml").code == 0)
      #expect(try await command.run("validate", "manifest.yaml", "--no-components").code == 1)
    }
  }
}
