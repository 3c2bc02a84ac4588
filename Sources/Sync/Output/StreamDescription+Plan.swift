package import ConnectorKit
package import JSON

extension StreamDescription {
  /// What a connector's plan says of a stream.
  package init(_ plan: StreamPlan, schema: JSONObject) {
    self.init(
      name: plan.name, schema: schema, primaryKey: plan.primaryKey, cursor: plan.incrementalSync.map(Cursor.init),
      hasFiles: plan.fileUploader != nil)
    hasPartitions = plan.retriever.partitionRouter.isPartitioned
  }
}

extension StreamDescription.Cursor {
  fileprivate init(_ sync: any IncrementalSync) {
    self.init(field: sync.cursorField, canBeChosen: sync.allowsCatalogDefinedCursorField)
    position = { sync.position(of: $0) }
    overlap = sync.overlap
  }
}
