internal import ConnectorKit

/// The types of the language that stand for a class of the connector's own, which `class_name` names.
enum CustomTypes {
  static let all = Set(ComponentSlot.allCases.map(\.rawValue))

  /// The fields that each of them has whatever its class.
  static let fields: [FieldInfo] = [.required("class_name", .string)]
}
