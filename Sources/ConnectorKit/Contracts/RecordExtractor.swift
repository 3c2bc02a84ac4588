public import JSON

/// Finds the records in a decoded body.
public protocol RecordExtractor: Sendable {
  /// Appends the records of one body in their order. May send requests for what the body does not hold.
  ///
  /// - Throws: ``SyncError`` when the body cannot hold records of this shape.
  func extract(from body: JSONView, into found: inout ExtractedRecords, _ scope: RecordScope) async throws
}

/// What was found where records are expected.
public struct ExtractedRecords: Sendable {
  public private(set) var records: [JSONRecord] = []
  /// The number of nulls among the records.
  public private(set) var nullCount = 0
  /// The first value that is neither an object nor null.
  public private(set) var oddity: JSONValue?

  /// All values in their order, where they were asked for: not all that an extractor finds are records.
  public private(set) var values: [JSONValue] = []
  private let collectsValues: Bool

  /// - Parameter collectingValues: whether ``values`` is wanted.
  public init(collectingValues: Bool = false) { collectsValues = collectingValues }

  public mutating func reserve(_ count: Int) { records.reserveCapacity(records.count + count) }

  public mutating func append(_ record: JSONRecord) {
    if collectsValues { values.append(.object(record.object)) }
    records.append(record)
  }

  public mutating func append(_ view: JSONView) {
    if collectsValues { return append(view.value) }
    if let record = JSONRecord(view: view) {
      records.append(record)
    } else if view.isNull {
      nullCount += 1
    } else if oddity == nil {
      oddity = view.value
    }
  }

  public mutating func append(_ value: JSONValue) {
    if collectsValues { values.append(value) }
    switch value {
    case .object(let object): records.append(JSONRecord(object: object))
    case .null: nullCount += 1
    default: if oddity == nil { oddity = value }
    }
  }
}
