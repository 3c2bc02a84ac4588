internal import ConnectorKit
internal import Dates
internal import Document
internal import JSON
internal import Templates

/// Reads a stream ordered by a number that only grows, from the largest one that was read.
struct IncrementingCountCursor: IncrementalSync {
  static let spec = ComponentSpec<any IncrementalSync>(
    "IncrementingCountCursor", "Remembers the largest number that was read of a field that only grows.", since: "6.37",
    fields: Field<String>.cursorField, Field<Bool>.catalogDefinedCursorField,
    Field<TemplateText>.template(
      "start_value", as: .anyOf([.string, .integer]), doc: "The number to start from in the first sync."
    ).optional,
    Field<RequestOption>.component("start_value_option", ["RequestOption"], doc: "Where the number to start from goes in the request.")
      .optional,
    examples: ["type: IncrementingCountCursor\ncursor_field: id\nstart_value: 0"],
    make: IncrementingCountCursor.init)

  let cursorField: String
  let allowsCatalogDefinedCursorField: Bool
  private let start: TemplateText?
  private let startOption: RequestOption?

  var isClientSideIncremental: Bool { false }
  var isDataFeed: Bool { false }
  var usesGlobalSubstreamCursor: Bool { false }

  init(cursorField: String, isCatalogDefined: Bool, start: TemplateText?, startOption: RequestOption?) {
    self.cursorField = cursorField
    allowsCatalogDefinedCursorField = isCatalogDefined
    self.start = start
    self.startOption = startOption
  }

  func makeCursor(_ setup: CursorSetup) throws -> any Cursor {
    let field = setup.cursorField ?? cursorField
    let start = try startValue(setup)
    let warning = CursorWarning(streamName: setup.streamName, field: field, log: setup.run.log)
    if setup.window != nil {
      throw SyncError(
        .config, "Stream \(setup.streamName) is ordered by a number, so it cannot be read from one date to another.",
        streamName: setup.streamName)
    }
    let saved = savedValue(setup.state, field: field)
    let takesTexts = !setup.run.follows(.countsNumbersOnly)
    if let saved, CountValue(saved) == nil || (!takesTexts && saved.stringValue != nil) {
      throw SyncError(
        .config, "The saved state of stream \(setup.streamName) has \(JSONText.compact(saved)) for `\(field)`; expected a number.",
        streamName: setup.streamName)
    }
    return CountCursor(
      field: field, start: start, saved: saved.flatMap(CountValue.init), rest: rest(of: setup.state), warning: warning,
      takesTexts: takesTexts)
  }

  private func startValue(_ setup: CursorSetup) throws -> CountValue {
    guard let start else { return .zero }
    let value = try start.json(TemplateScope(config: setup.run.config))
    guard let count = CountValue(value)?.truncated else {
      throw SyncError(
        .config,
        "`start_value` of stream \(setup.streamName) must be a whole number, but `\(start.source)` gives \(JSONText.compact(value)).",
        streamName: setup.streamName)
    }
    return count
  }

  /// What counts as false is no value.
  private func savedValue(_ state: JSONObject, field: String) -> JSONValue? {
    let value: JSONValue?
    if let ranges = SavedDatetimeState.ranges(in: state) {
      value = ranges.first?["most_recent_cursor_value"] ?? ranges.first?["end"]
    } else {
      value = state[field]
    }
    return value?.isTruthy == false ? JSONValue?.none : value
  }

  private func rest(of state: JSONObject) -> JSONObject { SavedDatetimeState.ranges(in: state) == nil ? state : [:] }

  func requestOptions(_ scope: RequestScope) throws -> RequestOptions {
    var options = RequestOptions()
    guard let slice = scope.slice, !slice.isEmpty else { return options }
    startOption?.inject(slice[CountCursor.startKey] ?? .null, into: &options)
    return options
  }

  func stateValue(of value: JSONValue?) -> JSONValue? { value.flatMap(CountValue.init)?.json }

  func instant(ofState state: JSONObject) -> DateTime? { nil }

  func position(of value: JSONValue) -> Int? { CountValue(value)?.position }

  var measuresTime: Bool { false }
  var supportsPartitions: Bool { false }
}
