import Document
import JSON
import YAML

/// The JSON text of a value, in which the order of keys shows.
func spelling(_ node: Node) -> String {
  switch node.value {
  case .string(let text): "'\(text)'"
  case .sequence(let elements): "[\(elements.map(spelling).joined(separator: ", "))]"
  case .mapping(let mapping): "{\(mapping.entries.map { "\($0.key.keyText): \(spelling($0.value))" }.joined(separator: ", "))}"
  default: node.keyText
  }
}

func yaml(_ text: String) throws -> Node { try YAMLReader.read(text, file: "m.yaml").root }
