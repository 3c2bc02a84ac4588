/// A version of the manifest language, as far as it matters: `7.39`.
public struct LanguageVersion: Sendable, Comparable, CustomStringConvertible, ExpressibleByStringLiteral {
  public let major: Int
  public let minor: Int

  /// nil for a text that does not start with two numbers.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).prefix(2).map { Int($0) }
    guard parts.count == 2, let major = parts[0], let minor = parts[1] else { return nil }
    (self.major, self.minor) = (major, minor)
  }

  public init(stringLiteral text: String) {
    guard let version = LanguageVersion(text) else { preconditionFailure("\(text) is no version") }
    self = version
  }

  public var description: String { "\(major).\(minor)" }

  public static func < (left: LanguageVersion, right: LanguageVersion) -> Bool { (left.major, left.minor) < (right.major, right.minor) }
}
