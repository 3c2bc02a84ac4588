internal import ConnectorKit
internal import Document
internal import JSON

/// Makes streams of a template: one for each set of values that it finds somewhere.
protocol ComponentsResolver: Sendable {
  /// Whether the sets of values come from the user's settings.
  var takesValuesFromConfig: Bool { get }

  /// The declarations of the streams, in order.
  ///
  /// - Throws: ``SyncError`` when the values cannot be had, or a value cannot be put into the template.
  func declarations(from template: Node, run: RunServices) async throws -> [Node]
}

extension ComponentsResolver {
  var takesValuesFromConfig: Bool { false }
}

extension Field where Value == [ComponentMappingDefinition] {
  /// The mappings of a resolver.
  ///
  /// - Parameters:
  ///   - allowsConditions: whether a mapping may have a condition.
  ///   - defaultType: the type of a mapping that names none.
  static func mappings(allowsConditions: Bool, defaultType: String? = "ComponentMappingDefinition") -> Field<[ComponentMappingDefinition]> {
    Field<[ComponentMappingDefinition]>.components(
      "components_mapping", ["ComponentMappingDefinition"], defaultType: defaultType,
      doc: "What is put where into the template."
    ).map { mappings, context in
      if !allowsConditions, mappings.contains(where: { $0.condition != nil }) {
        throw Diagnostic(
          code: .condition, "a mapping may have a `condition` in a ConfigComponentsResolver only", at: context.location,
          fix: "remove the condition")
      }
      return mappings
    }
  }
}
