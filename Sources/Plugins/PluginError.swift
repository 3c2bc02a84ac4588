public import ConnectorKit

/// Why components in Swift files cannot be had.
public struct PluginError: DescribedError, Sendable, CustomStringConvertible {
  /// What is wrong and what to do.
  public let message: String
  public var description: String { message }

  init(_ message: String) { self.message = message }
}
