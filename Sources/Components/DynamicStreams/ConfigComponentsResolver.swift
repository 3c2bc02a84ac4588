internal import ConnectorKit
internal import Document
internal import JSON

/// Makes a stream of a template for each entry of a list in the config, or each combination of entries of several lists.
struct ConfigComponentsResolver: ComponentsResolver {
  static let spec = ComponentSpec<any ComponentsResolver>(
    "ConfigComponentsResolver", "Makes a stream of a template for each entry of a list in the config.", since: "6.11",
    fields: Field<[StreamConfig]>.oneOrMore(
      "stream_config", ["StreamConfig"], defaultType: "StreamConfig",
      doc: "Where the entries are; of several lists every combination makes a stream."),
    Field<[ComponentMappingDefinition]>.mappings(allowsConditions: true),
    examples: [
      """
      type: ConfigComponentsResolver
      stream_config:
        type: StreamConfig
        configs_pointer: [tables]
      components_mapping:
        - type: ComponentMappingDefinition
          field_path: [name]
          value: "{{ components_values['name'] }}"
        - type: ComponentMappingDefinition
          field_path: [retriever, requester, url]
          value: "https://api.example.com/tables/{{ components_values['id'] }}/rows"
      """
    ],
    make: ConfigComponentsResolver.init)

  let lists: [StreamConfig]
  let mappings: [ComponentMappingDefinition]

  var takesValuesFromConfig: Bool { true }

  func declarations(from template: Node, run: RunServices) async throws -> [Node] {
    var combinations: [JSONObject] = [[:]]
    for (place, list) in lists.enumerated() {
      let entries = try list.entries(in: run.config)
      combinations = combinations.flatMap { combination in
        entries.enumerated().map { position, entry in Self.adding(entry, at: position, of: place, to: combination) }
      }
    }
    return try combinations.map {
      try template.resolved(
        mappings, values: .object($0), config: run.config,
        ComponentMappingDefinition.Options(readsYAML: true, keepsTypedTexts: true, mayCreate: true))
    }
  }

  /// An entry that is no object is known with its position under a name of its own.
  private static func adding(_ entry: JSONValue, at position: Int, of list: Int, to combination: JSONObject) -> JSONObject {
    var combination = combination
    if let members = entry.objectValue {
      for (key, value) in members { combination[key] = value }
    } else if combination["source_config_\(list)"] == nil {
      combination["source_config_\(list)"] = [.integer(position), entry]
    }
    return combination
  }
}
