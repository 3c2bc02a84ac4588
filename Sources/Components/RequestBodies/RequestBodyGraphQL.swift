internal import ConnectorKit
internal import JSON

enum RequestBodyGraphQL {
  static let spec = ComponentSpec<RequestBody>(
    "RequestBodyGraphQL", "The body is a GraphQL query with its variables.", since: "6.48",
    fields: Field<NestedTemplate>.custom(
      "value", as: .component(["RequestBodyGraphQlQuery"]), doc: "An object with `query`, and `variables` where the query takes some."
    ) { node, context in
      try context.build(node, by: RequestBodyGraphQlQuery.spec, sharesParameters: true).body
    }.variables(TemplateName.ofRequests),
    examples: [
      """
      type: RequestBodyGraphQL
      value:
        query: "query($after: String) { orders(first: 50, after: $after) { nodes { id total } } }"
        variables:
          after: "{{ next_page_token['next_page_token'] if next_page_token else '' }}"
      """
    ],
    make: { RequestBody.json($0) })
}
