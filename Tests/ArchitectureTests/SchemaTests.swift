import Components
import Foundation
import Manifest
import Testing

@Suite struct SchemaTests {
  @Test func schemaIsUpToDate() throws {
    let written = try String(contentsOf: SourceTree.root.appendingPathComponent("Schemas/manifest.schema.json"), encoding: .utf8)
    #expect(written == ManifestSchema(catalog: .standard).text, "run `swift run Generate`")
  }
}
