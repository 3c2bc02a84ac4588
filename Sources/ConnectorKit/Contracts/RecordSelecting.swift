public import JSON

/// From the bodies of a page to its records: extraction, filter, transformations, schema normalisation.
public protocol RecordSelecting: Sendable {
  /// - Returns: the records in order, and how many were found before the filter.
  func select(from bodies: [JSONView], _ scope: RecordScope, _ retrieval: RetrievalScope) async throws -> SelectedRecords
  /// Whether a body that is an object is as a whole a record. False by default.
  var takesWholeBody: Bool { get }
}

extension RecordSelecting {
  public var takesWholeBody: Bool { false }
}

public struct SelectedRecords: Sendable {
  public var records: JSONRecords
  public var extractedCount: Int
  /// What the record after the last one failed with; the records before it are to be delivered first.
  public var failure: (any Error)?

  public init(records: JSONRecords, extractedCount: Int, failure: (any Error)? = nil) {
    self.records = records
    self.extractedCount = extractedCount
    self.failure = failure
  }
}
