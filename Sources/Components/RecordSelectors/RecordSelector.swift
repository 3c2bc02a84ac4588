internal import ConnectorKit
internal import Document
internal import JSON

/// From the bodies of a page to its records: extraction, filter, transformations, schema normalisation.
struct RecordSelector: RecordSelecting {
  static let spec = ComponentSpec<any RecordSelecting>(
    "RecordSelector", "Finds the records in answers, filters them and brings them into form.",
    fields: Field<any RecordExtractor>.component(
      "extractor", ["DpathExtractor", "CombinedExtractor", "CustomRecordExtractor"], doc: "Finds the records."),
    Field<any RecordFiltering>.component("record_filter", ["RecordFilter", "CustomRecordFilter"], doc: "Decides which records are kept.")
      .optional,
    Field<(any SchemaNormalization)?>.schemaNormalization.default(nil, shown: "None"),
    Field<Bool>.bool(
      "transform_before_filtering",
      doc: "Whether records are transformed before they are filtered; true for streams whose old records are dropped here, else false."
    ).optional,
    make: RecordSelector.init)

  let extractor: any RecordExtractor
  let filter: (any RecordFiltering)?
  let normalization: (any SchemaNormalization)?
  let transformsFirst: Bool?

  func select(from bodies: [JSONView], _ scope: RecordScope, _ retrieval: RetrievalScope) async throws -> SelectedRecords {
    var found = ExtractedRecords()
    for body in bodies { try await extractor.extract(from: body, into: &found, scope) }
    try check(found, scope)
    let count = found.records.count + found.nullCount + found.skippedCount
    do {
      return SelectedRecords(records: try finish(found.records, scope, retrieval), extractedCount: count)
    } catch {
      return firstGood(found.records, count, scope, retrieval)
    }
  }

  /// The records before the first one that cannot be brought into form, with its failure.
  private func firstGood(
    _ extracted: [JSONRecord], _ count: Int, _ scope: RecordScope, _ retrieval: RetrievalScope
  ) -> SelectedRecords {
    var selected = SelectedRecords(records: [], extractedCount: count)
    for record in extracted {
      do {
        selected.records += try finish([record], scope, retrieval)
      } catch {
        selected.failure = error
        break
      }
    }
    return selected
  }

  /// Filters extracted records and brings them into form.
  func finish(_ extracted: [JSONRecord], _ scope: RecordScope, _ retrieval: RetrievalScope) throws -> [JSONRecord] {
    var records = extracted
    if transformsFirst ?? retrieval.dropsOldRecords {
      try transform(&records, scope, retrieval)
      try keepWanted(&records, scope, retrieval)
    } else {
      try keepWanted(&records, scope, retrieval)
      try transform(&records, scope, retrieval)
    }
    if let normalization, let schema = retrieval.schema, !schema.object.isEmpty {
      for place in records.indices { try normalization.normalize(&records[place], schema) }
    }
    return records
  }

  private func check(_ found: ExtractedRecords, _ scope: RecordScope) throws {
    if let oddity = found.oddity {
      throw SyncError(
        .system,
        "Stream \(scope.streamName): a record must be an object, but the answer holds \(JSONText.compact(oddity)). "
          + "Check the extractor's path in the manifest.",
        streamName: scope.streamName)
    }
    if scope.run.options.compat, found.nullCount > 0 {
      throw SyncError(
        .system, "Stream \(scope.streamName): a record must be an object, but the answer holds null.", streamName: scope.streamName)
    }
  }

  private func transform(_ records: inout [JSONRecord], _ scope: RecordScope, _ retrieval: RetrievalScope) throws {
    for transformation in retrieval.stream.transformations {
      try transformation.transform(&records, scope)
    }
  }

  private func keepWanted(_ records: inout [JSONRecord], _ scope: RecordScope, _ retrieval: RetrievalScope) throws {
    if retrieval.dropsOldRecords, let isNew = retrieval.isNew { records = try records.filter { try isNew($0, scope.slice) } }
    if let filter { try filter.keepWanted(&records, scope) }
  }
}

extension Field where Value == (any SchemaNormalization)? {
  /// `None`, `Default`, or a component.
  static var schemaNormalization: Field<(any SchemaNormalization)?> {
    let type = FieldType.anyOf([.choice(["None", "Default"]), .component(["CustomSchemaNormalization"])])
    return .custom("schema_normalization", as: type, doc: "Whether values are brought into the types of the stream's schema.") {
      node, context in
      switch node.string {
      case "None": return nil
      case "Default": return DefaultSchemaNormalization()
      case .some:
        throw Diagnostic(
          code: "wrong-type", "`schema_normalization` must be `None`, `Default` or a component", at: node.location)
      case nil: return try context.build(node, as: (any SchemaNormalization).self, types: ["CustomSchemaNormalization"])
      }
    }
  }
}
