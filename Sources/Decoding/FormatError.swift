internal import ConnectorKit

/// Bytes that are not what their format asks for: what is wrong and where, fit to be shown to a user.
///
/// The message never repeats the bytes themselves; whoever knows the request adds stream, slice and page.
package struct FormatError: Error, Sendable, Hashable {
  /// What kind of problem it is, for callers that treat kinds differently.
  package enum Kind: String, Sendable, Hashable {
    /// The bytes break the rules of the format.
    case malformed
    /// The bytes end in the middle of something.
    case truncated
    /// A byte sequence means nothing in the declared text encoding.
    case undecodable
    /// A limit that guards memory or time was reached.
    case limit
    /// The format has this, but it is not supported (encryption, an unknown encoding or compression method).
    case unsupported
  }

  package var kind: Kind
  /// The name of the format: `gzip`, `zip`, `CSV`, `XML`, `JSON lines` or `text`.
  package var format: String
  /// What is wrong, a phrase without a full stop.
  package var problem: String
  /// The line, counted from 1, where the format has lines.
  package var line: Int?
  /// The column in bytes, counted from 1.
  package var column: Int?
  /// The place in the bytes given to the reader, counted from 0.
  package var offset: Int?
  /// What to do about it, when the problem does not say it already.
  package var fix: String?

  package init(
    _ kind: Kind, in format: String, _ problem: String, line: Int? = nil, column: Int? = nil, offset: Int? = nil, fix: String? = nil
  ) {
    self.kind = kind
    self.format = format
    self.problem = problem
    self.line = line
    self.column = column
    self.offset = offset
    self.fix = fix
  }
}

extension FormatError: CustomStringConvertible {
  package var description: String {
    var places: [String] = []
    if let line { places.append("line \(line)") }
    if let column { places.append("column \(column)") }
    if let offset { places.append("byte \(offset)") }
    var text = "\(format): \(problem)"
    if !places.isEmpty { text += " (\(places.joined(separator: ", ")))" }
    if let fix { text += "; \(fix)" }
    return text
  }
}

extension FormatError: DescribedError {}
