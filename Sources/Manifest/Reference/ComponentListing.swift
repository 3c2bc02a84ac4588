internal import ConnectorKit
package import Document
package import JSON

/// What `headwater components` prints.
package struct ComponentListing: Sendable {
  private let index: ComponentIndex

  package init(_ index: ComponentIndex) { self.index = index }

  /// All components, or one, as `{"components": [...]}`.
  ///
  /// - Throws: `unknown-type` when there is no such component.
  package func json(_ type: String? = nil) throws(Diagnostic) -> JSONValue {
    let entries = if let type { [try index.entry(type)] } else { index.entries }
    return ["components": .array(entries.map { .object($0.json) })]
  }

  /// The names and summaries of all components, by slot; or all that is known of one.
  ///
  /// - Throws: `unknown-type` when there is no such component.
  package func text(_ type: String? = nil) throws(Diagnostic) -> String {
    if let type { return Self.details(try index.entry(type)) }
    let width = index.entries.map(\.type.count).max() ?? 0
    var text = ""
    for slot in index.slots {
      text += "\(slot.name)\n"
      for entry in slot.entries {
        text += "  \(entry.type)\(String(repeating: " ", count: width - entry.type.count))  \(entry.summary)\n"
      }
      text += "\n"
    }
    return text + "`headwater components TYPE` shows the fields of a component.\n"
  }

  private static func details(_ entry: ComponentEntry) -> String {
    var text = "\(entry.type) (\(entry.slot))\n  \(entry.summary)\n"
    if entry.typeMember != .required { text += "  Its place tells its type, so `type` may be omitted.\n" }
    for row in FieldRow.rows(of: entry.fields) { text += "\n" + details(row) }
    for example in entry.examples {
      text += "\nExample:\n" + example.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)\n" }.joined()
    }
    return text
  }

  private static func details(_ row: FieldRow) -> String {
    let field = row.field
    let phrase = TypePhrase(component: { $0 }, word: { $0 })
    var text = "  \(row.name): \(phrase.text(field.type))\(field.isRequired ? " (required)" : "")\n      \(field.doc)\n"
    if let value = field.defaultValue { text += "      Default: \(JSONText.compact(value))\n" }
    if let type = field.defaultType { text += "      Without `type`: \(type)\n" }
    if !field.variables.isEmpty { text += "      Templates know: \(field.variables.map(\.rawValue).joined(separator: ", "))\n" }
    if field.isDeprecated { text += "      Deprecated.\n" }
    return text
  }
}

/// A field with the way to it, where it is a member of another field's mapping.
struct FieldRow {
  var name: String
  var field: FieldInfo

  /// The fields, each followed by those of its mapping.
  static func rows(of fields: [FieldInfo], below path: String = "") -> [FieldRow] {
    fields.flatMap { field in
      let name = path + field.name
      return [FieldRow(name: name, field: field)] + members(of: field.type, below: name)
    }
  }

  private static func members(of type: FieldType, below name: String) -> [FieldRow] {
    switch type {
    case .record(let fields, _): rows(of: fields, below: name + ".")
    case .list(let inner): members(of: inner, below: name + "[]")
    case .mapping(let inner): members(of: inner, below: name + ".*")
    case .limited(let inner, _): members(of: inner, below: name)
    case .anyOf(let types): types.flatMap { members(of: $0, below: name) }
    default: []
    }
  }
}
