package import ConnectorKit
package import JSON

extension StreamDescription {
  /// What a connector's plan says of a stream.
  package init(_ plan: StreamPlan, schema: JSONObject) {
    self.init(
      name: plan.name, schema: schema, primaryKey: plan.primaryKey,
      cursor: plan.incrementalSync.map { Cursor(field: $0.cursorField, canBeChosen: $0.allowsCatalogDefinedCursorField) },
      hasFiles: plan.fileUploader != nil)
  }
}
