/// Why compressed data cannot be inflated.
public struct InflateError: Error, Sendable, Hashable {
  static let noMemory = "there is no memory to inflate"

  /// What is wrong, a phrase without a full stop.
  public let problem: String
  /// Where in the compressed data, counted from 0.
  public let offset: Int
}
