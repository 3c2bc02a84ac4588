internal import ConnectorKit

/// Components of the manifest language that no room builds yet, by their names.
///
/// A manifest that uses one is sound, though it cannot be run. What the catalogue declares is left out here: a component has one
/// declaration.
enum UnbuiltComponents {
  /// The fields of a component that is known but not built; nil for other names.
  static func fields(of type: String) -> [FieldInfo]? { table[type] ?? (customTypes.contains(type) ? customFields : nil) }

  /// Fields of the language that a built component does not have yet.
  static func furtherFields(of type: String) -> [FieldInfo] { fieldTable[type] ?? [] }

  /// The types with such fields.
  static var unfinishedNames: Set<String> { Set(fieldTable.keys) }

  /// All names but those of custom components.
  static var names: Set<String> { Set(table.keys) }

  /// Types that stand for a class of the connector's own, which `class_name` names.
  static let customTypes = Set(ComponentSlot.allCases.map(\.rawValue))

  private static let customFields: [FieldInfo] = [.required("class_name", .string)]

  private static let table: [String: [FieldInfo]] = [
    "StreamGroup": [
      .required("streams", .list(.component(["DeclarativeStream"]))), .required("action", .component(["BlockSimultaneousSyncsAction"])),
    ],
    "BlockSimultaneousSyncsAction": [],
    "RequestBodyGraphQlQuery": [.required("query", .string)],
  ]

  private static let fieldTable: [String: [FieldInfo]] = [:]
}
