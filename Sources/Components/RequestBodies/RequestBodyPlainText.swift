internal import ConnectorKit
internal import JSON

enum RequestBodyPlainText {
  static let spec = ComponentSpec<RequestBody>(
    "RequestBodyPlainText", "The body is a string.", since: "6.48",
    fields: Field<TemplateText>.template("value", doc: "The text, sent as it is.").variables(TemplateName.ofRequests),
    examples: [
      """
      type: RequestBodyPlainText
      value: "SELECT * FROM orders WHERE updated >= '{{ stream_interval['start_time'] }}'"
      """
    ],
    make: { RequestBody.text($0) })
}
