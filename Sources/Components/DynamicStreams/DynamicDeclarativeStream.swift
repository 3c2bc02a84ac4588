internal import ConnectorKit
internal import Document
internal import JSON

/// Streams that are made of a template.
struct DynamicDeclarativeStream: DynamicStreamSource {
  static let spec = ComponentSpec<any DynamicStreamSource>(
    "DynamicDeclarativeStream", "Streams that are made of a template.",
    fields: Field<String>.string("name", doc: "The name by which checks refer to the streams.").default("", shown: ""),
    Field<Node>.node("stream_template", as: .component(streamTypes), doc: "The template: a stream, parts of which are replaced."),
    Field<any ComponentsResolver>.component(
      "components_resolver", ["HttpComponentsResolver", "ConfigComponentsResolver", "ParametrizedComponentsResolver"],
      doc: "Finds what is put into the template."),
    Field<Bool>.bool(
      "use_parent_parameters", doc: "Whether parameters of outer components win over those of inner ones in the streams that are made."
    ).default(true, shown: true),
    Field<BuildContext>.context,
    examples: [
      """
      type: DynamicDeclarativeStream
      name: tables
      stream_template:
        type: DeclarativeStream
        name: ""
        retriever:
          type: SimpleRetriever
          requester: {type: HttpRequester, url: ""}
          record_selector:
            type: RecordSelector
            extractor: {type: DpathExtractor, field_path: [rows]}
        schema_loader:
          type: InlineSchemaLoader
          schema: {type: object, properties: {}}
      components_resolver:
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
    make: DynamicDeclarativeStream.init)

  private static let streamTypes = ["DeclarativeStream", "StateDelegatingStream"]

  let name: String
  let template: Node
  let resolver: any ComponentsResolver
  let outerParametersWin: Bool
  let context: BuildContext

  var takesNamesFromConfig: Bool { resolver.takesValuesFromConfig }

  func streams(run: RunServices) async throws -> [any StreamComponent] {
    let declarations = try await resolver.declarations(from: template, run: run)
    var streams: [any StreamComponent] = []
    for node in try context.language.finishStreams(declarations, outerParametersWin) {
      if node["name"]?.isNull ?? false {
        throw SyncError(
          .system,
          "A stream made of the template `\(name)` gets no name: what stands for it is missing. "
            + "Correct the settings, or what `components_mapping` puts into `name`.")
      }
      let stream = try context.build(node, as: (any StreamSource).self, types: Self.streamTypes, defaultType: "DeclarativeStream")
      streams += try await stream.streams(run: run)
    }
    return streams
  }
}
