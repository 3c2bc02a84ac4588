internal import ConnectorKit
internal import JSON

enum RequestBodyUrlEncodedForm {
  static let spec = ComponentSpec<RequestBody>(
    "RequestBodyUrlEncodedForm", "The body is a form, one field for each member.", since: "6.48",
    fields: Field<TemplateMapping>.templateMapping("value", as: .mapping(.string), doc: "The form's fields by name.").variables(
      TemplateName.ofRequests),
    examples: [
      """
      type: RequestBodyUrlEncodedForm
      value:
        account: "{{ config['account_id'] }}"
        format: json
      """
    ],
    make: { RequestBody.form($0) })
}
