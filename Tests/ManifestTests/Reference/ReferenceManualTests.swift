import Components
import ConnectorKit
import Foundation
import Testing

@testable import Manifest

@Suite struct ReferenceManualTests {
  static let pages = ReferenceManual(catalog: .standard).pages

  @Test func everyComponentHasAPage() {
    let paths = Set(Self.pages.map(\.path))
    for entry in ComponentIndex(catalog: .standard).entries { #expect(paths.contains("Components/\(entry.type).md"), "\(entry.type)") }
    #expect(paths.isSuperset(of: ["README.md", "Dates.md", "Templates.md"]))
  }

  /// Links within the manual lead to a page, and to a heading that it has.
  @Test func linksLeadSomewhere() throws {
    let texts = Dictionary(uniqueKeysWithValues: Self.pages.map { ($0.path, $0.text) })
    for page in Self.pages {
      let folder = page.path.hasPrefix("Components/") ? "Components/" : ""
      for match in page.text.matches(of: /\]\(([^)]+)\)/) {
        let parts = match.1.split(separator: "#", maxSplits: 1).map(String.init)
        if parts[0].hasPrefix("http") || parts[0].hasPrefix("../../") { continue }
        let path = parts[0].hasPrefix("../") ? String(parts[0].dropFirst(3)) : folder + parts[0]
        let target = try #require(texts[path], "\(page.path) links to \(path)")
        guard parts.count > 1 else { continue }
        #expect(Self.anchors(target).contains(parts[1]), "\(page.path) links to \(path)#\(parts[1])")
      }
    }
  }

  @Test func pageTellsWhatTheDeclarationSays() throws {
    let page = try #require(Self.pages.first { $0.path == "Components/DefaultErrorHandler.md" }).text
    for part in [
      "| `max_retries` | integer or text | `5` |", "[HttpResponseFilter](HttpResponseFilter.md)",
      "| `config`, `parameters` |", "```yaml\ntype: DefaultErrorHandler\n", "[HttpRequester](HttpRequester.md).`error_handler`",
    ] { #expect(page.contains(part), "`\(part)` is missing") }
    #expect(page.contains("It is a [ErrorHandler]") == false)
  }

  private static func anchors(_ text: String) -> Set<String> {
    let headings = text.split(separator: "\n").filter { $0.hasPrefix("#") }.map {
      Markdown.anchor(String($0.drop { $0 == "#" }.dropFirst()))
    }
    return Set(headings)
  }
}
