import Document
import Foundation
import TestSupport
import Testing
import Manifest

/// The manifests of public connectors, where they stand beside the repository.
@Suite struct OpenConnectorTests {
  static let folder = SharedFiles.url("parity/open")
  static let names = SharedFiles.names(in: "parity/open")

  /// Every fifth, to stay quick; the parity runs read them all.
  @Test(.enabled(if: !names.isEmpty)) func manifestsLoad() {
    for place in stride(from: 0, to: Self.names.count, by: 5) {
      let name = Self.names[place]
      let path = Self.folder.appendingPathComponent("\(name)/manifest.yaml").path
      guard FileManager.default.fileExists(atPath: path) else { continue }
      do {
        let loaded = try ManifestLoader.load(path: path)
        #expect(Self.isResolved(loaded.root), "\(name) still holds references")
        let streams = loaded.root["streams"]?.sequence ?? []
        #expect(streams.allSatisfy { $0["type"]?.string != nil }, "\(name) has a stream without a type")
      } catch {
        Issue.record("\(name): \(error)")
      }
    }
  }

  private static func isResolved(_ node: Node) -> Bool {
    switch node.value {
    case .string(let text): !text.hasPrefix("#/")
    case .sequence(let elements): elements.allSatisfy(isResolved)
    case .mapping(let mapping): mapping["$ref"] == nil && mapping.entries.allSatisfy { isResolved($0.value) }
    default: true
    }
  }
}
