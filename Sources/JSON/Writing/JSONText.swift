/// JSON as text.
public enum JSONText {
  /// What stands between elements or members, and between a key and its value.
  public struct Separators: Sendable, Hashable {
    public let item: String
    public let key: String

    public init(item: String, key: String) {
      self.item = item
      self.key = key
    }

    /// `", "` and `": "`.
    public static let spaced = Separators(item: ", ", key: ": ")
    /// `","` and `":"`.
    public static let compact = Separators(item: ",", key: ":")
  }

  /// The value on one line without white space, as ``JSONWriter`` writes it.
  public static func compact(_ value: JSONValue) -> String {
    var writer = JSONWriter()
    writer.write(value)
    return writer.text
  }

  /// What Python's `json.dumps` gives: floats as `repr`, `NaN` and `Infinity` as words.
  ///
  /// - Parameters:
  ///   - sortKeys: whether members are sorted by the code points of their keys.
  ///   - ensureASCII: whether characters beyond ASCII are escaped.
  ///   - separators: defaults to ``Separators/spaced``; with an indent, to no space behind commas.
  ///   - indent: spaces per level; nil (default) writes one line.
  public static func python(
    _ value: JSONValue, sortKeys: Bool = false, ensureASCII: Bool = true, separators: Separators? = nil, indent: Int? = nil
  ) -> String {
    let separators = separators ?? (indent == nil ? .spaced : Separators(item: ",", key: ": "))
    var dump = PythonDump(sortKeys: sortKeys, ensureASCII: ensureASCII, separators: separators, indent: indent)
    dump.write(value, level: 0)
    return dump.text
  }
}
