internal import ConnectorKit

/// Why components in Swift files cannot be had.
package struct PluginError: DescribedError, Sendable, CustomStringConvertible {
  /// What is wrong and what to do.
  package let message: String
  package var description: String { message }

  init(_ message: String) { self.message = message }
}
