import Document
import JSON
import TestSupport
import Testing
import Manifest

@Suite struct ManifestLoaderTests {
  private static func codes(_ work: () throws -> LoadedManifest) -> [String] {
    do {
      return try work().warnings.map(\.code.rawValue)
    } catch let error as DiagnosticList {
      return error.diagnostics.map(\.code.rawValue)
    } catch {
      return ["\(error)"]
    }
  }

  @Test func typeOfTheSourceIsFilledInLast() throws {
    let loaded = try ManifestLoader.load(text: "version: 7.0.0\ncheck: {stream_names: [a]}\nstreams: []\n", file: "m.yaml")
    #expect(
      spelling(loaded.resolved)
        == "{version: '7.0.0', check: {stream_names: ['a'], type: 'CheckStream'}, streams: [], type: 'DeclarativeSource'}")
    #expect(loaded.written["type"] == nil)
  }

  @Test func stepsAreInOrder() throws {
    // A reference brings `$parameters`, which are then propagated; a default type makes the mapping a requester, which is modernized.
    let loaded = try ManifestLoader.load(
      text: """
        version: 7.0.0
        definitions: {s: {retriever: {requester: {path: /x}}, $parameters: {url_base: u}}}
        streams: ['#/definitions/s']
        """, file: "m.yaml")
    let requester = loaded.root["streams"]?.sequence?[0]["retriever"]?["requester"]
    #expect(requester?["url"]?.string == "u")
    #expect(requester?["$parameters"]?["url_base"]?.string == "u")
    #expect(loaded.resolved["streams"]?.sequence?[0]["retriever"]?["requester"]?["url_base"]?.string == "u")
  }

  @Test func manifestMayStandInTheConfig() throws {
    let config: JSONValue = ["__injected_declarative_manifest": ["version": "7.0.0", "a": 1, "b": "#/a"], "key": "x"]
    #expect(spelling(try ManifestLoader.load(config: config).resolved) == "{version: '7.0.0', a: 1, b: 1, type: 'DeclarativeSource'}")
    #expect(Self.codes { try ManifestLoader.load(config: ["key": "x"]) } == ["manifest-missing"])
    #expect(Self.codes { try ManifestLoader.load(config: ["__injected_declarative_manifest": "x"]) } == ["manifest-form"])
  }

  static let texts: [(String, [String])] = [
    ("", ["manifest-form"]), ("- a", ["manifest-form"]), ("a: [1, 2\nb: }", ["yaml-syntax"]),
    ("a: '#/x'\nb: '#/y'", ["unknown-reference", "unknown-reference"]),
    ("version: 7.39.1", []), ("version: 7.40.0", ["manifest-version"]), ("version: 10.0.0", ["manifest-version"]), ("version: 0.29.0", []),
    ("version: x", []), ("a: 1\na: 2", ["duplicate-key"]), ("a:\t1", []), ("{\"version\": \"7.0.0\"}", []),
  ]

  @Test(arguments: texts) func textGives(_ text: String, _ expected: [String]) {
    #expect(Self.codes { try ManifestLoader.load(text: text, file: "m.yaml") } == expected)
  }

  @Test func missingFileIsNamed() throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    #expect(Self.codes { try ManifestLoader.load(path: folder.path("none.yaml")) } == ["file-missing"])
  }
}
