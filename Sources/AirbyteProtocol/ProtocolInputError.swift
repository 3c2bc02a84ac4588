/// An input of the protocol (catalog or state) that does not have the form it must have.
public struct ProtocolInputError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Which input: `catalog` or `state`.
  public let input: String
  /// Where in it, as in `streams[1].sync_mode`; empty for the whole.
  public let path: String
  /// What is wrong there, as in "must be one of: full_refresh, incremental".
  public let problem: String

  public init(input: String, path: String, problem: String) {
    self.input = input
    self.path = path
    self.problem = problem
  }

  public var description: String {
    path.isEmpty ? "the \(input) \(problem)" : "the \(input) is not valid: `\(path)` \(problem)"
  }
}
