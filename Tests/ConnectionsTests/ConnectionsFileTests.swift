import Connections
import Document
import Foundation
import JSON
import TestSupport
import Testing

/// What a connections file says, and what is wrong with one.
@Suite struct ConnectionsFileTests {
  static let brokenFiles: [String] = {
    let folder = Bundle.module.path(forResource: "Broken", ofType: nil) ?? ""
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
  }()

  @Test("A broken file is refused with the place and the fix", arguments: brokenFiles)
  func broken(_ name: String) throws {
    let folder = try #require(Bundle.module.path(forResource: "Broken", ofType: nil))
    let result = ConnectionsReader.read("\(folder)/\(name)")
    #expect(result.file == nil)
    let found = result.diagnostics.map { $0.description.replacingOccurrences(of: folder + "/", with: "") }.joined(separator: "\n") + "\n"
    let expected = "\(folder)/\(name.dropLast(".yaml".count)).txt"
    if let directory = ProcessInfo.processInfo.environment["HEADWATER_RECORD_EDITS"] {
      try found.write(toFile: "\(directory)/\(name.dropLast(".yaml".count)).txt", atomically: true, encoding: .utf8)
    }
    #expect(found == (try? String(contentsOfFile: expected, encoding: .utf8)))
  }

  @Test("Includes add elements, and two of one name are refused with both places")
  func includes() throws {
    let folder = try TemporaryDirectory([
      "connections.yaml": "include: [more/sources.yaml]\nsources:\n  a: {manifest: a}\n",
      "more/sources.yaml": "x-shared: &c {k: 1}\nsources:\n  b: {manifest: b, config: *c}\n",
      "double.yaml": "include: [more/sources.yaml]\nsources:\n  b: {manifest: a}\n",
      "circle.yaml": "include: [circle.yaml]\n",
    ])
    defer { folder.remove() }
    let file = try #require(ConnectionsReader.read(folder.path("connections.yaml")).file)
    #expect(file.sources.map(\.name) == ["a", "b"])
    // Paths start from the file that they are written in.
    #expect(file.sources.map(\.kind) == [.manifest(folder.path("a")), .manifest(folder.path("more/b"))])
    let double = ConnectionsReader.read(folder.path("double.yaml")).diagnostics
    #expect(double.map(\.code) == [.repeatedName] && double[0].location?.line == 3 && double[0].notes.first?.location?.line == 3)
    let circle = ConnectionsReader.read(folder.path("circle.yaml")).diagnostics
    #expect(circle.first?.message.contains("includes itself") == true)
  }

  @Test("An overlay replaces, adds and removes")
  func overlay() throws {
    let folder = try TemporaryDirectory([
      "connections.yaml": """
      sources:
        a: {manifest: a}
      destinations:
        w: {sqlite: dev.sqlite}
      connections:
        one: {source: a, destination: w, tags: [x], prefix: dev_}
        two: {source: a, destination: w}
      """,
      "connections.production.yaml": """
      destinations:
        w: {sqlite: null, postgres: "postgres://h/d"}
      connections:
        one: {prefix: null, tags: [y]}
        two: null
      """,
    ])
    defer { folder.remove() }
    let file = try #require(ConnectionsReader.read(folder.path("connections.yaml"), environment: "production").file)
    #expect(file.connections.map(\.name) == ["one"] && file.connections[0].tags == ["y"] && file.connections[0].prefix == "")
    if case .place(let kind, _) = file.destinations[0].kind { #expect(kind == .postgres) } else { Issue.record("another kind") }
    let missing = ConnectionsReader.read(folder.path("connections.yaml"), environment: "staging")
    #expect(missing.file == nil && missing.diagnostics.first?.code == .fileMissing)
  }

  @Test(
    "Patterns stand for names",
    arguments: [
      ("*", "anything", true), ("a*", "abc", true), ("a*", "bac", false), ("*c", "abc", true), ("a*c*e", "abcde", true),
      ("a?c", "abc", true), ("a?c", "ac", false), ("a*b", "a", false), ("**", "", true), ("a*a", "a", false), ("a*ab", "aab", true),
    ])
  func patterns(_ pattern: String, _ name: String, _ matches: Bool) { #expect(StreamPattern(pattern).matches(name) == matches) }

  @Test(
    "Schedules are five fields of cron",
    arguments: [
      ("0 6 * * *", true), ("*/15 0-6,20 1,15 * 1-5", true), ("0 6 * *", false), ("60 6 * * *", false), ("a 6 * * *", false),
      ("0 6 * * 7", true), ("0 9-6 * * *", false), ("*/0 * * * *", false),
    ])
  func schedules(_ text: String, _ isValid: Bool) { #expect((CronSchedule(text) != nil) == isValid) }

  private static let hasValidator = (try? Shell.output(["python3", "-c", "import yaml, jsonschema"])) != nil

  @Test("The schema takes what the reader takes", .enabled(if: hasValidator, "PyYAML and jsonschema are not installed"))
  func schema() throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let schema = try folder.write(ConnectionsSchema.text, to: "schema.json")
    let script = """
      import json, sys, yaml, jsonschema
      schema = json.load(open(sys.argv[1]))
      jsonschema.Draft7Validator.check_schema(schema)
      print(sum(1 for _ in jsonschema.Draft7Validator(schema).iter_errors(yaml.safe_load(open(sys.argv[2])))))
      """
    let good = try folder.write("x-a: 1\nsources:\n  a: {manifest: m, config: {k: 1}}\n", to: "good.yaml")
    let bad = try folder.write("sources:\n  a: {manifset: m}\n", to: "bad.yaml")
    #expect(try Shell.output(["python3", "-c", script, schema, good]) == "0\n")
    #expect(try Shell.output(["python3", "-c", script, schema, bad]) == "1\n")
  }
}
