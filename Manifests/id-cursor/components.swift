import ConnectorKit

/// Reads what came after the greatest id of the last sync.
struct IDSync: IncrementalSync {
  static let spec = ComponentSpec<any IncrementalSync>(
    "IDSync", "Goes on behind the greatest id that was read.",
    fields: Field<String>.string("cursor_field", doc: "The field with the id, a whole number."),
    Field<String>.string("parameter", doc: "The request parameter that takes the greatest id."),
    make: IDSync.init)

  let cursorField: String
  let parameter: String
  var allowsCatalogDefinedCursorField: Bool { false }
  var isClientSideIncremental: Bool { false }
  var isDataFeed: Bool { false }
  var usesGlobalSubstreamCursor: Bool { false }

  func makeCursor(_ setup: CursorSetup) throws -> any Cursor {
    guard let saved = setup.state[cursorField] else { return IDCursor(field: cursorField, last: nil) }
    guard let last = saved.integerValue else {
      throw SyncError(.config, "The state of stream \(setup.streamName) holds no whole number in `\(cursorField)`. Reset the stream.")
    }
    return IDCursor(field: cursorField, last: last)
  }

  func requestOptions(_ scope: RequestScope) throws -> RequestOptions {
    var options = RequestOptions()
    options.parameters[parameter] = scope.slice?["after"]
    return options
  }

  func stateValue(of value: JSONValue?) -> JSONValue? { value?.integerValue.map { .integer($0) } }
  func instant(ofState state: JSONObject) -> DateTime? { nil }
}

struct IDCursor: Cursor {
  let field: String
  var last: Int?

  var state: JSONObject { last.map { [field: .integer($0)] } ?? [:] }

  mutating func slices() throws -> AnySequence<JSONObject> {
    let window: JSONObject = last.map { ["after": .integer($0)] } ?? [:]
    return AnySequence([window])
  }

  func observation() -> any CursorObservation { IDObservation(field: field) }

  func shouldBeSynced(_ record: JSONRecord) throws -> Bool {
    guard let last, let id = record[field]?.integerValue else { return true }
    return id > last
  }

  mutating func close(_ cursorSlice: JSONObject, _ observation: any CursorObservation) throws -> Bool {
    guard let seen = observation.mostRecent?.integerValue, seen > last ?? Int.min else { return false }
    last = seen
    return true
  }
}

struct IDObservation: CursorObservation {
  let field: String
  var mostRecent: JSONValue?

  mutating func observe(_ records: [JSONRecord]) {
    for record in records {
      guard let id = record[field]?.integerValue, id > mostRecent?.integerValue ?? Int.min else { continue }
      mostRecent = .integer(id)
    }
  }
}
