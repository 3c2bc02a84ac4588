internal import ConnectorKit
internal import Document
internal import JSON
internal import Templates

/// A field that is added to records: where, and its value.
final class AddedFieldDefinition: Sendable {
  enum ValueType: String, CaseIterable, Sendable {
    case string, number, integer, boolean

    var accepted: AcceptedTypes {
      switch self {
      case .string: .string
      case .number: .float
      case .integer: .integer
      case .boolean: .boolean
      }
    }
  }

  static let spec = ComponentSpec<AddedFieldDefinition>(
    "AddedFieldDefinition", "A field that is added to each record.",
    fields: Field<[String]>.texts(
      "path",
      doc: "The path of the field; what is missing on the way is made. A number is a place in a list, which is filled up with nulls."),
    Field<TemplateText>.template("value", doc: "The value: a string or a template over the record.")
      .variables(.config, .parameters, .record, .streamInterval, .streamPartition, .streamSlice),
    Field<ValueType>.choice("value_type", doc: "The one type besides text that the value may be read as; any by default.").optional,
    Field<BuildContext>.context,
    examples: [
      """
      type: AddedFieldDefinition
      path: [customer, region]
      value: "{{ stream_partition['region'] }}"
      """,
      """
      type: AddedFieldDefinition
      path: [total]
      value: "{{ record['price'] * record['quantity'] }}"
      value_type: number
      """,
    ],
    make: AddedFieldDefinition.init)

  let path: NewFieldPath
  let value: TemplateText
  private let types: AcceptedTypes

  init(path: [String], value: TemplateText, type: ValueType?, context: BuildContext) throws {
    guard !path.isEmpty else {
      throw Diagnostic(code: .emptyPath, "the `path` of an added field must not be empty", at: context.location)
    }
    self.path = NewFieldPath(path)
    self.value = value
    types = type?.accepted ?? .any
  }

  /// Whether the value is the same for every record.
  var isPlain: Bool { value.isPlain }

  /// Adds the field when that takes nothing but the record.
  ///
  /// - Returns: false when nothing was done.
  func addDirectly(to record: inout JSONRecord) -> Bool {
    guard let key = path.singleKey else { return false }
    return value.withDirectValue(changing: &record, as: types) { $0.set($1, for: key[0]) }
  }

  func evaluate(_ scope: TemplateScope) throws(TemplateError) -> TemplateValue { try value.value(scope, as: types) }
}

extension Field where Value == [String] {
  /// A list of texts; other scalars stand for their texts.
  static func texts(_ name: String, doc: String) -> Field<[String]> {
    .custom(name, as: .list(.string), doc: doc) { node, _ in
      guard let elements = node.sequence else {
        throw Diagnostic(code: .wrongType, "`\(name)` must be a list of strings, got \(node.kind)", at: node.location)
      }
      return elements.map(\.templateText)
    }
  }
}
