import JSON
import Testing
import AirbyteProtocol

@Suite
struct CatalogTests {
  @Test
  func everyFieldIsRead() throws {
    let catalog = try ConfiguredCatalog.parse(
      JSONValue.parse(
        #"""
        {"streams":[{"stream":{"name":"one","json_schema":{"type":"object"},"supported_sync_modes":["full_refresh","incremental"],
        "source_defined_cursor":true,"default_cursor_field":["u"],"source_defined_primary_key":[["id"]],"namespace":"n",
        "is_resumable":true,"is_file_based":false,"unknown":1},"sync_mode":"incremental","destination_sync_mode":"append_dedup",
        "cursor_field":["u"],"destination_object_name":"o","primary_key":[["id"],["a","b"]],"generation_id":1,
        "minimum_generation_id":2,"sync_id":3,"include_files":true},
        {"stream":{"name":"two","json_schema":{},"supported_sync_modes":[],"namespace":null},"sync_mode":"full_refresh",
        "destination_sync_mode":"overwrite","cursor_field":null}]}
        """#))
    let one = AirbyteStream(
      name: "one", jsonSchema: ["type": "object"], supportedSyncModes: [.fullRefresh, .incremental], sourceDefinedCursor: true,
      defaultCursorField: ["u"], sourceDefinedPrimaryKey: [["id"]], namespace: "n", isResumable: true, isFileBased: false)
    #expect(
      catalog.streams == [
        ConfiguredStream(
          stream: one, syncMode: .incremental, destinationSyncMode: .appendDedup, cursorField: ["u"], destinationObjectName: "o",
          primaryKey: [["id"], ["a", "b"]], generationID: 1, minimumGenerationID: 2, syncID: 3, includesFiles: true),
        ConfiguredStream(
          stream: AirbyteStream(name: "two", jsonSchema: [:], supportedSyncModes: []), syncMode: .fullRefresh,
          destinationSyncMode: .overwrite),
      ])
    #expect(catalog.streams[0].stream.descriptor == StreamDescriptor(name: "one", namespace: "n"))
  }

  /// A path of keys into a sound catalog, the value put there (nil removes it) and the message.
  static let faults: [(path: [JSONPathSegment], value: JSONValue?, message: String)] = [
    ([], 5, "the catalog must be an object, got an integer"),
    ([], [], "the catalog must be an object, got a list"),
    (["streams"], nil, "the catalog is not valid: `streams` is missing"),
    (["streams"], [:], "the catalog is not valid: `streams` must be a list, got an object"),
    (["streams", 1], "x", "the catalog is not valid: `streams[1]` must be an object, got text"),
    (["streams", 1, "stream"], nil, "the catalog is not valid: `streams[1].stream` is missing"),
    (["streams", 1, "stream"], .null, "the catalog is not valid: `streams[1].stream` must be an object, got null"),
    (["streams", 1, "stream", "name"], nil, "the catalog is not valid: `streams[1].stream.name` is missing"),
    (["streams", 1, "stream", "name"], 5, "the catalog is not valid: `streams[1].stream.name` must be text, got an integer"),
    (
      ["streams", 1, "stream", "json_schema"], .null,
      "the catalog is not valid: `streams[1].stream.json_schema` (stream `two`) must be an object, got null"
    ),
    (
      ["streams", 1, "stream", "supported_sync_modes"], nil,
      "the catalog is not valid: `streams[1].stream.supported_sync_modes` (stream `two`) is missing"
    ),
    (
      ["streams", 1, "stream", "supported_sync_modes"], ["full"],
      "the catalog is not valid: `streams[1].stream.supported_sync_modes[0]` (stream `two`) must be one of: full_refresh, incremental; "
        + "got `full`"
    ),
    (
      ["streams", 1, "stream", "source_defined_cursor"], "true",
      "the catalog is not valid: `streams[1].stream.source_defined_cursor` (stream `two`) must be true or false, got text"
    ),
    (["streams", 1, "sync_mode"], nil, "the catalog is not valid: `streams[1].sync_mode` (stream `two`) is missing"),
    (
      ["streams", 1, "sync_mode"], 1,
      "the catalog is not valid: `streams[1].sync_mode` (stream `two`) must be one of: full_refresh, incremental; got an integer"
    ),
    (
      ["streams", 1, "destination_sync_mode"], "replace",
      "the catalog is not valid: `streams[1].destination_sync_mode` (stream `two`) must be one of: append, overwrite, append_dedup, "
        + "update, soft_delete; got `replace`"
    ),
    (
      ["streams", 1, "cursor_field"], "id",
      "the catalog is not valid: `streams[1].cursor_field` (stream `two`) must be a list of names, got text"
    ),
    (
      ["streams", 1, "primary_key"], ["id"],
      "the catalog is not valid: `streams[1].primary_key[0]` (stream `two`) must be a list of names, got text"
    ),
    (
      ["streams", 1, "primary_key"], [["id", 5]],
      "the catalog is not valid: `streams[1].primary_key[0][1]` (stream `two`) must be text, got an integer"
    ),
    (
      ["streams", 1, "generation_id"], 5.0,
      "the catalog is not valid: `streams[1].generation_id` (stream `two`) must be an integer, got a number"
    ),
  ]

  private static func stream(_ name: String) -> JSONValue {
    [
      "stream": ["name": .string(name), "json_schema": [:], "supported_sync_modes": ["full_refresh"]], "sync_mode": "full_refresh",
      "destination_sync_mode": "append",
    ]
  }

  @Test(arguments: faults)
  func faultsAreNamed(path: [JSONPathSegment], value: JSONValue?, message: String) throws {
    let catalog = Self.changed(["streams": [Self.stream("one"), Self.stream("two")]], path[...], value)
    let error = try #require(throws: ProtocolInputError.self) { try ConfiguredCatalog.parse(catalog) }
    #expect(error.description == message)
  }

  private static func changed(_ root: JSONValue, _ path: ArraySlice<JSONPathSegment>, _ value: JSONValue?) -> JSONValue {
    guard let first = path.first else { return value ?? .null }
    let rest = path.dropFirst()
    switch (root, first) {
    case (.object(var members), .key(let key)):
      members[key] = rest.isEmpty ? value : changed(members[key] ?? .null, rest, value)
      return .object(members)
    case (.array(var elements), .index(let place)):
      elements[place] = changed(elements[place], rest, value)
      return .array(elements)
    default: return root
    }
  }
}
