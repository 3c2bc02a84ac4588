package import ConnectorKit

/// The manual of the manifest language, written from the declarations of the components: Documentation/Reference.
package struct ReferenceManual {
  /// A file of the manual.
  package struct Page: Sendable {
    /// From the manual's directory, such as `Components/AddFields.md`.
    package var path: String
    package var text: String
  }

  static let notice = "<!-- Written by `swift run Generate`. Do not edit. -->\n"

  private let index: ComponentIndex

  /// - Parameter catalog: the components that the manual describes.
  package init(catalog: Catalog) { index = ComponentIndex(catalog: catalog) }

  /// All files, in the order of their paths.
  package var pages: [Page] {
    let uses = Self.uses(in: index)
    let components = index.entries.map { entry in
      Page(path: "Components/\(entry.type).md", text: ComponentPage(entry: entry, uses: uses[entry.type] ?? []).text)
    }
    let others = [
      Page(path: "README.md", text: IndexPage(index: index).text), Page(path: "Dates.md", text: DatePage.text),
      Page(path: "Templates.md", text: TemplatePage(index: index).text),
    ]
    return (components + others).sorted { $0.path < $1.path }
  }

  /// For each type the fields that it may stand in, in the order of names.
  private static func uses(in index: ComponentIndex) -> [String: [ComponentPage.Use]] {
    var uses: [String: [ComponentPage.Use]] = [:]
    for entry in index.entries {
      for row in FieldRow.rows(of: entry.fields) {
        for type in Set(components(in: row.field.type)) { uses[type, default: []].append((component: entry.type, field: row.name)) }
      }
    }
    return uses
  }

  private static func components(in type: FieldType) -> [String] {
    switch type {
    case .component(let types): types
    case .list(let inner), .mapping(let inner), .limited(let inner, _): components(in: inner)
    case .anyOf(let types): types.flatMap(components)
    default: []
    }
  }
}

/// Pieces of Markdown.
enum Markdown {
  /// A table; what would end a cell is written as an entity.
  static func table(_ heads: [String], _ rows: [[String]]) -> String {
    let lines = [heads, heads.map { _ in "---" }] + rows.map { $0.map(cell) }
    return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  /// A word of the manifest.
  static func code(_ text: String) -> String { text.contains("`") ? "`` \(text) ``" : "`\(text)`" }

  static func block(_ language: String, _ text: String) -> String { "```\(language)\n\(text)\n```\n" }

  /// The name of a heading in an address.
  static func anchor(_ heading: String) -> String {
    String(heading.lowercased().compactMap { $0 == " " ? "-" : $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" ? $0 : nil })
  }

  private static func cell(_ text: String) -> String {
    text.split(separator: "\n").joined(separator: " ").split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
