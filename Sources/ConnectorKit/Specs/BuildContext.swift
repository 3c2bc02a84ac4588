public import Document
public import JSON
public import Templates

/// For what a component is built: the connector's config, the catalogue, and the parameters in force at its place.
public struct BuildContext: Sendable {
  public var catalog: Catalog
  public var config: JSONObject
  public var environment: TemplateEnvironment
  public var options: RunOptions
  /// The directory of the manifest's file, inside which it names other files; empty when the manifest comes from no file.
  public var directory = "."
  /// What the manifest's language makes of declarations that are put together while streams are made.
  public var language = ManifestLanguage()
  /// The `$parameters` of the component whose fields are being read.
  public var parameters: JSONObject = [:]
  /// Where that component was written.
  public var location: SourceLocation?
  /// The field of that component that is being read.
  var field: FieldSite?
  /// The way to the value that is being read; nil unless a manifest is checked.
  var trace: BuildTrace?
  /// The component as the manifest has it, for those that take fields of any name.
  public var declaration = Node(.null)

  public init(catalog: Catalog, config: JSONObject, environment: TemplateEnvironment, options: RunOptions = RunOptions()) {
    self.catalog = catalog
    self.config = config
    self.environment = environment
    self.options = options
  }
}

extension BuildContext {
  /// Whether the run does as the reference does in this point.
  public func follows(_ quirk: Quirk) -> Bool { options.follows(quirk) }

  /// Builds the component that a node declares.
  ///
  /// - Throws: `Diagnostic` when the type is unknown, does not belong here, or one of its fields is wrong.
  public func build<Slot>(_ node: Node, as slot: Slot.Type, types: [String] = [], defaultType: String? = nil) throws -> Slot {
    try reporting(node) { try $0.make(node, types: types, defaultType: defaultType) }
  }

  /// Builds a component whose place alone says what it is; a member `type` of it means nothing.
  ///
  /// - Parameters:
  ///   - node: the declaration.
  ///   - spec: the declaration of the component.
  ///   - sharesParameters: whether its templates see the parameters of the component around it.
  public func build<Slot>(_ node: Node, by spec: ComponentSpec<Slot>, sharesParameters: Bool = false) throws -> Slot {
    try reporting(node) { context in
      var inner = context.inside(node)
      if sharesParameters { inner.parameters = parameters }
      guard node.mapping != nil, let component = try spec.erased.build(node, inner) as? Slot else {
        throw Diagnostic(code: .wrongType, "expected a component (\(spec.type)), got \(node.kind)", at: node.location)
      }
      return component
    }
  }

  /// Does the work of building a component; where a manifest is checked, what goes wrong is reported with the component's path.
  private func reporting<Slot>(_ node: Node, _ work: (BuildContext) throws -> Slot) throws -> Slot {
    guard let trace = trace?.component else { return try work(self) }
    var context = self
    context.trace = trace
    do {
      return try work(context)
    } catch {
      throw trace.report(error, in: node)
    }
  }

  private func make<Slot>(_ node: Node, types: [String], defaultType: String?) throws -> Slot {
    guard let mapping = node.mapping else {
      throw Diagnostic(
        code: .wrongType, "expected a component\(types.isEmpty ? "" : " (\(types.joined(separator: ", ")))"), got \(node.kind)",
        at: node.location)
    }
    let only = types.count == 1 ? catalog.spec(type: types[0]) : nil
    guard var type = mapping["type"]?.string ?? defaultType ?? (only?.typing == .required ? nil : only?.type) else {
      throw Diagnostic(
        code: .missingType, "the component has no `type`", at: node.location,
        fix: types.isEmpty ? nil : "use one of: \(types.joined(separator: ", "))")
    }
    if let only, only.typing == .ignored { type = only.type }
    let named = mapping["class_name"]
    let spec = try catalog.spec(
      type: type, className: named?.string, at: named?.location ?? mapping["type"]?.location ?? node.location)
    var built = try spec.build(node, inside(node))
    if let custom = type.hasPrefix("Custom") ? ComponentSlot(rawValue: type) : nil {
      guard let guarded = custom.guarded(built, name: spec.type) else {
        throw Diagnostic(
          code: .wrongComponent, "component \(spec.type) must conform to `\(custom.contractName)` to be used as \(type)",
          at: mapping["class_name"]?.location ?? node.location, fix: "let \(spec.type) conform to `\(custom.contractName)`")
      }
      built = guarded
    }
    guard let component = built as? Slot else {
      throw Diagnostic(
        code: .wrongComponent, "a \(type) is not allowed here", at: mapping["type"]?.location ?? node.location,
        fix: types.isEmpty ? nil : "use one of: \(types.joined(separator: ", "))")
    }
    return component
  }

  /// The context of a component's own fields.
  private func inside(_ node: Node) -> BuildContext {
    var inner = self
    inner.location = node.location
    inner.field = nil
    inner.declaration = node
    inner.parameters = (node["$parameters"] ?? node["parameters"])?.templateJSON.objectValue ?? [:]
    return inner
  }
}
