internal import ConnectorKit
internal import JSON

/// How many slices are read at a time.
struct ConcurrencyLevel: Sendable {
  static let spec = ComponentSpec<ConcurrencyLevel>(
    "ConcurrencyLevel", "Bounds how many slices are read at a time.",
    fields: Field<TemplateText>.template(
      "default_concurrency", as: .anyOf([.integer, .string]), doc: "The number of slices, or a template that gives it from the config."),
    Field<Int>.integer("max_concurrency", doc: "The most that a config may ask for; needed when the number comes from it.").optional,
    Field<BuildContext>.context,
    examples: [
      """
      type: ConcurrencyLevel
      default_concurrency: "{{ config['workers'] }}"
      max_concurrency: 20
      """
    ],
    make: ConcurrencyLevel.init)

  let value: Int

  init(level: TemplateText, maximum: Int?, context: BuildContext) throws {
    guard (maximum ?? 0) != 0 || !level.source.contains("config") else {
      throw SyncError(.system, "The concurrency level `\(level.source)` comes from the config, so the manifest must set `max_concurrency`.")
    }
    guard case .integer(let asked)? = try? level.json(TemplateScope(config: context.config)) else {
      throw SyncError(.config, "The concurrency level `\(level.source)` must give an integer.")
    }
    value = max(1, min(asked, maximum ?? asked))
  }
}
