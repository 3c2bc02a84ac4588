/// What is accepted beyond, or refused within, the grammar of JSON (RFC 8259).
public struct JSONOptions: Sendable, Hashable {
  /// Arrays and objects may be nested this deep. Default 512.
  public var maximumDepth: Int
  /// Whether a UTF-8 byte order mark at the start is skipped (default) or refused.
  public var skipsByteOrderMark: Bool
  /// Whether `NaN`, `Infinity` and `-Infinity` are numbers, as for Python's `json` module. Default false.
  public var allowsNonFinite: Bool

  public init(maximumDepth: Int = 512, skipsByteOrderMark: Bool = true, allowsNonFinite: Bool = false) {
    self.maximumDepth = maximumDepth
    self.skipsByteOrderMark = skipsByteOrderMark
    self.allowsNonFinite = allowsNonFinite
  }

  /// RFC 8259, with a byte order mark skipped.
  public static let standard = JSONOptions()
  /// What Python's `json.loads` takes.
  public static let python = JSONOptions(allowsNonFinite: true)
}
