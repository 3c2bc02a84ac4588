internal import ConnectorKit
internal import Document

/// A GraphQL query with what goes beside it in the body, such as `variables`.
struct RequestBodyGraphQlQuery: Sendable {
  static let spec = ComponentSpec<RequestBodyGraphQlQuery>(
    "RequestBodyGraphQlQuery", "A GraphQL query. Further fields, such as `variables`, go into the body as they stand.", since: "6.48",
    typing: .ignored,
    fields: Field<String>.string("query", doc: "The query; strings in it may be templates.").variables(TemplateName.ofRequests),
    Field<BuildContext>.context,
    examples: ["query: \"query { products { id } }\""],
    make: RequestBodyGraphQlQuery.init)

  let body: NestedTemplate

  init(query: String, context: BuildContext) {
    body = NestedTemplate(context.declaration.json, context, at: context.location)
  }
}
