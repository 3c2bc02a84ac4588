import Components
import ConnectorKit
import Document
import JSON
import Templates
import Testing
import YAML

@testable import Manifest

/// Every example of the manual is read, resolved, checked and built as a part of a manifest would be.
@Suite struct ExampleTests {
  struct Example: CustomTestStringConvertible, Sendable {
    let entry: ComponentEntry
    let text: String
    var testDescription: String { entry.type }
  }

  static let all = ComponentIndex(catalog: .standard).entries.flatMap { entry in
    entry.examples.map { Example(entry: entry, text: $0) }
  }

  /// Settings that examples use.
  static let config: JSONObject = [
    "api_key": "k", "api_token": "t", "client_id": "i", "client_secret": "s", "refresh_token": "r", "username": "u", "password": "p",
    "start_date": "2024-01-01T00:00:00Z", "shop": "north", "subdomain": "acme", "account_id": "42", "regions": ["eu", "us"],
    "credentials": ["auth_type": "token"], "page_size": 50, "workers": 4, "tokens": "a,b", "with_archive": true,
    "tables": [["name": "orders", "id": 1]],
  ]

  @Test(arguments: all) func isSoundAndCanBeBuilt(_ example: Example) throws {
    let type = example.entry.type
    let written = try YAMLReader.read(example.text, file: "\(type).yaml", dialect: .strict).root
    if example.entry.typeMember != .ignored { #expect(written["type"]?.string == type) }
    let resolved = try ParameterPropagation.propagate(try ReferenceResolver.resolve(written))
    var walk = ValidationWalk(validator: ManifestValidator(catalog: .standard))
    walk.check(resolved, .component([type]))
    #expect(walk.problems.map(\.description) == [])
    if example.entry.origin == .slot { return }
    let root = DeprecationRewriter.modernize(resolved).node
    _ = try Self.context.build(root, as: Any.self, types: [type], defaultType: type)
  }

  /// What stands in an example is known; examples show no spellings that are kept for old manifests.
  @Test(arguments: all) func namesOnlyKnownFields(_ example: Example) throws {
    let written = try YAMLReader.read(example.text, file: "\(example.entry.type).yaml", dialect: .strict).root
    for name in try #require(written.mapping).entries.map(\.key.keyText) where name != "type" && name != "$parameters" {
      let field = try #require(
        example.entry.fields.first { $0.name == name }, "\(example.entry.type) has no field `\(name)`")
      #expect(!field.isDeprecated, "\(example.entry.type).\(name) is deprecated")
    }
  }

  static var context: BuildContext {
    let host = TemplateHost(
      now: { (1_768_435_200, 0) }, digest: { _, _ in nil }, hmac: { _, _, _ in nil }, randomBytes: { [UInt8](repeating: 7, count: $0) })
    return BuildContext(catalog: .standard, config: config, environment: TemplateEnvironment(host: host))
  }
}
