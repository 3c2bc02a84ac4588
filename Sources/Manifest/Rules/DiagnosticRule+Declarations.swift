extension DiagnosticRule {
  /// What contradicts the declarations of the components.
  static let declarations: [DiagnosticRule] = [
    DiagnosticRule(
      "missing-field", .declarations, "A component lacks a field that it needs.", advice: "Add the field.",
      example: "extractor:\n  type: DpathExtractor"),
    DiagnosticRule(
      "unknown-field", .declarations, "The top level, or a mapping that takes no others, has a field that does not exist.",
      advice: "Correct the name, or remove the field.", example: "strems: []"),
    DiagnosticRule(
      "missing-type", .declarations, "A component has no `type`, and its place does not say which it is.", advice: "Add the `type`.",
      example: "authenticator:\n  api_token: abc"),
    DiagnosticRule(
      "unknown-type", .declarations, "There is no component of this name.", advice: "Correct the name; the nearest one is suggested.",
      example: "type: DpathExtracter"),
    DiagnosticRule(
      "wrong-component", .declarations, "The component exists, but cannot stand in this place.",
      advice: "Use one of the types that are named.", example: "check:\n  type: HttpRequester"),
    DiagnosticRule(
      "wrong-type", .declarations, "A value has another form than the field takes.", advice: "Write the value in the form that is named.",
      example: "field_path: data"),
    DiagnosticRule(
      "wrong-value", .declarations, "A text is none of the words that the field takes.", advice: "Use one of the words that are named.",
      example: "http_method: get"),
    DiagnosticRule(
      "out-of-bounds", .declarations, "A number or list is outside the bounds of the field.", advice: "Stay within the bounds.",
      example: "backoff_time_in_seconds: -1"),
    DiagnosticRule(
      "unregistered-component", .declarations, "No Swift component is registered for a `class_name`.",
      advice: "Register a component of the name that is given, or use a built-in one.",
      example: "type: CustomRequester\nclass_name: source_shop.components.Requester"),
    DiagnosticRule(
      "components-unusable", .declarations, "The components in Swift files that belong to the manifest do not compile or load.",
      advice: "Mend what the compiler names, or leave them out with `--no-components`."),
  ]
}
