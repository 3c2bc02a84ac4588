internal import ConnectorKit
internal import Document
internal import JSON

/// Where a value goes in a request: a parameter, a header, a form field, or a place in the JSON body.
struct RequestOption: PageTokenOption {
  enum Place: String, CaseIterable, Sendable {
    case parameter = "request_parameter"
    case header
    case bodyData = "body_data"
    case bodyJSON = "body_json"
  }

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

  let place: Place
  private let path: [String]

  init(place: Place, name: TemplateText?, path: [TemplateText]?, context: BuildContext) throws {
    let scope = TemplateScope(config: context.config)
    switch (name, path) {
    case (let name?, nil): self.path = [try name.text(scope)]
    case (nil, let path?) where place == .bodyJSON && !path.isEmpty: self.path = try path.map { try $0.text(scope) }
    case (nil, .some):
      throw Diagnostic(
        code: "field-path", "`field_path` only works with `inject_into: body_json`", at: context.location, fix: "use `field_name`")
    default:
      throw Diagnostic(code: "field-name", "a RequestOption needs either `field_name` or `field_path`", at: context.location)
    }
    self.place = place
  }

  /// Puts a value at the option's place.
  func inject(_ value: JSONValue, into options: inout RequestOptions) {
    switch place {
    case .parameter: options.parameters[path[0]] = value
    case .header: options.headers[path[0]] = value
    case .bodyData:
      guard case .fields(var fields) = options.bodyData else { return }
      fields[path[0]] = value
      options.bodyData = .fields(fields)
    case .bodyJSON:
      var body = options.bodyJSON?.objectValue ?? [:]
      Self.set(value, at: path[...], in: &body)
      options.bodyJSON = .object(body)
    }
  }

  private static func set(_ value: JSONValue, at path: ArraySlice<String>, in object: inout JSONObject) {
    guard let key = path.first else { return }
    guard path.count > 1 else {
      object[key] = value
      return
    }
    var inner = object[key]?.objectValue ?? [:]
    set(value, at: path.dropFirst(), in: &inner)
    object[key] = .object(inner)
  }
}

/// How a paginator sends its token: as a value in the request, or as the whole address.
protocol PageTokenOption: Sendable {}
