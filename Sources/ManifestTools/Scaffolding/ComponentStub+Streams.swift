/// Stubs for what divides streams, keeps account of them, and looks at settings.
extension ComponentStub {
  static let partitionRouter = ComponentStub(
    summary: "Reads the stream once for each region.",
    fields: "Field<[String]>.strings(\"regions\", doc: \"The regions.\"),", make: "NAME.init",
    body: """
      let regions: [String]

      func partitions(_ scope: PartitionScope, _ body: (Partition) async throws -> Void) async throws -> JSONObject? {
        for region in regions { try await body(Partition(StreamSlice(partition: ["region": .string(region)]))) }
        return nil
      }

      func requestOptions(_ scope: RequestScope) throws -> RequestOptions {
        var options = RequestOptions()
        options.parameters["region"] = scope.slice?["region"]
        return options
      }
      """)

  static let incrementalSync = ComponentStub(
    summary: "Goes on behind the greatest id.",
    body: """
      var cursorField: String { "id" }
      var allowsCatalogDefinedCursorField: Bool { false }
      var isClientSideIncremental: Bool { false }
      var isDataFeed: Bool { false }
      var usesGlobalSubstreamCursor: Bool { false }

      func makeCursor(_ setup: CursorSetup) throws -> any Cursor {
        NAMECursor(last: setup.state[cursorField]?.integerValue)
      }

      func requestOptions(_ scope: RequestScope) throws -> RequestOptions {
        var options = RequestOptions()
        options.parameters["after"] = scope.slice?["after"]
        return options
      }

      func stateValue(of value: JSONValue?) -> JSONValue? { value?.integerValue.map { .integer($0) } }
      func instant(ofState state: JSONObject) -> DateTime? { nil }
      """,
    more: """
      struct NAMECursor: Cursor {
        var last: Int?

        var state: JSONObject { last.map { ["id": .integer($0)] } ?? [:] }

        mutating func slices() throws -> AnySequence<JSONObject> {
          let window: JSONObject = last.map { ["after": .integer($0)] } ?? [:]
          return AnySequence([window])
        }

        func observation() -> any CursorObservation { NAMEObservation() }

        func shouldBeSynced(_ record: JSONRecord) throws -> Bool {
          guard let last, let id = record["id"]?.integerValue else { return true }
          return id > last
        }

        mutating func close(_ cursorSlice: JSONObject, _ observation: any CursorObservation) throws -> Bool {
          guard let seen = observation.mostRecent?.integerValue, seen > last ?? Int.min else { return false }
          last = seen
          return true
        }
      }

      struct NAMEObservation: CursorObservation {
        var mostRecent: JSONValue?

        mutating func observe(_ records: [JSONRecord]) {
          for record in records {
            guard let id = record["id"]?.integerValue, id > mostRecent?.integerValue ?? Int.min else { continue }
            mostRecent = .integer(id)
          }
        }
      }
      """)

  static let stateMigration = ComponentStub(
    summary: "Renames the state's field.",
    body: """
      func shouldMigrate(_ state: JSONObject, stream: StreamPlan) throws -> Bool { state["last_id"] != nil }

      func migrate(_ state: JSONObject, stream: StreamPlan) throws -> JSONObject { ["id": state["last_id"] ?? .null] }
      """)

  static let configTransformation = ComponentStub(
    summary: "Takes white space off the account's name.",
    body: """
      func transform(_ config: inout JSONObject) throws {
        guard let account = config["account"]?.stringValue else { return }
        config["account"] = .string(account.split(separator: " ").joined(separator: " "))
      }
      """)

  static let validationStrategy = ComponentStub(
    summary: "Wants some text.",
    body: """
      func validate(_ value: JSONValue, name: String) throws {
        guard let text = value.stringValue, !text.isEmpty else { throw SyncError(.config, "\\(name) must not be empty.") }
      }
      """)
}
