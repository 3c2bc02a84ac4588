public import Document
internal import YAML

/// Lays a manifest out in the one canonical form, which `Documentation/Formatting.md` describes.
///
/// Comments, anchors, aliases, merge keys, quotes and block texts stay. The result says the same as the text before; that is checked
/// each time. Laying out what is laid out already changes nothing.
public enum ManifestFormatter {
  /// How wide a line with a list or mapping in brackets may be, in characters; a wider one is written line by line.
  public static let lineWidth = 120

  /// The canonical form of a YAML text.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8, with or without a byte order mark, or UTF-16 with one. The result has none.
  ///   - file: the name that places in messages carry.
  /// - Throws: what reading YAML throws; `format-unsafe` when the new layout would not say the same, which no text is known to cause.
  public static func format(_ bytes: [UInt8], file: String) throws(Diagnostic) -> String {
    let before = try YAMLReader.read(bytes, file: file, dialect: .tolerant)
    let tree = try SyntaxTree(bytes, file: file)
    let comments = tree.comments.map(\.text).sorted()
    var writer = LayoutWriter()
    if let root = tree.root { TypeOrder.apply(to: root) }
    writer.write(tree)
    let result = Array(writer.text.utf8)
    guard let after = try? YAMLReader.read(result, file: file, dialect: .tolerant), before.root.saysTheSame(as: after.root),
      let again = try? SyntaxTree(result, file: file), again.comments.map(\.text).sorted() == comments
    else {
      throw Diagnostic(
        code: "format-unsafe", "\(file) was left alone: its canonical layout would not say the same", at: before.root.location,
        fix: "simplify unusual YAML in it, such as keys of several lines, and report the text as a fault of the formatter")
    }
    return writer.text
  }

  /// The canonical form of a YAML text held as a string; see ``format(_:file:)-(Array<UInt8>,_)``.
  public static func format(_ text: String, file: String) throws(Diagnostic) -> String {
    try format(Array(text.utf8), file: file)
  }
}
