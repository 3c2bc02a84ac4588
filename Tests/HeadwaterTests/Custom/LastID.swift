import ConnectorKit

/// A cursor over ids that grow.
struct LastID: IncrementalSync {
  static let spec = ComponentSpec<any IncrementalSync>("LastID", "Goes on after the last id.", make: { LastID() })
  var cursorField: String { "id" }
  var allowsCatalogDefinedCursorField: Bool { false }
  var isClientSideIncremental: Bool { false }
  var isDataFeed: Bool { false }
  var usesGlobalSubstreamCursor: Bool { false }

  func makeCursor(_ setup: CursorSetup) throws -> any Cursor { IDCursor(last: setup.state["id"]?.integerValue ?? 0) }
  func requestOptions(_ scope: RequestScope) throws -> RequestOptions {
    var options = RequestOptions()
    options.parameters["after"] = scope.slice?["after"]
    return options
  }
  func stateValue(of value: JSONValue?) -> JSONValue? { value }
  func instant(ofState state: JSONObject) -> DateTime? { nil }
}

struct IDCursor: Cursor {
  var last: Int
  var state: JSONObject { ["id": .integer(last)] }
  mutating func slices() throws -> AnySequence<JSONObject> { AnySequence([["after": .integer(last)]]) }
  func observation() -> any CursorObservation { Seen() }
  func shouldBeSynced(_ record: JSONRecord) throws -> Bool { (record["id"]?.integerValue ?? 0) > last }
  mutating func close(_ cursorSlice: JSONObject, _ observation: any CursorObservation) throws -> Bool {
    guard let seen = observation.mostRecent?.integerValue, seen > last else { return false }
    last = seen
    return true
  }

  struct Seen: CursorObservation {
    var mostRecent: JSONValue?
    mutating func observe(_ records: [JSONRecord]) {
      for id in records.compactMap({ $0["id"]?.integerValue }) where id > mostRecent?.integerValue ?? 0 { mostRecent = .integer(id) }
    }
  }
}
