import JSON
import Templates

/// JSON values in Python's notation.
enum PythonText {
  /// As `str()` gives it: text as it is.
  static func text(of value: JSONValue) -> String {
    switch value {
    case .string(let text): text
    case .integer(let number): String(number)
    case .bigInteger(let digits): digits
    case .bool(let flag): flag ? "True" : "False"
    case .null: "None"
    default: representation(of: value)
    }
  }

  /// As `repr()` gives it: text in quotes.
  static func representation(of value: JSONValue) -> String {
    if case .bigInteger(let digits) = value { return digits }
    // What nests too deeply to be written has passed the reader's own limit; dots tell enough of it.
    return (try? TemplateValue(value).pythonRepr()) ?? "..."
  }

  static func list(_ values: some Sequence<JSONValue>) -> String { values.map(representation).joined(separator: ", ") }

  static func quoted(_ names: some Sequence<String>) -> String { list(names.map { .string($0) }) }
}
