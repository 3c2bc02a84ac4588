internal import ConnectorKit
internal import Document
internal import JSON

/// A schema that stands in a JSON file.
struct JsonFileSchemaLoader: SchemaLoader {
  static let spec = ComponentSpec<any SchemaLoader>(
    "JsonFileSchemaLoader", "A schema that stands in a JSON file beside the manifest.",
    fields: Field<TemplateText>.template(
      "file_path", doc: "The file, from the manifest's directory on; `schemas/<stream>.json` when left out."
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

/// Reads schemas from files.
enum SchemaFile {
  /// - Parameter directory: where relative paths start.
  /// - Throws: ``SyncError`` when the file cannot be read or holds no JSON object.
  static func read(_ path: String, from directory: String, _ run: RunServices) throws -> JSONObject {
    guard !run.follows(.findsNoSchemaFiles) else {
      throw SyncError(.system, "The schema file \(path) is not read (quirk `findsNoSchemaFiles`).")
    }
    let full = path.hasPrefix("/") ? path : "\(directory)/\(path.hasPrefix("./") ? String(path.dropFirst(2)) : path)"
    let bytes: [UInt8]
    do {
      bytes = try TextFile.bytes(full)
    } catch {
      throw SyncError(.system, "The schema cannot be read: \(error.message).")
    }
    do {
      if let schema = try JSONValue.parse(bytes).objectValue { return schema }
    } catch {
      throw SyncError(.system, "The schema is not JSON: \(full):\(error.line):\(error.column): \(error.message).")
    }
    throw SyncError(.system, "The schema in \(full) must be a JSON object.")
  }
}
