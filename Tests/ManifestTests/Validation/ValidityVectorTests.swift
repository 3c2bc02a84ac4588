import Components
import Document
import Foundation
import JSON
import TestSupport
import Testing
import Manifest

/// The shared manifests that are sound or broken in one way each. Those whose fault the language's own schema shows must be found
/// here; faults without one come to light when components are built.
@Suite struct ValidityVectorTests {
  static let file = "conformance/cases/validity/manifests.jsonl"

  @Test(.enabled(if: SharedFiles.exists(file))) func verdictsAgree() throws {
    for row in try SharedFiles.rows(Self.file) {
      let name = row["id"]?.stringValue ?? ""
      let loaded = try ManifestLoader.load(config: .object([ManifestLoader.configKey: try #require(row["manifest"])]))
      let problems = ManifestValidator(catalog: .standard).problems(in: loaded.resolved).map(\.description)
      if row["fault"] != nil { #expect(!problems.isEmpty, "\(name) has a fault that was not found") }
      if row["expect"]?["accept"]?.boolValue == true { #expect(problems.isEmpty, "\(name): \(problems)") }
    }
  }

  /// Public connectors are sound, all of them.
  @Test(.enabled(if: !OpenConnectorTests.names.isEmpty)) func publicManifestsAreSound() throws {
    for place in stride(from: 0, to: OpenConnectorTests.names.count, by: 3) {
      let name = OpenConnectorTests.names[place]
      let path = OpenConnectorTests.folder.appendingPathComponent("\(name)/manifest.yaml").path
      guard FileManager.default.fileExists(atPath: path) else { continue }
      let problems = ManifestValidator(catalog: .standard).problems(in: try ManifestLoader.load(path: path).resolved)
      #expect(problems.isEmpty, "\(name): \(problems.map(\.description))")
    }
  }
}
