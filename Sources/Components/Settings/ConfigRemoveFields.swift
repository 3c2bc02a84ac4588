internal import ConnectorKit
internal import Document
internal import JSON

/// Removes settings from a config.
struct ConfigRemoveFields: ConfigTransformation {
  static let spec = ComponentSpec<any ConfigTransformation>(
    "ConfigRemoveFields", "Removes settings from a config.", since: "6.49",
    fields: Field<[DataPath]>.pointers(
      "field_pointers", doc: "The paths of the settings; `*` matches every member or element. What is not there is no error."),
    Field<TemplateCondition>.conditionWithoutParameters("condition", doc: "The settings are removed when it holds.")
      .variables(.config).optional.shown(""),
    examples: [
      """
      type: ConfigRemoveFields
      field_pointers:
        - [credentials, old_token]
      condition: "{{ 'old_token' in config['credentials'] }}"
      """
    ],
    make: ConfigRemoveFields.init)

  private let paths: [DataPath]
  private let condition: TemplateCondition?

  init(paths: [DataPath], condition: TemplateCondition?) {
    self.paths = paths
    self.condition = condition.flatMap { $0.isEmpty ? nil : $0 }
  }

  func transform(_ config: inout JSONObject) throws {
    if let condition, try !condition.holds(TemplateScope(config: config)) { return }
    var record = JSONRecord(object: config)
    do throws(DataPathError) {
      for path in paths { try path.remove(from: &record) }
    } catch {
      throw SyncError(.system, "Cannot remove settings from the config: \(error).")
    }
    config = record.object
  }
}
