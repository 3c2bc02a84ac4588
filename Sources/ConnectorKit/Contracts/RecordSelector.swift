public import JSON

/// From the bodies of a page to its records: extraction, filter, transformations, schema normalisation.
public struct RecordSelector: Sendable {
  package let extractor: any RecordExtractor
  package let filter: (any RecordFiltering)?
  private let normalization: (any SchemaNormalization)?
  private let transformsFirst: Bool?

  package init(
    extractor: any RecordExtractor, filter: (any RecordFiltering)?, normalization: (any SchemaNormalization)?, transformsFirst: Bool?
  ) {
    self.extractor = extractor
    self.filter = filter
    self.normalization = normalization
    self.transformsFirst = transformsFirst
  }

  /// Whether a body that is an object is as a whole a record.
  package var acceptsRootObject: Bool { extractor.acceptsRootObject }

  /// - Returns: the records in order, and how many were found before the filter.
  public func select(from bodies: [JSONView], _ scope: RecordScope, _ retrieval: RetrievalScope) async throws -> SelectedRecords {
    var found = ExtractedRecords()
    try await extractor.extract(fromEach: bodies, into: &found, scope)
    let count = found.records.count + found.misfits.count + found.skippedCount
    if !found.misfits.isEmpty, let (failure, good) = try misfit(in: found, scope, retrieval) {
      var selected = firstGood(JSONRecords(Array(found.records.prefix(good))), count, scope, retrieval)
      selected.failure = selected.failure ?? failure
      return selected
    }
    do {
      return SelectedRecords(records: try finish(found.records, scope, retrieval), extractedCount: count)
    } catch {
      return firstGood(found.records, count, scope, retrieval)
    }
  }

  /// The records before the first one that cannot be brought into form, with its failure.
  private func firstGood(
    _ extracted: JSONRecords, _ count: Int, _ scope: RecordScope, _ retrieval: RetrievalScope
  ) -> SelectedRecords {
    var selected = SelectedRecords(records: [], extractedCount: count)
    for record in extracted {
      do {
        selected.records.append(contentsOf: try finish([record], scope, retrieval))
      } catch {
        selected.failure = error
        break
      }
    }
    return selected
  }

  /// Filters extracted records and brings them into form.
  package func finish(_ extracted: JSONRecords, _ scope: RecordScope, _ retrieval: RetrievalScope) throws -> JSONRecords {
    let schema = normalization == nil ? nil : retrieval.schema
    if retrieval.stream.transformations.isEmpty, filter == nil, !retrieval.dropsOldRecords, schema == nil { return extracted }
    var records = extracted.array
    if transformsFirst ?? retrieval.comparesRecords {
      try transform(&records, scope, retrieval)
      try filter(&records, scope, retrieval)
    } else {
      try filter(&records, scope, retrieval)
      try transform(&records, scope, retrieval)
    }
    if let normalization, let schema, !schema.object.isEmpty { try normalization.normalize(&records, schema) }
    return JSONRecords(records)
  }

  /// The first value that is no record where that is a failure, and how many records stand before it. What the filter drops does not
  /// matter, nor do nulls but in the reference.
  private func misfit(
    in found: ExtractedRecords, _ scope: RecordScope, _ retrieval: RetrievalScope
  ) throws -> (failure: SyncError, good: Int)? {
    let failsOnNulls = scope.run.follows(.failsOnNullRecords)
    let isFiltered = retrieval.stream.transformations.isEmpty || !(transformsFirst ?? retrieval.comparesRecords)
    let filter = isFiltered ? filter : nil
    let first = try found.misfits.first { misfit in
      guard failsOnNulls || !misfit.value.isNull else { return false }
      return try filter?.keeps(misfit.value, scope) ?? true
    }
    guard let value = first?.value, let good = first?.recordsBefore else { return nil }
    let failure = SyncError(
      .system,
      "Stream \(scope.streamName): a record must be an object, but the response holds \(JSONText.compact(value))\(scope.place). "
        + "Check the extractor's path in the manifest.",
      streamName: scope.streamName)
    return (failure, good)
  }

  private func transform(_ records: inout [JSONRecord], _ scope: RecordScope, _ retrieval: RetrievalScope) throws {
    for transformation in retrieval.stream.transformations {
      try transformation.transform(&records, scope)
    }
  }

  private func filter(_ records: inout [JSONRecord], _ scope: RecordScope, _ retrieval: RetrievalScope) throws {
    if retrieval.dropsOldRecords, let isNew = retrieval.isNew { records = try records.filter { try isNew($0, scope.slice) } }
    if let filter { try filter.filter(&records, scope) }
  }
}

/// The records of a page, or of a part of one.
public struct SelectedRecords: Sendable {
  public var records: JSONRecords
  public var extractedCount: Int
  /// What the record after the last one failed with; the records before it are to be delivered first.
  public var failure: (any Error)?
}
