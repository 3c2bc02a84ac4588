internal import ConnectorKit
internal import Document
internal import JSON

/// Where the config holds the entries that streams are made of.
struct StreamConfig: Sendable {
  static let spec = ComponentSpec<StreamConfig>(
    "StreamConfig", "Says where the config holds the entries that streams are made of.", since: "6.11",
    fields: Field<[TemplateText]>.templates("configs_pointer", doc: "The path of the list in the config.")
      .variables(.config, .parameters),
    Field<[JSONValue]>.custom("default_values", as: .list(.object), doc: "Entries that come behind those of the config.") { node, _ in
      node.sequence?.map(\.json) ?? []
    }.default([]),
    Field<BuildContext>.context,
    examples: [
      """
      type: StreamConfig
      configs_pointer: [tables]
      default_values:
        - {name: audit_log, id: 0}
      """
    ],
    make: StreamConfig.init)

  private let pointer: DataPath
  private let defaults: [JSONValue]

  init(pointer: [TemplateText], defaults: [JSONValue], context: BuildContext) throws {
    let scope = TemplateScope(config: context.config)
    self.pointer = DataPath(try pointer.map { PathSegment(try $0.value(scope)) })
    self.defaults = defaults
  }

  /// The entries of the list; a value that is no list is its only entry.
  func entries(in config: JSONObject) throws -> [JSONValue] {
    do {
      guard let found = try pointer.value(in: JSONValue.object(config)) else { return defaults }
      return (found.arrayValue ?? [found]) + defaults
    } catch {
      throw SyncError(.system, "Cannot find the entries for dynamic streams in the config: \(error).")
    }
  }
}
