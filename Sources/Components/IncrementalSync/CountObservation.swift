internal import ConnectorKit
internal import JSON

/// Watches the numbers of one slice's records.
struct CountObservation: CursorObservation {
  /// Values that the reference can compare with each other.
  enum Kind {
    case number, text, list, mapping

    init?(_ value: JSONValue) {
      switch value {
      case .null: return nil
      case .bool, .integer, .bigInteger, .double: self = .number
      case .string: self = .text
      case .array: self = .list
      case .object: self = .mapping
      }
    }
  }

  let field: String
  let warning: CursorWarning
  /// Whether a value must be comparable with the one before it, as in the reference.
  let comparesTypes: Bool
  private var latest: CountValue?
  private var kind: Kind?
  /// The first value that is no number, where values must be numbers; one that counts as false is none.
  private var uncountable: JSONValue?

  init(field: String, warning: CursorWarning, comparesTypes: Bool) {
    self.field = field
    self.warning = warning
    self.comparesTypes = comparesTypes
  }

  var mostRecent: JSONValue? { uncountable ?? latest?.json }

  mutating func observe(_ records: [JSONRecord]) {
    for record in records {
      if comparesTypes, let value = record[field], let kind = Kind(value) {
        if self.kind == nil { self.kind = kind }
        if self.kind != .number {
          if uncountable == nil, value.isTruthy { uncountable = value }
          continue
        }
      }
      guard let value = record[field].flatMap(CountValue.init) else {
        warning.write()
        continue
      }
      if latest.map({ $0 < value }) ?? true { latest = value }
    }
  }

  func firstInvalid(in records: [JSONRecord]) -> (place: Int, error: SyncError)? {
    guard comparesTypes else { return nil }
    var before = kind
    for (place, record) in records.enumerated() {
      guard let value = record[field], let kind = Kind(value) else { continue }
      defer { before = kind }
      guard let before, before != kind || kind == .mapping else { continue }
      let error = SyncError(
        .system,
        "The cursor `\(field)` must be a number, but a record has \(JSONText.compact(value)), which cannot be compared with the value "
          + "before it (quirk `countsNumbersOnly`).")
      return (place, error)
    }
    return nil
  }
}
