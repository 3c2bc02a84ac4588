/// Why a date could not be read, computed or written.
///
/// The kinds follow the exception classes that manifests can tell apart: templates turn a type error into their own text
/// and let the others escape.
public struct DateError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Kind: Sendable, Hashable {
    /// The text or number is no valid date, time, duration, format or zone.
    case value
    /// The argument is of a kind that cannot be a date at all.
    case type
    /// The result lies outside the years 1 to 9999, or a duration outside ±999999999 days.
    case overflow
    /// The format repeats a directive, so no single value can be read for it.
    case repeatedDirective
    /// The text is no ISO 8601 duration.
    case duration
  }

  public let kind: Kind
  public let message: String

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  public var description: String { message }

  static func outOfRange() -> DateError { DateError(.overflow, "date out of range: only the years 1 to 9999 can be represented") }
}
