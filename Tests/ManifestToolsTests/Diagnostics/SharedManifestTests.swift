import Document
import Foundation
import ManifestTools
import JSON
import Testing

/// The verdict on shared manifests must be the reference's.
@Suite struct SharedManifestTests {
  static let shared =
    ProcessInfo.processInfo.environment["HEADWATER_SHARED"].map { URL(fileURLWithPath: $0) }
    ?? (0..<5).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }.appendingPathComponent("shared")
  static let cases = shared.appendingPathComponent("conformance/cases/validity/manifests.jsonl")
  static let connectors = shared.appendingPathComponent("parity/open")

  @Test(.enabled(if: FileManager.default.fileExists(atPath: cases.path))) func verdictsAndPlacesAgree() throws {
    let lines = try String(contentsOf: Self.cases, encoding: .utf8).split(separator: "\n")
    for line in lines {
      let test = try JSONValue.parse(String(line))
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
  @Test(.enabled(if: FileManager.default.fileExists(atPath: connectors.path))) func publicManifestsHaveNoErrors() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.connectors.path).sorted()
    for (place, name) in names.enumerated() where place % 8 == 0 {
      let text = try String(contentsOf: Self.connectors.appendingPathComponent("\(name)/manifest.yaml"), encoding: .utf8)
      let errors = ManifestChecker.validate(text).filter { $0.severity == .error }
      #expect(errors.isEmpty, "\(name): \(errors.map(\.description))")
    }
  }
}
