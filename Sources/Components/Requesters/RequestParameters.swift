internal import ConnectorKit
internal import Document
internal import JSON
internal import Templates

/// The parameters of a query: templates, and at most one that lists properties.
struct RequestParameters: Sendable {
  static let none = RequestParameters()

  var input = RequestInput.none
  /// The parameter that takes the properties, and where they come from.
  var properties: (name: String, list: QueryProperties)?

  func evaluate(_ scope: TemplateScope, _ slice: StreamSlice?) throws -> JSONObject {
    var parameters = try input.evaluate(scope, accepting: .parameter)
    guard let properties else { return parameters }
    guard case .array(let names)? = slice?.extraFields[QueryProperties.sliceField] else {
      throw SyncError(
        .system, "The request parameter `\(properties.name)` lists properties, which only the main requester of a SimpleRetriever can.")
    }
    parameters[properties.name] = .string(names.compactMap(\.stringValue).joined(separator: ","))
    return parameters
  }
}

extension Field where Value == RequestParameters {
  static var requestParameters: Field<RequestParameters> {
    let input = Field<RequestInput>.input(
      "request_parameters", of: .anyOf([.string, .component(["QueryProperties"])]),
      doc: "The query's parameters, by name, or a template that gives them. One may be a list of properties.")
    var field = Field<RequestParameters>(input.info) { node, context in
      guard let mapping = node.mapping else { return RequestParameters(input: try input.decode(node, context)) }
      let lists = mapping.entries.filter { $0.value.mapping?["type"]?.string == "QueryProperties" }
      guard let list = lists.first else { return RequestParameters(input: try input.decode(node, context)) }
      guard lists.count == 1 else {
        throw Diagnostic(
          code: .twoPropertyLists, "only one request parameter can list properties, but \(lists.count) do", at: node.location)
      }
      let templates = (node.templateMembers ?? [:]).filter { $0.key != list.key.templateText }
      return RequestParameters(
        input: .mapping(TemplateMapping(JSONObject(templates.map { ($0.key, $0.value) }), context, at: node.location)),
        properties: (list.key.templateText, try context.at(.field(list.key.keyText)).build(list.value, as: QueryProperties.self)))
    }
    field.absent = { _ in RequestParameters() }
    return field
  }
}
