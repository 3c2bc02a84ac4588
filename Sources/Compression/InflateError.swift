/// Why compressed data cannot be inflated.
package struct InflateError: Error, Sendable, Hashable {
  static let noMemory = "out of memory"

  /// What is wrong, a phrase without a full stop.
  package let problem: String
  /// Where in the compressed data, counted from 0.
  package let offset: Int
}
