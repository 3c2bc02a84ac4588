/// What tells a stream from others in a connection.
public struct StreamDescriptor: Sendable, Hashable, CustomStringConvertible {
  public let name: String
  public let namespace: String?

  public init(name: String, namespace: String? = nil) {
    self.name = name
    self.namespace = namespace
  }

  public var description: String { namespace.map { "\($0).\(name)" } ?? name }
}
