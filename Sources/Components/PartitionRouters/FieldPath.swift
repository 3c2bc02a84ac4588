internal import ConnectorKit
internal import Document
internal import JSON

/// The path of a field in records. A segment that is a number also finds elements of lists; patterns may match one field.
struct FieldPath: Sendable {
  /// The path as the name of the value it finds.
  let joined: String
  /// Whether each segment is a text, also once it is rendered.
  private(set) var isText = true
  private let path: DataPath
  /// The path behind its first segment, where that is the name of a field.
  private let rest: DataPath?

  init(segments: [String]) {
    joined = segments.joined(separator: ".")
    path = DataPath(segments)
    rest = path.segments.first?.exactKey == nil ? nil : DataPath(Array(path.segments.dropFirst()))
  }

  /// A path as one text, its segments separated by `/`.
  init(text: String) { self.init(segments: text.split(separator: "/").map(String.init)) }

  /// - Throws: `DataPathError` when a pattern matches several fields.
  func value(in record: JSONRecord) throws -> JSONValue? {
    guard let rest, let key = path.segments.first?.exactKey else { return try path.value(in: JSONValue.object(record.object)) }
    return switch record.field(key) {
    case .view(let view)?: try rest.value(in: view)?.value
    case .value(let value)?: try rest.value(in: value)
    case nil: nil
    }
  }
}

extension Field where Value == [FieldPath] {
  /// A list of paths, each a list of segments that may be templates.
  static func paths(_ name: String, doc: String) -> Field<[FieldPath]> {
    .custom(name, as: .list(.list(.string)), doc: doc) { node, context in
      try (node.sequence ?? []).map { try FieldPath(templates: $0.sequence ?? [$0], context) }
    }.variables(.config, .parameters)
  }
}

extension FieldPath {
  /// A path whose segments may be templates over the config.
  init(templates: [Node], _ context: BuildContext) throws {
    let scope = TemplateScope(config: context.config)
    let templates = templates.map { TemplateText($0.templateText, context, at: $0.location) }
    self.init(segments: try templates.map { try $0.string(scope) })
    isText = try templates.allSatisfy { if case .string = try $0.json(scope) { true } else { false } }
  }
}
