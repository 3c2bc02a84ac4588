/// Bounds that keep a small hostile text from taking all memory or the whole stack.
package struct YAMLLimits: Sendable {
  /// How deep lists and mappings may be nested.
  package var depth: Int
  /// How many values a text may write.
  package var nodes: Int
  /// How many values all aliases together may stand for.
  package var aliasedNodes: Int

  package init(depth: Int = 256, nodes: Int = 2_000_000, aliasedNodes: Int = 2_000_000) {
    self.depth = depth
    self.nodes = nodes
    self.aliasedNodes = aliasedNodes
  }
}
