internal import ConnectorKit
internal import Document
internal import JSON

/// Replaces a setting's value by the one that a table gives for it.
struct ConfigRemapField: ConfigTransformation {
  static let spec = ComponentSpec<any ConfigTransformation>(
    "ConfigRemapField", "Replaces a setting's value by the one that a table gives for it.", since: "6.49",
    fields: Field<TemplateMapping>.templateMapping(
      "map", as: .anyOf([.object, .string]), doc: "The new values by the old ones; other values stay."
    ),
    Field<[TemplateText]>.templates("field_path", doc: "The path of the setting."),
    Field<BuildContext>.context,
    examples: [
      """
      type: ConfigRemapField
      field_path: [region]
      map:
        europe: eu
        america: us
      """
    ],
    make: ConfigRemapField.init)

  private let map: TemplateMapping
  private let path: [TemplateText]

  init(map: TemplateMapping, path: [TemplateText], context: BuildContext) throws {
    guard !path.isEmpty else {
      throw Diagnostic(code: .emptyPath, "the `field_path` of a ConfigRemapField must not be empty", at: context.location)
    }
    self.map = map
    self.path = path
  }

  func transform(_ config: inout JSONObject) throws {
    let scope = TemplateScope(config: config)
    let names = try path.map { try $0.string(scope) }
    let map = try map.object(scope)
    Self.remap(&config, names[...], map)
  }

  private static func remap(_ object: inout JSONObject, _ names: ArraySlice<String>, _ map: JSONObject) {
    guard let name = names.first, let value = object[name] else { return }
    if names.count == 1 {
      if let text = value.stringValue, let new = map[text] { object[name] = new }
    } else if var inner = value.objectValue {
      remap(&inner, names.dropFirst(), map)
      object[name] = .object(inner)
    }
  }
}
