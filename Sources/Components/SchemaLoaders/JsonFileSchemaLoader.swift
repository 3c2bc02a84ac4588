internal import ConnectorKit
internal import Document
internal import JSON

/// A schema that stands in a JSON file.
struct JsonFileSchemaLoader: SchemaLoader {
  static let spec = ComponentSpec<any SchemaLoader>(
    "JsonFileSchemaLoader", "A schema in a JSON file beside the manifest.", replacedBy: "InlineSchemaLoader",
    fields: Field<TemplateText>.template(
      "file_path", doc: "The file, inside the manifest's directory; `schemas/<stream>.json` by default."
    ).optional,
    Field<BuildContext>.context,
    examples: [
      """
      type: JsonFileSchemaLoader
      file_path: ./schemas/orders.json
      """
    ],
    make: JsonFileSchemaLoader.init)

  private let path: TemplateText?
  private let context: BuildContext

  init(path: TemplateText?, context: BuildContext) {
    self.path = path
    self.context = context
  }

  func schema(streamName: String, run: RunServices) async throws -> JSONObject {
    let path = try path?.string(TemplateScope(config: run.config)) ?? "schemas/\(streamName).json"
    return try SchemaFile.read(path, from: context.directory, run)
  }
}
