/// An input of the protocol (catalog or state) that does not have the form it must have.
package struct ProtocolInputError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Which input: `catalog` or `state`.
  package let input: String
  /// Where in it, as in `streams[1].sync_mode`; empty for the whole.
  package let path: String
  /// What is wrong there, as in "must be one of: full_refresh, incremental".
  package let problem: String

  package init(input: String, path: String, problem: String) {
    self.input = input
    self.path = path
    self.problem = problem
  }

  package var description: String {
    path.isEmpty ? "the \(input) \(problem)" : "the \(input) is not valid: `\(path)` \(problem)"
  }
}
