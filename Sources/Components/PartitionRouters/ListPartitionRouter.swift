internal import ConnectorKit
internal import Document
internal import JSON

/// One partition for each value of a list.
struct ListPartitionRouter: PartitionRouter {
  static let spec = ComponentSpec<any PartitionRouter>(
    "ListPartitionRouter", "Reads the stream once for each value of a list.",
    fields: Field<ListValues>.custom(
      "values", as: .anyOf([.string, .list(.string)]), doc: "The values, or a template that gives a list of them.", decode: ListValues.init
    ).variables(.config, .parameters),
    Field<TemplateText>.template(
      "cursor_field", doc: "The name of the value in the slice, as templates use it: `stream_partition['name']`."
    ).variables(.config, .parameters),
    Field<RequestOption>.component(
      "request_option", ["RequestOption"], defaultType: "RequestOption", doc: "Where the value goes in requests."
    )
    .optional,
    Field<BuildContext>.context,
    examples: [
      """
      type: ListPartitionRouter
      values: "{{ config['regions'] }}"
      cursor_field: region
      request_option:
        type: RequestOption
        inject_into: request_parameter
        field_name: region
      """,
      """
      type: ListPartitionRouter
      values: [open, closed]
      cursor_field: status
      """,
    ],
    make: ListPartitionRouter.init)

  private let values: ListValues
  let field: String
  let option: RequestOption?

  init(values: ListValues, field: TemplateText, option: RequestOption?, context: BuildContext) throws {
    self.values = values
    self.field = try field.string(TemplateScope(config: context.config))
    self.option = option
  }

  func partitions(_ scope: PartitionScope, _ body: (Partition) async throws -> Void) async throws -> JSONObject? {
    if let problem = values.problem { throw problem }
    for value in values.elements { try await body(Partition(StreamSlice(partition: [field: value]))) }
    return nil
  }

  var partitionFields: [String] { [field] }
  var hasRequestOptions: Bool { option != nil }

  func requestOptions(_ scope: RequestScope) throws -> RequestOptions {
    var options = RequestOptions()
    if let option, let value = scope.slice?[field], value.isTruthy { option.inject(value, into: &options) }
    return options
  }
}

/// The values of a list router.
struct ListValues: Sendable {
  let elements: [JSONValue]
  /// Why the stream cannot be read. It shows when the stream is read, as the other streams have nothing to do with it.
  var problem: SyncError?

  init(_ node: Node, _ context: BuildContext) throws {
    if let elements = node.sequence {
      self.elements = elements.map(\.json)
      return
    }
    let template = TemplateText(node.templateText, context, at: node.location)
    switch try template.json(TemplateScope(config: context.config)) {
    case .array(let elements): self.elements = elements
    // A setting that may be left out, and is.
    case .string(""): elements = []
    case .null where !context.follows(.iteratesScalars): elements = []
    case .string(let text) where context.follows(.iteratesScalars): elements = text.map { .string(String($0)) }
    case .object(let object) where context.follows(.iteratesScalars): elements = object.keys.map { .string($0) }
    case let other:
      elements = []
      let place = node.location.map { " (\($0))" } ?? ""
      problem = SyncError(
        context.options.configFailure(.iteratesScalars),
        "The `values` of a ListPartitionRouter\(place) must be a list, but `\(template.source)` gives \(JSONText.compact(other)). "
          + "Correct the setting, or write a template that gives a list.")
    }
  }
}
