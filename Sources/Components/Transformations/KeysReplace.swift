internal import ConnectorKit
internal import Document
internal import JSON
internal import Templates

/// Replaces a text wherever it occurs in the names of fields, nested objects included.
struct KeysReplace: RecordTransformation {
  static let spec = ComponentSpec<any RecordTransformation>(
    "KeysReplace", "Replaces a string wherever it occurs in the names of fields, nested objects included.", since: "6.15",
    fields: Field<TemplateText>.template("old", doc: "The text that is replaced; it is no pattern.")
      .variables(.config, .parameters, .record, .streamInterval, .streamPartition, .streamSlice).examples(" "),
    Field<TemplateText>.template("new", doc: "The text that takes its place.")
      .variables(.config, .parameters, .record, .streamInterval, .streamPartition, .streamSlice).examples("_"),
    examples: [
      """
      type: KeysReplace
      old: " "
      new: _
      """
    ],
    make: KeysReplace.init)

  private let old: TemplateText
  private let new: TemplateText

  init(old: TemplateText, new: TemplateText) {
    self.old = old
    self.new = new
  }

  func transform(_ records: inout [JSONRecord], _ scope: RecordScope) throws {
    var variables = TemplateScope(transforming: scope)
    for place in records.indices {
      let members = TemplateDict(records[place])
      variables.set(record: members)
      let found = try scope.evaluating(old.source, of: "KeysReplace") { () throws(TemplateError) in try old.string(variables) }
      let replacement = try scope.evaluating(new.source, of: "KeysReplace") { () throws(TemplateError) in try new.string(variables) }
      let record = records[place]
      records[place] = try scope.evaluating(old.source, of: "KeysReplace") { () throws(TemplateError) in try record.takingOver(members) }
      KeyRenaming.rename(&records[place]) { Self.replace(found, by: replacement, in: $0) }
    }
  }

  /// An empty text is found before every character and at the end.
  private static func replace(_ old: String, by new: String, in key: String) -> String {
    if old.isEmpty { return key.unicodeScalars.reduce(into: new) { $0 += String($1) + new } }
    let needle = Array(old.utf8)
    let bytes = Array(key.utf8)
    guard bytes.count >= needle.count else { return key }
    var result: [UInt8] = []
    var at = 0
    while at < bytes.count {
      if bytes[at] == needle[0], at + needle.count <= bytes.count, bytes[at..<(at + needle.count)].elementsEqual(needle) {
        result += new.utf8
        at += needle.count
      } else {
        result.append(bytes[at])
        at += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
