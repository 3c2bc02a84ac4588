import Document
import Foundation
import ManifestTools
import JSON
import TestSupport
import Testing

/// The verdict on shared manifests must be the reference's.
@Suite struct SharedManifestTests {
  static let cases = "conformance/cases/validity/manifests.jsonl"
  static let connectors = "parity/open"

  @Test(.enabled(if: SharedFiles.exists(cases))) func verdictsAndPlacesAgree() throws {
    for test in try SharedFiles.rows(Self.cases) {
      let text = test["manifest_text"]?.stringValue ?? JSONText.compact(test["manifest"] ?? .null)
      let errors = ManifestChecker.validate(text).filter { $0.severity == .error }
      let all = "\(test["id"]?.stringValue ?? ""): \(errors.map(\.description))"
      #expect(errors.isEmpty == (test["expect"]?["accept"] == true), "\(all)")
      guard let fault = test["fault"]?["path"]?.stringValue, fault != "/" else { continue }
      let steps = fault.split(separator: "/").map { step in Int(step).map(NodePath.Step.element) ?? .field(String(step)) }
      let path = NodePath(steps).description
      #expect(errors.contains { $0.description.contains(path) }, "\(all) lacks \(path)")
    }
  }

  /// What the reference runs has no errors.
  @Test(.enabled(if: SharedFiles.exists(connectors))) func publicManifestsHaveNoErrors() throws {
    for (place, name) in SharedFiles.names(in: Self.connectors).enumerated() where place % 8 == 0 {
      let text = try String(contentsOf: SharedFiles.url("\(Self.connectors)/\(name)/manifest.yaml"), encoding: .utf8)
      let errors = ManifestChecker.validate(text).filter { $0.severity == .error }
      #expect(errors.isEmpty, "\(name): \(errors.map(\.description))")
    }
  }
}
