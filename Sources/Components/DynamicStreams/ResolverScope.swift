internal import ConnectorKit
internal import Document
internal import JSON
internal import Templates

extension Node {
  /// The template with one set of values put into it.
  func resolved(
    _ mappings: [ComponentMappingDefinition], values: JSONValue, slice: StreamSlice? = nil, config: JSONObject,
    _ options: ComponentMappingDefinition.Options
  ) throws -> Node {
    var scope = TemplateScope(config: config)
    scope.set(.componentsValues, TemplateValue(values))
    scope.set(.streamTemplateConfig, TemplateValue(json))
    if let slice { scope.set(slice: slice) }
    var declaration = self
    do {
      for mapping in mappings { try mapping.apply(to: &declaration, scope, options) }
    } catch let error as DataPathError {
      throw SyncError(.system, "Cannot build a stream from the template at \(location?.description ?? "an unknown place"): \(error).")
    }
    return declaration
  }
}
