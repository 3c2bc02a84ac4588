import Document
import ManifestTools
import Testing

@Suite struct BrokenManifestTests {
  @Test("Every case marks the place of its mistake", arguments: BrokenManifest.all) func mistakesAreMarked(_ manifest: BrokenManifest) {
    #expect(!manifest.places.isEmpty)
  }

  /// Every diagnostic lands where its mark is, and nothing else is said.
  @Test(arguments: BrokenManifest.all) func diagnosticsLandOnTheirMarks(_ manifest: BrokenManifest) {
    let diagnostics = ManifestChecker.validate(manifest.text, file: "m.yaml")
    let found = diagnostics.map { "\($0.code) \($0.location.map { "\($0.line):\($0.column)" } ?? "nowhere")" }
    let expected = manifest.places.map { "\(manifest.code) \($0)" }
    let all = diagnostics.map(\.description).joined(separator: "\n")
    if manifest.hasMore {
      for place in expected { #expect(found.contains(place), "\(all)\n\(manifest.text)") }
    } else {
      #expect(found == expected, "\(all)\n\(manifest.text)")
    }
  }
}
