import AirbyteSource
import ConnectorKit
import Foundation
import JSON
import Quirks
import TestSupport
import Testing
import Headwater

@Suite("Where a command finds its manifest")
struct ManifestSearchTests {
  private static func manifest(_ title: String) -> String {
    """
    version: 7.0.0
    type: DeclarativeSource
    check: {type: CheckStream, stream_names: [items]}
    spec: {type: Spec, connection_specification: {title: \(title), type: object}}
    streams:
      - type: DeclarativeStream
        name: \(title)
        retriever:
          type: SimpleRetriever
          requester: {type: HttpRequester, url: "http://127.0.0.1:1/items"}
          record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}
    """
  }

  private static let injected: JSONValue = [
    "version": "7.0.0", "type": "DeclarativeSource", "check": ["type": "CheckStream", "stream_names": ["items"]],
    "streams": [
      [
        "type": "DeclarativeStream", "name": "injected",
        "retriever": [
          "type": "SimpleRetriever", "requester": ["type": "HttpRequester", "url": "http://127.0.0.1:1/items"],
          "record_selector": ["type": "RecordSelector", "extractor": ["type": "DpathExtractor", "field_path": []]],
        ],
      ]
    ],
  ]

  /// Runs a command in a folder that has a manifest for each of the places named.
  private static func run(_ verb: String, _ places: Set<String>, quirks: QuirkSet = .none) async throws -> (code: Int32, output: String) {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let config: JSONValue = places.contains("config") ? ["__injected_declarative_manifest": injected] : [:]
    let configPath = try folder.write(JSONText.compact(config), to: "config.json")
    if places.contains("image") { _ = try folder.write(manifest("image"), to: String(ManifestSearch.imagePath.dropFirst())) }
    var variable = places.contains("variable") ? try folder.write(manifest("variable"), to: "variable.yaml") : nil
    if places.contains("empty variable") { variable = "" }
    if places.contains("wrong variable") { variable = folder.path("nowhere.yaml") }
    let option = places.contains("option") ? try folder.write(manifest("option"), to: "option.yaml") : nil
    var command = ProtocolCommand(
      verb == "spec" ? .spec : .discover(config: .platform(configPath)), manifestPath: option, options: RunOptions(quirks: quirks))
    command.choice.manifestSearch = ManifestSearch(variableValue: variable, root: folder.path)
    let output = folder.path("output.jsonl")
    let descriptor = open(output, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
    let code = await command.run(writingTo: descriptor)
    close(descriptor)
    return (code, try String(contentsOfFile: output, encoding: .utf8))
  }

  @Test(
    "an option goes before the config, the config before the variable, the variable before the image",
    arguments: [
      (["option", "config", "variable", "image"], "option"), (["config", "variable", "image"], "injected"),
      (["variable", "image"], "variable"),
      (["empty variable", "image"], "image"), (["image"], "image"),
    ] as [(Set<String>, String)])
  func order(_ places: Set<String>, _ found: String) async throws {
    let result = try await Self.run("discover", places)
    #expect(result.code == 0 && result.output.contains(#""streams":[{"name":"\#(found)""#), "\(result.output)")
  }

  @Test("where the reference is followed, the manifest of an image goes before the config's")
  func compatOrder() async throws {
    let result = try await Self.run("discover", ["config", "variable", "image"], quirks: .reference)
    #expect(result.output.contains(#""streams":[{"name":"image""#), "\(result.output)")
  }

  @Test(
    "`spec` takes the same manifests",
    arguments: [(["option", "variable"], "option"), (["variable", "image"], "variable"), (["image"], "image")] as [(Set<String>, String)])
  func spec(_ places: Set<String>, _ found: String) async throws {
    let result = try await Self.run("spec", places)
    #expect(result.code == 0 && result.output.contains(#""title":"\#(found)""#), "\(result.output)")
  }

  @Test("`spec` without a manifest asks for a config that holds one", arguments: [false, true])
  func generalSpec(_ compat: Bool) async throws {
    let result = try await Self.run("spec", [], quirks: compat ? .reference : .none)
    let specification = try JSONValue.parse(result.output)["spec"]?["connectionSpecification"]
    #expect(result.code == 0)
    #expect(specification?["type"] == "object" && specification?["required"] == ["__injected_declarative_manifest"])
    #expect(specification?["properties"]?["__injected_declarative_manifest"]?["type"] == "object")
    #expect(specification?["additionalProperties"] == true)
  }

  @Test("no manifest, and a variable that names none, are errors that say what to do")
  func missing() async throws {
    let none = try await Self.run("discover", [])
    #expect(none.code == 1 && none.output.contains("--manifest-path") && none.output.contains("HEADWATER_MANIFEST"))
    let wrong = try await Self.run("discover", ["wrong variable", "image"])
    #expect(wrong.code == 1 && wrong.output.contains("nowhere.yaml"))
  }
}
