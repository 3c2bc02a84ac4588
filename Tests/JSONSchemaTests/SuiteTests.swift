import JSON
import TestSupport
import Testing
import JSONSchema

/// The draft-07 part of the public test suite, with the answers of the reference where they differ.
@Suite(.enabled(if: SharedFiles.exists("vectors")))
struct SuiteTests {
  private static let folder = "vectors/jsonschema/tests/draft7"
  static let files = SharedFiles.files(below: folder, suffix: ".json").filter { $0 != "refRemote.json" }

  private struct Key: Hashable {
    let file: String
    let group: String
    let test: String
  }

  private static let differences: [Key: JSONValue] = {
    let rows = (try? SharedFiles.rows("vectors/jsonschema/reference_differences.jsonl", options: .python)) ?? []
    func text(_ row: JSONValue, _ key: String) -> String { row[key]?.stringValue ?? "" }
    return Dictionary(rows.map { (Key(file: text($0, "file"), group: text($0, "group"), test: text($0, "test")), $0) }) { $1 }
  }()

  @Test(arguments: files)
  func answersAsTheReference(file: String) throws {
    for group in try SharedFiles.value("\(Self.folder)/\(file)").arrayValue ?? [] {
      let schema = try #require(group["schema"])
      let compiled = Result { try JSONSchema.compile(schema) }
      for test in group["tests"]?.arrayValue ?? [] {
        let name = test["description"]?.stringValue ?? ""
        let data = try #require(test["data"])
        let key = Key(file: file, group: group["description"]?.stringValue ?? "", test: name)
        let isValid = (try? compiled.get())?.validate(data).isEmpty ?? false
        let expected = Self.differences[key].map { $0["reference"]?.boolValue ?? false } ?? test["valid"]?.boolValue
        #expect(isValid == expected, "\(file): \(key.group): \(name)")
        if let compiled = try? compiled.get() { #expect(compiled.isValid(data) == isValid) }
      }
    }
  }

  @Test
  func remoteReferencesAreResolved() throws {
    for group in try SharedFiles.value("\(Self.folder)/refRemote.json").arrayValue ?? [] {
      let schema = try JSONSchema.compile(try #require(group["schema"]), options: JSONSchemaOptions(resolver: Self.remote))
      for test in group["tests"]?.arrayValue ?? [] {
        #expect(schema.isValid(try #require(test["data"])) == test["valid"]?.boolValue, "\(group["description"] ?? .null): \(test)")
      }
    }
  }

  @Sendable private static func remote(_ address: String) -> JSONValue? {
    let host = "http://localhost:1234/"
    guard address.hasPrefix(host) else { return nil }
    return try? SharedFiles.value("vectors/jsonschema/remotes/" + address.dropFirst(host.count))
  }
}
