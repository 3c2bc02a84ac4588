internal import ConnectorKit
internal import Document
internal import JSON

/// The path of a field in records. A segment that is a number also finds elements of lists.
struct FieldPath: Sendable {
  let segments: [String]

  init(segments: [String]) { self.segments = segments }

  /// A path as one text, its segments separated by `/`.
  init(text: String) { segments = text.split(separator: "/").map(String.init) }

  /// The path as the name of the value it finds.
  var joined: String { segments.joined(separator: ".") }

  func value(in record: JSONRecord) -> JSONValue? {
    guard let first = segments.first, let field = record.field(first) else { return nil }
    switch field {
    case .view(let view):
      var current = view
      for segment in segments.dropFirst() {
        guard let next = current[segment] ?? Int(segment).flatMap({ current[$0] }) else { return nil }
        current = next
      }
      return current.value
    case .value(let value):
      var current = value
      for segment in segments.dropFirst() {
        guard let next = current[segment] ?? Int(segment).flatMap({ current[$0] }) else { return nil }
        current = next
      }
      return current
    }
  }
}

extension Field where Value == [FieldPath] {
  /// A list of paths, each a list of segments that may be templates.
  static func paths(_ name: String, doc: String) -> Field<[FieldPath]> {
    .custom(name, as: .list(.list(.string)), doc: doc) { node, context in
      let scope = TemplateScope(config: context.config)
      return try (node.sequence ?? []).map { path in
        FieldPath(segments: try (path.sequence ?? [path]).map { try TemplateText($0.templateText, context, at: $0.location).string(scope) })
      }
    }.variables(.config)
  }
}
