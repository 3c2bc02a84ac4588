internal import Document
internal import YAML

/// The edits that may turn an old spelling into today's. Which of them keeps the meaning is for the fixer to find out.
enum OldSpelling {
  /// Possible edits, the likeliest first; none for what only a person can rewrite.
  static func edits(for warning: Diagnostic, in index: SyntaxIndex) -> [[TextEdit]] {
    guard let place = index[warning.location], place.isKey, let entry = place.entry else { return [] }
    let field = FieldEdits(tree: index.tree, place: place)
    let options: [[TextEdit]?] =
      switch place.node.scalar?.text {
      case "url_base": [field.rename(to: "url"), field.remove()]
      case "request_body_json": [field.wrap(as: "request_body", type: "RequestBodyJsonObject"), field.remove()]
      case "request_body_data":
        // A reference may lead to either of the two.
        if entry.value.entries == nil {
          [
            field.wrap(as: "request_body", type: "RequestBodyPlainText"),
            field.wrap(as: "request_body", type: "RequestBodyUrlEncodedForm"), field.remove(),
          ]
        } else {
          [
            field.wrap(as: "request_body", type: "RequestBodyUrlEncodedForm"),
            field.wrap(as: "request_body", type: "RequestBodyPlainText"), field.remove(),
          ]
        }
      default: []
      }
    return options.compactMap(\.self)
  }
}
