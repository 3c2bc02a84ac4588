import Components
import Foundation
import Manifest
import TestSupport
import Testing

@Suite struct GeneratedFileTests {
  @Test func schemaIsUpToDate() throws {
    let written = try PackageFiles.text("Schemas/manifest.schema.json")
    let isUpToDate = written == ManifestSchema(catalog: .standard).text
    #expect(isUpToDate, "Schemas/manifest.schema.json is not what the components declare: run `swift run Generate`")
  }

  @Test("The facts that loading a manifest needs are those of the catalogue") func languageFactsAreUpToDate() throws {
    let written = try PackageFiles.text(LanguageFactsSource.path)
    #expect(written == LanguageFactsSource.text(.standard), "run `swift run Generate`")
  }

  @Test func pageOfDiagnosticsIsUpToDate() throws {
    let written = try PackageFiles.text("Documentation/Diagnostics.md")
    #expect(written == DiagnosticsPage.text, "Documentation/Diagnostics.md is not what the rules say: run `swift run Generate`")
  }

  @Test func manualIsUpToDate() throws {
    let folder = PackageFiles.url("Documentation/Reference")
    let pages = ReferenceManual(catalog: .standard).pages
    let stale = pages.filter { (try? String(contentsOf: folder.appendingPathComponent($0.path), encoding: .utf8)) != $0.text }.map(\.path)
    #expect(stale.isEmpty, "pages of Documentation/Reference are not what the components declare: run `swift run Generate`")
    let written = (FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String])?.filter { $0.hasSuffix(".md") } ?? []
    #expect(written.sorted() == pages.map(\.path).sorted(), "a page has no component any more: run `swift run Generate`")
  }
}
