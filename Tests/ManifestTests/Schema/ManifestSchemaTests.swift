import Components
import Document
import Foundation
import JSON
import JSONSchema
import TestSupport
import Testing
import YAML
import Manifest

/// The schema for editors, under our own validator.
@Suite struct ManifestSchemaTests {
  static let document = JSONValue.object(ManifestSchema(catalog: .standard).document)
  static let compiled = Result { try JSONSchema.compile(document) }
  static let manifests: [String] = {
    let folder = PackageFiles.url("Manifests").path
    let files = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
    return files.filter { $0.hasSuffix("manifest.yaml") }.sorted().map { "\(folder)/\($0)" }
  }()

  @Test func isASoundSchema() throws {
    let schema = try Self.compiled.get()
    #expect(schema.danglingReferences.isEmpty)
    #expect(Self.manifests.count >= 2)
  }

  @Test(arguments: manifests) func acceptsManifestsAsWrittenAndAsResolved(_ path: String) throws {
    let schema = try Self.compiled.get()
    let loaded = try ManifestLoader.load(path: path)
    #expect(schema.validate(loaded.written.json).map { "\($0)" } == [])
    #expect(schema.validate(loaded.resolved.json).map { "\($0)" } == [])
  }

  /// Some of them, to stay quick.
  @Test(.enabled(if: !OpenConnectorTests.names.isEmpty)) func acceptsPublicManifests() throws {
    let schema = try Self.compiled.get()
    for place in stride(from: 0, to: OpenConnectorTests.names.count, by: 9) {
      let name = OpenConnectorTests.names[place]
      let path = OpenConnectorTests.folder.appendingPathComponent("\(name)/manifest.yaml").path
      guard FileManager.default.fileExists(atPath: path) else { continue }
      let loaded = try ManifestLoader.load(path: path)
      #expect(schema.isValid(loaded.written.json), "\(name) as it is written")
      #expect(schema.isValid(loaded.resolved.json), "\(name) with its references resolved")
    }
  }

  /// What is changed in a small sound manifest.
  static let faults: [(old: String, new: String)] = [
    ("type: SimpleRetriever", "type: SimpleRetreiver"),
    ("type: HttpRequester\n", "type: DpathExtractor\n"),
    ("http_method: GET", "http_method: FETCH"),
    ("http_method: GET", "use_cache: often"),
    ("    retriever:", "    fetcher:"),
    ("field_path: [data]", "field_path: data"),
    ("stream_names: [items]", "stream_names: items"),
    ("version: 7.0.0", "version: [7]"),
    ("  connection_specification:", "  config_normalization_rules: {transformations: []}\n  connection_specification:"),
  ]

  @Test(arguments: faults) func refuses(_ fault: (old: String, new: String)) throws {
    let schema = try Self.compiled.get()
    let text = try #require(ManifestText.sound.contains(fault.old) ? ManifestText.sound : nil)
    #expect(schema.isValid(try YAMLReader.read(text, file: "m.yaml").root.json))
    let broken = text.replacingOccurrences(of: fault.old, with: fault.new)
    #expect(!schema.isValid(try YAMLReader.read(broken, file: "m.yaml").root.json), "\(fault.new)")
  }

  @Test func takesReferencesWhereverAValueStands() throws {
    let schema = try Self.compiled.get()
    for (old, new) in [
      ("extractor: {type: DpathExtractor, field_path: [data]}", "extractor: {$ref: \"#/definitions/extractor\"}"),
      ("field_path: [data]", "field_path: \"#/definitions/path\""),
      ("stream_names: [items]", "stream_names: {$ref: \"#/definitions/names\"}"),
    ] {
      let text = ManifestText.sound.replacingOccurrences(of: old, with: new)
      #expect(text != ManifestText.sound)
      #expect(schema.isValid(try YAMLReader.read(text, file: "m.yaml").root.json), "\(new)")
    }
  }

  /// Editors show what is there.
  @Test func carriesWhatEditorsShow() throws {
    let requester = try #require(Self.document["definitions"]?["HttpRequester"])
    #expect(requester["description"]?.stringValue?.isEmpty == false)
    #expect(requester["examples"]?.arrayValue?.first?["type"] == "HttpRequester")
    #expect(requester["properties"]?["http_method"]?["default"] == "GET")
    #expect(requester["properties"]?["path"]?["deprecated"] == true)
    #expect(requester["properties"]?["url"]?["description"]?.stringValue?.isEmpty == false)
  }
}
