internal import ConnectorKit
internal import Document
internal import JSON

extension RecordSelector {
  static let spec = ComponentSpec<RecordSelector>(
    "RecordSelector", "Finds the records in responses, filters them and brings them into form.",
    fields: Field<any RecordExtractor>.component(
      "extractor", ["DpathExtractor", "CombinedExtractor", "CustomRecordExtractor"],
      doc: "Finds the records in the response body."
    ).typedByPlace("DpathExtractor"),
    Field<any RecordFiltering>.slot("record_filter", .recordFilter, doc: "Decides which records are kept.").typedByPlace("RecordFilter")
      .optional,
    Field<(any SchemaNormalization)?>.schemaNormalization.default(nil, shown: "None"),
    Field<Bool>.bool(
      "transform_before_filtering",
      doc: "Whether records are transformed before they are filtered; true for streams whose old records are dropped here, else false."
    ).optional,
    examples: [
      """
      type: RecordSelector
      extractor:
        type: DpathExtractor
        field_path: [data]
      record_filter:
        type: RecordFilter
        condition: "{{ record['amount'] > 0 }}"
      schema_normalization: Default
      """
    ],
    make: RecordSelector.init)
}

extension Field where Value == (any SchemaNormalization)? {
  /// `None`, `Default`, or a component.
  static var schemaNormalization: Field<(any SchemaNormalization)?> {
    let type = FieldType.anyOf([.choice(["None", "Default"]), .component(["CustomSchemaNormalization"])])
    return .custom(
      "schema_normalization", as: type,
      doc: "`Default` brings values into the types of the stream's schema, `None` leaves them as they came."
    ) {
      node, context in
      switch node.string {
      case "None": return nil
      case "Default": return DefaultSchemaNormalization()
      case .some:
        throw Diagnostic(
          code: .wrongType, "`schema_normalization` must be `None`, `Default` or a component", at: node.location)
      case nil: return try context.build(node, as: (any SchemaNormalization).self, types: ["CustomSchemaNormalization"])
      }
    }
  }
}
