internal import ConnectorKit

/// Keeps the streams of a group from being read at the same time.
struct BlockSimultaneousSyncsAction: Sendable {
  static let spec = ComponentSpec<BlockSimultaneousSyncsAction>(
    "BlockSimultaneousSyncsAction", "Keeps the streams of a group from being read at the same time.", since: "7.15",
    examples: ["type: BlockSimultaneousSyncsAction"],
    make: { BlockSimultaneousSyncsAction() })
}
