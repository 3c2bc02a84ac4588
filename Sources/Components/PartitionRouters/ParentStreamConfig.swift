internal import ConnectorKit
internal import Document
internal import JSON

/// Which stream is the parent, and what of its records makes a partition.
struct ParentStreamConfig: Sendable {
  static let spec = ComponentSpec<ParentStreamConfig>(
    "ParentStreamConfig", "Says how partitions are made from the records of another stream.",
    fields: Field<any StreamComponent>.component(
      "stream", ["DeclarativeStream", "StateDelegatingStream"],
      doc: "The parent stream, usually a reference to one of the manifest's streams."
    ).typedByPlace("DeclarativeStream"),
    Field<TemplateText>.template("parent_key", doc: "The path of the field of the parent's records that makes a partition."),
    Field<TemplateText>.template(
      "partition_field", doc: "The name of that value in the slice, as templates use it: `stream_partition['name']`."),
    Field<RequestOption>.component(
      "request_option", ["RequestOption"], defaultType: "RequestOption", doc: "Where the value goes in requests."
    )
    .optional,
    Field<Bool>.bool("incremental_dependency", doc: "Whether the parent is read from where the last sync ended.")
      .default(false, shown: false),
    Field<[FieldPath]>.paths("extra_fields", doc: "Paths of further fields that go along with the slice.").default([]),
    Field<FieldPath?>.lazyPointer.default(nil, shown: []),
    Field<BuildContext>.context,
    examples: [
      """
      type: ParentStreamConfig
      stream:
        type: DeclarativeStream
        name: customers
        primary_key: id
        retriever:
          type: SimpleRetriever
          requester: {type: HttpRequester, url: https://api.example.com/customers}
          record_selector:
            type: RecordSelector
            extractor: {type: DpathExtractor, field_path: [customers]}
      parent_key: id
      partition_field: customer_id
      extra_fields:
        - [address, country]
      """
    ],
    make: ParentStreamConfig.init)

  let stream: any StreamComponent
  let partitionField: String
  let option: RequestOption?
  let isIncremental: Bool
  /// Where the parent's records hold the first page of the child's records, so that it need not be requested.
  let firstPage: FieldPath?
  private let key: FieldPath
  private let extraFields: [FieldPath]

  init(
    stream: any StreamComponent, key: TemplateText, partitionField: TemplateText, option: RequestOption?, isIncremental: Bool,
    extraFields: [FieldPath], firstPage: FieldPath?, context: BuildContext
  ) throws {
    let scope = TemplateScope(config: context.config)
    self.stream = stream
    self.key = FieldPath(text: try key.string(scope))
    self.partitionField = try partitionField.string(scope)
    self.option = option
    self.isIncremental = isIncremental
    self.firstPage = firstPage
    self.extraFields = extraFields
  }

  /// The cursor field of the parent when it is read from a state; nil where it has none.
  var cursorField: String? { stream.cursorField }

  /// The partition that a record makes; nil when its key is missing or null.
  ///
  /// - Throws: `DataPathError` when a path matches several fields.
  func slice(of read: ReadRecord, _ scope: PartitionScope) throws -> StreamSlice? {
    guard let value = try key.value(in: read.record), !value.isNull else {
      scope.run.log.write(.debug, "A record of stream \(stream.name) has no `\(key.joined)` and makes no partition.")
      return nil
    }
    var slice = StreamSlice(partition: [partitionField: value, "parent_slice": .object(read.slice.partition)])
    if let firstPage, scope.streamState.isEmpty {
      slice.extraFields[EmbeddedFirstPage.field] = try firstPage.value(in: read.record) ?? .array([])
    }
    for path in extraFields {
      guard path.isText || !scope.run.follows(.refusesIndexesInExtraFields) else {
        throw SyncError(
          .system, "The path `\(path.joined)` in `extra_fields` must contain only strings (quirk `refusesIndexesInExtraFields`).")
      }
      slice.extraFields[path.joined] = try path.value(in: read.record) ?? .null
    }
    return slice
  }
}

extension Field where Value == FieldPath? {
  static var lazyPointer: Field<FieldPath?> {
    .custom(
      "lazy_read_pointer", as: .list(.string),
      doc: "The path in the parent's records at which the first page of the child's records stands; it is then not requested."
    ) { node, context in
      let segments = node.sequence ?? []
      if segments.contains(where: { $0.templateText.contains("*") }) {
        throw Diagnostic(
          code: .patternInPath, "`lazy_read_pointer` must name a single field and cannot contain `*`", at: node.location,
          fix: "write the path out")
      }
      return segments.isEmpty ? nil : try FieldPath(templates: segments, context)
    }.variables(.config, .parameters)
  }
}
