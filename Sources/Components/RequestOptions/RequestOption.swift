internal import ConnectorKit
internal import Document

extension RequestOption {
  static let spec = ComponentSpec<RequestOption>(
    "RequestOption", "Says where a value goes in a request.",
    fields: Field<Place>.choice(
      "inject_into", doc: "The part of the request that takes the value; `body_data` is a form, `body_json` a JSON object."),
    Field<TemplateText>.template("field_name", doc: "The name of the parameter, header or field.").optional,
    Field<[TemplateText]>.templates("field_path", doc: "The path of a nested field of the JSON body, instead of a name.").optional,
    Field<BuildContext>.context,
    examples: [
      """
      type: RequestOption
      inject_into: request_parameter
      field_name: updated_since
      """,
      """
      type: RequestOption
      inject_into: body_json
      field_path: [filter, region]
      """,
    ],
    make: RequestOption.init)

  init(place: Place, name: TemplateText?, path: [TemplateText]?, context: BuildContext) throws {
    let scope = TemplateScope(config: context.config)
    switch (name, path) {
    case (let name?, nil): self.init(place: place, path: [try name.text(scope)])
    case (nil, let path?) where place == .bodyJSON && !path.isEmpty: self.init(place: place, path: try path.map { try $0.text(scope) })
    case (nil, .some):
      throw Diagnostic(
        code: .fieldPath, "`field_path` only works with `inject_into: body_json`", at: context.location, fix: "use `field_name`")
    default:
      throw Diagnostic(code: .fieldName, "a RequestOption needs either `field_name` or `field_path`", at: context.location)
    }
  }
}
