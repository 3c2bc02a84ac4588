internal import ConnectorKit
internal import JSON

/// The page of a component.
struct ComponentPage {
  typealias Use = (component: String, field: String)

  let entry: ComponentEntry
  /// The fields that the component may stand in.
  let uses: [Use]

  var text: String {
    var text = ReferenceManual.notice + "# \(entry.type)\n\n\(entry.summary)\n\n" + place
    text += "## Fields\n\n" + (rows.isEmpty ? "None but `type`.\n" : table + footnotes)
    if !entry.examples.isEmpty {
      text += "\n## Example\(entry.examples.count == 1 ? "" : "s")\n"
      for example in entry.examples { text += "\n" + Markdown.block("yaml", example) }
    }
    return text
  }

  private var rows: [FieldRow] { FieldRow.rows(of: entry.fields) }

  /// Where the component may stand, and whether it has to name its type there.
  private var place: String {
    var text = ""
    if entry.slot != entry.type {
      text += "It is \(Self.article(entry.slot)) [\(entry.slot)](../README.md#\(Markdown.anchor(entry.slot)))"
      text += uses.isEmpty ? ".\n" : "; it may stand in \(places).\n"
    } else if !uses.isEmpty {
      text += "It may stand in \(places).\n"
    }
    if entry.typeMember != .required { text += "Its place tells its type, so `type` may be omitted.\n" }
    return text.isEmpty ? "" : text + "\n"
  }

  private var places: String {
    uses.map { "[\($0.component)](\($0.component).md).`\($0.field)`" }.joined(separator: ", ")
  }

  private var table: String {
    let phrase = TypePhrase(component: { "[\($0)](\($0).md)" }, word: Markdown.code)
    return Markdown.table(
      ["Field", "Type", "Default", "Meaning", "Variables"],
      rows.map { row in
        [
          Markdown.code(row.name), phrase.text(row.field.type), Self.absence(row.field),
          (row.field.isDeprecated ? "*Deprecated.* " : "") + row.field.doc
            + (row.field.defaultType.map { " Without `type`: \($0)." } ?? "") + Self.examples(row.field),
          row.field.variables.map { Markdown.code($0.rawValue) }.joined(separator: ", "),
        ]
      })
  }

  /// What holds without the field.
  private static func absence(_ field: FieldInfo) -> String {
    if field.isRequired { return "*required*" }
    guard let value = field.defaultValue else { return "" }
    return written(value)
  }

  private static func examples(_ field: FieldInfo) -> String {
    field.examples.isEmpty ? "" : " For example " + field.examples.map(written).joined(separator: ", ") + "."
  }

  /// A value as the manifest has it; texts that would not be seen in quotes.
  private static func written(_ value: JSONValue) -> String {
    if let text = value.stringValue, text.contains(where: { !$0.isWhitespace }) { return Markdown.code(text) }
    return Markdown.code(JSONText.python(value, ensureASCII: false))
  }

  private static func article(_ name: String) -> String { "AEIO".contains(name.first ?? "X") ? "an" : "a" }

  private var footnotes: String {
    guard rows.contains(where: { !$0.field.variables.isEmpty }) else { return "" }
    return "\nA field with variables may hold a [template](../Templates.md), which can use them.\n"
  }
}
