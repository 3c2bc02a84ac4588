/// What tells a stream from others in a connection.
package struct StreamDescriptor: Sendable, Hashable, CustomStringConvertible {
  package let name: String
  package let namespace: String?

  package init(name: String, namespace: String? = nil) {
    self.name = name
    self.namespace = namespace
  }

  package var description: String { namespace.map { "\($0).\(name)" } ?? name }
}
