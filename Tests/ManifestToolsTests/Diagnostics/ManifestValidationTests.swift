import Document
import Foundation
import ManifestTools
import JSON
import TestSupport
import Testing

/// The command as a whole: files, folders, exit codes, configs.
@Suite struct ManifestValidationTests {
  private static let sound = """
    version: 7.29.0
    type: DeclarativeSource
    check: {type: CheckStream, stream_names: [items]}
    spec:
      type: Spec
      connection_specification:
        type: object
        required: [start_date, api]
        properties:
          start_date: {type: string, format: date}
          api: {type: object, properties: {region: {type: string, enum: [eu, us]}}}
    streams:
      - type: DeclarativeStream
        name: items
        retriever:
          type: SimpleRetriever
          requester: {type: HttpRequester, url: "https://example.com/items"}
          record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}

    """
  private static let broken = sound.replacing("HttpRequester", with: "HttpRequestr")
  private static let doubtful = sound.replacing("stream_names: [items]", with: "stream_names: [itms]")

  /// A folder with files, the command on some of them, its exit code and output.
  private func run(
    _ files: [String: String], _ paths: [String], deadLinks: [String] = [], config: String? = nil, isStrict: Bool = false,
    format: ManifestValidation.Format = .json
  ) throws -> (code: Int32, output: String) {
    let folder = try TemporaryDirectory(files)
    defer { folder.remove() }
    for name in deadLinks { _ = symlink("/nowhere/at/all", folder.path(name)) }
    let output = folder.path("output")
    let descriptor = open(output, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
    let validation = ManifestValidation(
      paths.map { folder.path($0) }, format: format,
      configPath: config.map { folder.path($0) }, isStrict: isStrict)
    let code = validation.run(writingTo: descriptor)
    close(descriptor)
    return (code, try String(contentsOfFile: output, encoding: .utf8))
  }

  @Test(arguments: [(sound, false, 0), (sound, true, 0), (doubtful, false, 0), (doubtful, true, 1), (broken, false, 1), (broken, true, 1)])
  func exitCodeTellsWhetherThereAreProblems(_ text: String, _ isStrict: Bool, _ code: Int32) throws {
    #expect(try run(["m.yaml": text], ["m.yaml"], isStrict: isStrict).code == code)
  }

  @Test func exitCodeIsTwoWhenAFileIsMissingAndOthersAreLookedAt() throws {
    let result = try run(["m.yaml": Self.broken], ["n.yaml", "m.yaml"])
    #expect(result.code == 2)
    #expect(result.output.contains("file-missing") && result.output.contains("unknown-type"))
  }

  @Test func foldersAreSearchedForManifests() throws {
    let files = [
      "a/manifest.yaml": Self.sound, "a/other.yaml": "version: 1\n", "b/c/m.yml": Self.broken, ".hidden/m.yaml": Self.broken,
      "d/m.json": Self.broken,
    ]
    let document = try JSONValue.parse(try run(files, [""]).output)
    let names = document["files"]?.arrayValue?.compactMap {
      $0["file"]?.stringValue?.split(separator: "/").suffix(2).joined(separator: "/")
    }
    #expect(names == ["a/manifest.yaml", "c/m.yml"])
    #expect(try run(["a.txt": ""], [""]).code == 2)
  }

  /// A file of a folder that cannot be read may be a manifest: it is not passed over, nor are the files after it.
  @Test func filesOfFoldersThatCannotBeReadAreSaid() throws {
    let result = try run(["m.yaml": Self.broken], [""], deadLinks: ["a.yaml"])
    #expect(result.code == 2)
    #expect(result.output.contains("file-missing") && result.output.contains("unknown-type"))
  }

  @Test(arguments: ManifestValidation.Format.allCases) func everyFormatNamesTheProblem(_ format: ManifestValidation.Format) throws {
    #expect(try run(["m.yaml": Self.broken], ["m.yaml"], format: format).output.contains("unknown-type"))
  }

  struct ConfigCase: Sendable {
    var text: String
    var code: String
    var place: String
    init(_ text: String, _ code: String, _ place: String) { (self.text, self.code, self.place) = (text, code, place) }
  }

  @Test(arguments: [
    ConfigCase(#"{"start_date": "2024-01-01", "api": {"region": "eu"}}"#, "", ""),
    ConfigCase("{\n  \"start_date\": \"01.02.2024\",\n  \"api\": {}}", "config-invalid", "2:17"),
    ConfigCase("{\"start_date\": \"2024-01-01\",\n\t\"api\": {\"x\": [1, \"}\"], \"region\": \"asia\"}}", "config-invalid", "2:35"),
    ConfigCase(#"{"start_date": "2024-01-01"}"#, "config-invalid", "1:1"),
  ])
  func configIsCheckedAgainstTheSpecification(_ test: ConfigCase) throws {
    let result = try run(["m.yaml": Self.sound, "c.json": test.text], ["m.yaml"], config: "c.json")
    let document = try JSONValue.parse(result.output)
    let found = document["files"]?.arrayValue?.first?["diagnostics"]?.arrayValue ?? []
    #expect(result.code == (test.code.isEmpty ? 0 : 1), "\(result.output)")
    guard !test.code.isEmpty else { return }
    #expect(found.first?["code"]?.stringValue == test.code)
    #expect(found.first.map { "\($0["line"]?.integerValue ?? 0):\($0["column"]?.integerValue ?? 0)" } == test.place, "\(result.output)")
  }

  @Test(arguments: ["[1]", "{", ""]) func configThatIsNoneEndsTheCommand(_ text: String) throws {
    let result = try run(["m.yaml": Self.sound, "c.json": text], ["m.yaml"], config: "c.json")
    #expect(result.code == 2)
    #expect(result.output.contains("config-syntax"))
  }

  /// The notes tell through which references and parameters a value came to where it is wrong.
  @Test func notesTellWhereAValueIsUsed() throws {
    let text =
      Self.sound.replacing(
        #"{type: HttpRequester, url: "https://example.com/items"}"#, with: "{$ref: '#/definitions/requester'}")
        + """
        definitions:
          method: put
          requester: {type: HttpRequester, url: "https://example.com/items", http_method: '#/definitions/method'}
        """
    let problem = try #require(ManifestChecker.validate(text).first)
    #expect(problem.code == .wrongValue)
    #expect(problem.path?.description == "streams[0].retriever.requester.http_method")
    #expect(problem.location?.line == 20)
    #expect(problem.notes.compactMap { $0.location?.line } == [21, 17])
  }
}
