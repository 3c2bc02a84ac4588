internal import ConnectorKit
internal import Document
internal import JSON
internal import Templates

/// A value and the places of a template at which it is put.
struct ComponentMappingDefinition: Sendable {
  static let spec = ComponentSpec<ComponentMappingDefinition>(
    "ComponentMappingDefinition", "A value and the places of a stream template at which it is put.", since: "6.9",
    fields: Field<[TemplateText]>.templates(
      "field_path", doc: "The path of the places; `*` matches any one member or element, `**` for any number of levels."
    ).variables(.config, .parameters, .componentsValues, .streamSlice, .streamTemplateConfig),
    Field<TemplateText>.template("value", doc: "The value that is put there; a string that reads as YAML becomes what it says.")
      .variables(.config, .parameters, .componentsValues, .streamSlice, .streamTemplateConfig),
    Field<AddedFieldDefinition.ValueType>.choice(
      "value_type", doc: "The one type besides text that the value may be read as; any by default."
    ).optional,
    Field<Bool>.bool("create_or_update", doc: "Whether a place that does not exist is made; not for HttpComponentsResolver.")
      .default(false, shown: false),
    Field<TemplateCondition>.condition("condition", doc: "The value is put where it holds.")
      .variables(.config, .parameters, .componentsValues, .streamTemplateConfig).optional,
    Field<BuildContext>.context,
    examples: [
      """
      type: ComponentMappingDefinition
      field_path: [retriever, requester, path]
      value: "/tables/{{ components_values['id'] }}"
      """
    ],
    make: ComponentMappingDefinition.init)

  let condition: TemplateCondition?
  private let path: [TemplateText]
  private let value: TemplateText
  private let type: AddedFieldDefinition.ValueType?
  private let creates: Bool
  private let location: SourceLocation?
  private let language: ManifestLanguage
  /// Whether names of streams stay the texts that they are, whatever they read as.
  private let keepsNames: Bool

  /// Where the names of streams stand, also of those that another one delegates to.
  private static let names: Set<[String]> = [["name"], ["full_refresh_stream", "name"], ["incremental_stream", "name"]]

  init(
    path: [TemplateText], value: TemplateText, type: AddedFieldDefinition.ValueType?, creates: Bool, condition: TemplateCondition?,
    context: BuildContext
  ) {
    self.path = path
    self.value = value
    self.type = type
    self.creates = creates
    self.condition = condition.flatMap { $0.isEmpty ? nil : $0 }
    location = context.location
    language = context.language
    keepsNames = !context.follows(.evaluatesStreamNames)
  }

  /// What a resolver does with values besides putting them at places that exist.
  struct Options {
    /// Whether texts are read as YAML.
    var readsYAML: Bool
    /// Whether texts of mappings with the value type `string` stay as they are.
    var keepsTypedTexts = false
    /// Whether missing places may be made.
    var mayCreate: Bool
  }

  /// Puts the value into a declaration.
  ///
  /// - Throws: `TemplateError` when a template fails, `DataPathError` when a missing place cannot be made.
  func apply(to declaration: inout Node, _ scope: TemplateScope, _ options: Options) throws {
    if let condition, try !condition.holds(scope) { return }
    let segments = try path.map { PathSegment(try $0.value(scope)) }
    var new = try part(scope, options)
    if keepsNames, Self.names.contains(segments.map(\.text)) { new = try name(new, scope) }
    let count = declaration.put(new, at: segments[...])
    guard count == 0, options.mayCreate, creates, new.json.isTruthy else { return }
    try declaration.create(new, at: segments.map(\.text)[...])
  }

  private func part(_ scope: TemplateScope, _ options: Options) throws -> Node {
    let json = try value.value(scope, as: type?.accepted ?? .any).jsonOrText()
    let new = Node(json: json, at: location)
    guard options.readsYAML, let text = json.stringValue, !(options.keepsTypedTexts && type == .string) else { return new }
    return try language.parseYAML(text).map { Node($0.value, at: location) } ?? new
  }

  /// The text that a name is, where it would be read as something else; a part that is no text to begin with stays.
  private func name(_ part: Node, _ scope: TemplateScope) throws -> Node {
    if part.string != nil { return part }
    switch try value.json(scope) {
    case .null, "", .array, .object: return part
    default: return Node(json: .string(try value.value(scope, as: .string).pythonText()), at: location)
    }
  }
}
