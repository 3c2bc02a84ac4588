internal import ConnectorKit
internal import Document
internal import JSON

/// Which stream is the parent, and what of its records makes a partition.
struct ParentStreamConfig: Sendable {
  static let spec = ComponentSpec<ParentStreamConfig>(
    "ParentStreamConfig", "Says how partitions are made from the records of another stream.",
    fields: Field<any StreamSource>.component("stream", ["DeclarativeStream", "StateDelegatingStream"], doc: "The parent."),
    Field<TemplateText>.template("parent_key", doc: "The path of the field of the parent's records that makes a partition."),
    Field<TemplateText>.template("partition_field", doc: "The name of that value in the slice."),
    Field<RequestOption>.component("request_option", ["RequestOption"], defaultType: "RequestOption", doc: "Where the value goes in requests.")
      .optional,
    Field<Bool>.bool("incremental_dependency", doc: "Whether the parent is read from where the last sync ended.")
      .default(false, shown: false),
    Field<[FieldPath]>.paths("extra_fields", doc: "Paths of further fields that go along with the slice.").default([]),
    Field<BuildContext>.context,
    make: ParentStreamConfig.init)

  let stream: any StreamComponent
  let partitionField: String
  let option: RequestOption?
  let isIncremental: Bool
  private let key: FieldPath
  private let extraFields: [FieldPath]

  init(
    stream: any StreamSource, key: TemplateText, partitionField: TemplateText, option: RequestOption?, isIncremental: Bool,
    extraFields: [FieldPath], context: BuildContext
  ) throws {
    guard let stream = stream as? any StreamComponent else {
      throw Diagnostic(code: "wrong-component", "a parent must be one stream", at: context.location)
    }
    let scope = TemplateScope(config: context.config)
    self.stream = stream
    self.key = FieldPath(text: try key.string(scope))
    self.partitionField = try partitionField.string(scope)
    self.option = option
    self.isIncremental = isIncremental
    self.extraFields = extraFields
  }

  /// The parent's cursor field, where it has one.
  var cursorField: String? { (stream as? StreamPlan)?.incrementalSync?.cursorField }

  /// The partition that a record makes; nil when its key is missing or null.
  func slice(of read: ReadRecord, _ run: RunServices) throws -> StreamSlice? {
    guard let value = key.value(in: read.record), !value.isNull else {
      run.log.write(.debug, "A record of stream \(stream.name) has no `\(key.joined)` and makes no partition.")
      return nil
    }
    var slice = StreamSlice(partition: [partitionField: value, "parent_slice": .object(read.slice.partition)])
    for path in extraFields { slice.extraFields[path.joined] = path.value(in: read.record) ?? .null }
    return slice
  }
}
