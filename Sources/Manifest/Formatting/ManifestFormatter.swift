package import ConnectorKit
package import Document
internal import YAML

/// Lays a manifest out in the one canonical form, which `Documentation/Formatting.md` describes.
///
/// Comments, anchors, aliases, merge keys, quotes and block texts stay. The result says the same as the text before; that is checked
/// each time. Laying out what is laid out already changes nothing.
package enum ManifestFormatter {
  /// How wide a line with a list or mapping in brackets may be, in characters; a wider one is written line by line.
  package static let lineWidth = 120

  /// The canonical form of a YAML text.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8, with or without a byte order mark, or UTF-16 with one. The result has none.
  ///   - file: the name that places in messages carry.
  /// - Throws: what reading YAML throws; `format-unsafe` when the new layout would not say the same, which no text is known to cause.
  package static func format(_ bytes: [UInt8], file: String) throws(Diagnostic) -> String {
    let before = try YAMLReader.read(bytes, file: file, dialect: .tolerant)
    let (text, isWhole) = try layOut(bytes, file: file)
    guard isWhole, let after = try? YAMLReader.read(text, file: file, dialect: .tolerant), before.root.isEquivalent(to: after.root) else {
      throw unsafe(file, before.root.location)
    }
    return text
  }

  /// The canonical form of a YAML text held as a string; see ``format(_:file:)-(Array<UInt8>,_)``.
  package static func format(_ text: String, file: String) throws(Diagnostic) -> String {
    try format(Array(text.utf8), file: file)
  }

  /// The canonical form of a manifest, in which components that stand in several places are lifted into `definitions`. What it means
  /// stays the same. Components with comments, anchors or aliases inside stay where they are.
  ///
  /// - Throws: what loading the manifest throws, and what ``format(_:file:)-(Array<UInt8>,_)`` throws.
  package static func normalize(_ bytes: [UInt8], file: String) throws(DiagnosticList) -> String {
    let before = try ManifestLoader.load(bytes: bytes, file: file)
    let (text, isWhole) = try listing { () throws(Diagnostic) in try layOut(bytes, file: file, normalizes: true) }
    guard isWhole, let after = try? ManifestLoader.load(text: text, file: file),
      before.resolved.meaning.isEquivalent(to: after.resolved.meaning)
    else { throw DiagnosticList([unsafe(file, before.written.location)]) }
    return text
  }

  /// The manifest as components are built from it, in canonical form: references are followed, types, parameters and today's spellings
  /// filled in. Parameters stay at components whose templates read them. Comments are gone.
  ///
  /// - Parameter catalog: the components that the manifest may use; fields that parameters put into components without such a field are
  ///   left out.
  /// - Throws: what loading the manifest throws, and what ``format(_:file:)-(Array<UInt8>,_)`` throws.
  package static func resolve(_ bytes: [UInt8], file: String, catalog: Catalog) throws(DiagnosticList) -> String {
    let before = try ManifestLoader.load(bytes: bytes, file: file)
    let pruned = ResolvedText.pruned(before.root, catalog: catalog)
    let text = try listing { () throws(Diagnostic) in try format(NodeWriter.text(of: pruned), file: file) }
    guard let after = try? ManifestLoader.load(text: text, file: file),
      ResolvedText.pruned(after.root, catalog: catalog).isEquivalent(to: pruned)
    else {
      throw DiagnosticList([unsafe(file, before.written.location)])
    }
    return text
  }

  /// The text in the canonical layout, and whether all comments are in it.
  private static func layOut(
    _ bytes: [UInt8], file: String, normalizes: Bool = false
  ) throws(Diagnostic) -> (text: String, isWhole: Bool) {
    let tree = try SyntaxTree(bytes, file: file)
    let comments = tree.comments.map(\.text).sorted()
    if let root = tree.root {
      if normalizes { ManifestNormalizer.normalize(root) }
      TypeOrder.apply(to: root)
    }
    var writer = LayoutWriter()
    writer.write(tree)
    guard let again = try? SyntaxTree(Array(writer.text.utf8), file: file) else { return (writer.text, false) }
    return (writer.text, again.comments.map(\.text).sorted() == comments)
  }

  private static func unsafe(_ file: String, _ location: SourceLocation?) -> Diagnostic {
    Diagnostic(
      code: .formatUnsafe, "\(file) was not changed: its canonical format would change the meaning", at: location,
      fix: "simplify unusual YAML in it, such as keys of several lines, and report it as a bug")
  }

  private static func listing<Value>(_ work: () throws(Diagnostic) -> Value) throws(DiagnosticList) -> Value {
    do {
      return try work()
    } catch {
      throw DiagnosticList([error])
    }
  }
}
