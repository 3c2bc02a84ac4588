/// Why a regular expression cannot be used.
package struct RegexError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Kind: Hashable, Sendable {
    /// The pattern does not follow Python's syntax.
    case badPattern
    /// The pattern holds a number that is too large.
    case overflow
    /// A replacement text does not follow Python's syntax or numbers a group that is not there.
    case badReplacement
    /// A replacement text names a group that is not there.
    case unknownGroup
    /// The search took more steps or memory than allowed: the pattern backtracks too much on this text.
    case tooComplex
  }

  package let kind: Kind
  package let message: String
  /// Where in the pattern or replacement, counted in code points.
  package let position: Int?

  init(_ kind: Kind, _ message: String, at position: Int? = nil) {
    self.kind = kind
    self.message = message
    self.position = position
  }

  package var description: String { position.map { "\(message) at position \($0)" } ?? message }
}
