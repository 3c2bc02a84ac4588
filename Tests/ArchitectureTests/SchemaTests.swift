import Components
import Foundation
import Manifest
import Testing

@Suite struct SchemaTests {
  @Test func schemaIsUpToDate() throws {
    let written = try String(contentsOf: SourceTree.root.appendingPathComponent("Schemas/manifest.schema.json"), encoding: .utf8)
    let isUpToDate = written == ManifestSchema(catalog: .standard).text
    #expect(isUpToDate, "Schemas/manifest.schema.json is not what the components declare: run `swift run Generate`")
  }

  @Test func pageOfDiagnosticsIsUpToDate() throws {
    let written = try String(contentsOf: SourceTree.root.appendingPathComponent("Documentation/Diagnostics.md"), encoding: .utf8)
    #expect(written == DiagnosticsPage.text, "Documentation/Diagnostics.md is not what the rules say: run `swift run Generate`")
  }
}
