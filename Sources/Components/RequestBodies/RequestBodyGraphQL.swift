internal import ConnectorKit
internal import JSON

enum RequestBodyGraphQL {
  static let spec = ComponentSpec<RequestBody>(
    "RequestBodyGraphQL", "The body is a GraphQL query with its variables.",
    fields: Field<NestedTemplate>.nestedTemplate(
      "value", as: .component(["RequestBodyGraphQlQuery"]), doc: "An object with `query`, and `variables` where the query takes some."),
    make: { RequestBody.json($0) })
}
