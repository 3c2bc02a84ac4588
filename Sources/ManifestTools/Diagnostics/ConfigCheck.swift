internal import Headwater
internal import ConnectorKit
internal import Document
internal import JSON
internal import JSONSchema
internal import Manifest

/// A config that the user gave beside a manifest.
struct ConfigCheck {
  let file: String
  let text: [UInt8]
  /// The settings, without a manifest that the file may hold as well.
  let config: JSONObject

  /// - Throws: a diagnostic when the file cannot be read or does not hold a JSON object.
  init(path: String) throws(Diagnostic) {
    file = path
    text = try TextFile.bytes(path)
    let value: JSONValue
    do {
      value = try JSONValue.parse(text, options: .python)
    } catch {
      let place = SourceLocation(file: path, line: error.line, column: error.column)
      throw Diagnostic(code: .configSyntax, "the config is not JSON: \(error.message)", at: place)
    }
    guard var object = value.objectValue else {
      throw Diagnostic(
        code: .configSyntax, "the config must be a JSON object", at: SourceLocation(file: path, line: 1, column: 1))
    }
    object[ManifestLoader.configKey] = nil
    config = object
  }

  /// What keeps the config from being used with a manifest, by the rules of draft-07 with formats.
  func problems(_ manifest: LoadedManifest, catalog: Catalog) -> [Diagnostic] {
    guard let spec = manifest.root["spec"] else { return [] }
    do {
      let context = Connector.context(config: config, manifest, catalog: catalog, options: RunOptions())
      let settings = try context.build(spec, as: ConnectorSettings.self, types: ["Spec"], defaultType: "Spec")
      let document = JSONValue.object(settings.connectionSpecification).deduplicatingRequired
      let schema = try JSONSchema.compile(document, options: JSONSchemaOptions(formats: .checked))
      let note = Diagnostic.Note("by this specification", at: spec["connection_specification"]?.location)
      return schema.validate(.object(try settings.rules.migrate(config))).map { violation in
        Diagnostic(
          code: .configInvalid, "the config does not fit: \(violation.message)",
          at: JSONLocator.location(of: violation.instancePath, in: text, file: file), notes: [note])
      }
    } catch let problem as Diagnostic {
      return [problem]
    } catch is JSONSchemaError {
      // The manifest's own diagnostics say so.
      return []
    } catch {
      return [
        Diagnostic(
          code: .configInvalid, "the config cannot be brought into form: \(SyncError(wrapping: error).message)",
          at: SourceLocation(file: file, line: 1, column: 1))
      ]
    }
  }
}
