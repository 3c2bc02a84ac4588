internal import ConnectorKit
internal import Document
internal import JSON

/// Makes a stream of a template for each set of values that the manifest lists.
struct ParametrizedComponentsResolver: ComponentsResolver {
  static let spec = ComponentSpec<any ComponentsResolver>(
    "ParametrizedComponentsResolver", "Makes a stream of a template for each set of values that the manifest lists.", since: "6.56",
    fields: Field<StreamParametersDefinition>.component(
      "stream_parameters", ["StreamParametersDefinition"],
      doc: "The sets of values, one for each stream that is made."),
    Field<[ComponentMappingDefinition]>.mappings(allowsConditions: false, defaultType: nil),
    examples: [
      """
      type: ParametrizedComponentsResolver
      stream_parameters:
        type: StreamParametersDefinition
        list_of_parameters_for_stream:
          - name: open_orders
            status: open
          - name: closed_orders
            status: closed
      components_mapping:
        - type: ComponentMappingDefinition
          field_path: [name]
          value: "{{ components_values['name'] }}"
        - type: ComponentMappingDefinition
          field_path: [retriever, requester, request_parameters, status]
          value: "{{ components_values['status'] }}"
          create_or_update: true
      """
    ],
    make: ParametrizedComponentsResolver.init)

  let sets: StreamParametersDefinition
  let mappings: [ComponentMappingDefinition]

  func declarations(from template: Node, run: RunServices) async throws -> [Node] {
    try sets.list.map {
      try template.resolved(
        mappings, values: $0, config: run.config, ComponentMappingDefinition.Options(readsYAML: true, mayCreate: true))
    }
  }
}
