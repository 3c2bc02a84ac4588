internal import ConnectorKit
internal import JSON
internal import Templates

extension Field where Value == String {
  /// The record field that a cursor follows, evaluated.
  static var cursorField: Field<String> {
    Field<TemplateText>.template("cursor_field", doc: "The record field that orders the stream.").map { template, context in
      try template.string(TemplateScope(config: context.config))
    }
  }
}

extension Field where Value == Bool {
  static var catalogDefinedCursorField: Field<Bool> {
    Field<Bool>.bool("allow_catalog_defined_cursor_field", doc: "Whether the configured catalog may name another cursor field.").default(
      false, shown: false)
  }
}
