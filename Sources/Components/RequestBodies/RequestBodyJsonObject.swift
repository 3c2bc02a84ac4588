internal import ConnectorKit
internal import JSON

enum RequestBodyJsonObject {
  static let spec = ComponentSpec<RequestBody>(
    "RequestBodyJsonObject", "The body is a JSON object.", since: "6.48",
    fields: Field<NestedTemplate>.nestedTemplate("value", doc: "The object; strings in it, at any depth, may be templates.")
      .variables(TemplateName.ofRequests),
    examples: [
      """
      type: RequestBodyJsonObject
      value:
        filter:
          updated_after: "{{ stream_interval['start_time'] }}"
        limit: 100
      """
    ],
    make: { RequestBody.json($0) })
}
