internal import ConnectorKit
internal import JSON

/// How far a stream ordered by a growing number has been read: the largest number seen.
struct CountCursor: Cursor {
  static let startKey = "start"
  static let endKey = "end"

  private let field: String
  private let rest: JSONObject
  private let warning: CursorWarning
  private let start: CountValue
  /// Where this sync takes up.
  private let resumePoint: CountValue
  private var latest: CountValue
  private(set) var stateError: SyncError?
  /// Whether texts of digits count as numbers.
  private let takesTexts: Bool

  /// - Parameter saved: the number in the state; one below the declared start does not count.
  init(field: String, start: CountValue, saved: CountValue?, rest: JSONObject, warning: CursorWarning, takesTexts: Bool) {
    self.field = field
    self.takesTexts = takesTexts
    self.rest = rest
    self.warning = warning
    self.start = start
    resumePoint = if let saved, !saved.isZero, !(saved < start) { saved } else { start }
    latest = resumePoint
  }

  var state: JSONObject {
    var state = rest
    state[field] = latest.json
    return state
  }

  /// One window without an end.
  func slices() throws -> AnySequence<JSONObject> {
    AnySequence(CollectionOfOne([Self.startKey: latest.json, Self.endKey: .double(.infinity)]))
  }

  func observation() -> any CursorObservation { CountObservation(field: field, warning: warning, comparesTypes: !takesTexts) }

  func shouldBeSynced(_ record: JSONRecord) throws -> Bool {
    guard let value = record[field].flatMap(CountValue.init) else {
      warning.write()
      return true
    }
    return !(value < resumePoint)
  }

  mutating func close(_ cursorSlice: JSONObject, _ observation: any CursorObservation) throws -> Bool {
    guard let mostRecent = observation.mostRecent else { return false }
    if !takesTexts, CountObservation.Kind(mostRecent) != .number {
      let error = SyncError(
        .system,
        "The cursor `\(field)` must be a number, but a record has \(JSONText.compact(mostRecent)) (quirk `countsNumbersOnly`)."
      )
      stateError = error
      throw error
    }
    guard let value = CountValue(mostRecent), !value.isZero else { return false }
    // Numbers that all lie below a start that nothing was read from yet are news: they say where the stream stands.
    let isFirstBelowStart = !(start < resumePoint) && value < resumePoint && (resumePoint.isZero || !value.isNext(to: resumePoint))
    if latest < value || isFirstBelowStart { latest = value }
    return true
  }

  func narrowed(_ cursorSlice: JSONObject, by observation: any CursorObservation) throws -> JSONObject? {
    guard let mostRecent = observation.mostRecent else { return nil }
    return [Self.startKey: mostRecent, Self.endKey: cursorSlice[Self.endKey] ?? .null]
  }
}
