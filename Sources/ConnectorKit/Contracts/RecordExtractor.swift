public import JSON

/// Finds the records in a decoded body.
public protocol RecordExtractor: Sendable {
  /// Appends the records of one body in their order. May send requests for what the body does not hold.
  ///
  /// - Throws: ``SyncError`` when the body cannot hold records of this shape.
  func extract(from body: JSONView, into found: inout ExtractedRecords, _ scope: RecordScope) async throws
  /// Appends the records of several bodies, such as the lines of an answer; body by body unless there is a faster way.
  func extract(fromEach bodies: [JSONView], into found: inout ExtractedRecords, _ scope: RecordScope) async throws
  /// Whether a body that is an object is as a whole a record. False by default.
  var acceptsRootObject: Bool { get }
  /// Whether a body is searched more than once, so that it has to be decoded as a whole. False by default.
  var needsWholeBody: Bool { get }
  /// Whether the records of several lists are added up, so that their number is not that of the API's page. False by default.
  var concatenatesResults: Bool { get }
  /// What decodes the answers instead of the declared decoder; nil, the default, for that one.
  var bodyDecoder: (any BodyDecoder)? { get }
}

extension RecordExtractor {
  public var acceptsRootObject: Bool { false }
  public var needsWholeBody: Bool { false }
  public var concatenatesResults: Bool { false }
  public var bodyDecoder: (any BodyDecoder)? { nil }

  public func extract(fromEach bodies: [JSONView], into found: inout ExtractedRecords, _ scope: RecordScope) async throws {
    for body in bodies { try await extract(from: body, into: &found, scope) }
  }
}

/// What was found where records are expected.
public struct ExtractedRecords: Sendable {
  public private(set) var records: JSONRecords = []
  /// The values among the records that are no objects, in order.
  public private(set) var misfits: [InvalidRecord] = []

  /// The number of empty values that were left out.
  public private(set) var skippedCount = 0
  /// All values in their order, where they were asked for: not all that an extractor finds are records.
  public private(set) var values: [JSONValue] = []
  private let collectsValues: Bool
  private let skipsEmpty: Bool

  /// - Parameters:
  ///   - collectingValues: whether ``values`` is wanted.
  ///   - skippingEmpty: whether empty values (nulls, empty objects, zeros and the like) are left out and only counted.
  public init(collectingValues: Bool = false, skippingEmpty: Bool = false) {
    collectsValues = collectingValues
    skipsEmpty = skippingEmpty
  }

  /// A value that stands where records do and is none.
  public struct InvalidRecord: Sendable {
    public var value: JSONValue
    /// How many records stand before it.
    public var recordsBefore: Int
  }

  /// The number of nulls among the records.
  public var nullCount: Int { misfits.count { $0.value.isNull } }
  /// The first value that is neither an object nor null.
  public var firstInvalid: JSONValue? { misfits.first { !$0.value.isNull }?.value }

  /// Whether nothing was found that was not left out.
  public var isEmpty: Bool { records.isEmpty && misfits.isEmpty }

  public mutating func reserve(_ count: Int) { records.reserveCapacity(records.count + count) }

  public mutating func append(_ record: JSONRecord) {
    if skipsEmpty, record.isEmpty {
      skippedCount += 1
      return
    }
    if collectsValues { values.append(.object(record.object)) }
    records.append(record)
  }

  public mutating func append(_ view: JSONView) {
    if skipsEmpty, !view.isTruthy {
      skippedCount += 1
      return
    }
    if collectsValues { values.append(view.value) }
    if let record = JSONRecord(view: view) {
      records.append(record)
    } else {
      misfits.append(InvalidRecord(value: view.value, recordsBefore: records.count))
    }
  }

  /// Appends views all of which are objects with members.
  ///
  /// - Returns: false, with nothing appended, when one of them is something else.
  package mutating func append(objects views: [JSONView]) -> Bool {
    guard !collectsValues, let found = JSONRecord.records(ofObjects: views) else { return false }
    records.append(contentsOf: JSONRecords(found))
    return true
  }

  /// Appends the elements of a list, one after the other.
  public mutating func append(elementsOf list: JSONView) {
    if skipsEmpty || collectsValues {
      for element in list.elements { append(element) }
    } else if let found = JSONRecords(elementsOf: list) {
      records.append(contentsOf: found)
    } else {
      records.change {
        JSONRecord.append(elementsOf: list, to: &$0) { misfits.append(InvalidRecord(value: $0.value, recordsBefore: $1)) }
      }
    }
  }

  /// Where a part of what is found is gathered, to be appended or dropped as a whole.
  ///
  /// - Parameter skippingEmpty: whether empty values are left out of the part, as they are if this leaves them out.
  public func part(skippingEmpty: Bool) -> ExtractedRecords {
    ExtractedRecords(collectingValues: collectsValues, skippingEmpty: skipsEmpty || skippingEmpty)
  }

  /// Appends a ``part(skippingEmpty:)``.
  public mutating func append(_ part: ExtractedRecords) {
    misfits += part.misfits.map { InvalidRecord(value: $0.value, recordsBefore: records.count + $0.recordsBefore) }
    records.append(contentsOf: part.records)
    values += part.values
    skippedCount += part.skippedCount
  }
}
