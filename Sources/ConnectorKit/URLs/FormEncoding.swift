public import JSON
internal import Templates

/// Writes parameters as `application/x-www-form-urlencoded`, as the reference's HTTP client sends them.
public enum FormEncoding {
  /// Names and values with everything escaped but letters, digits and `_.-~`; spaces become `+`.
  ///
  /// A list gives one pair for each element, and a list in a list for each of its own; a mapping in a list gives its keys. Nulls are
  /// left out, but in inner lists; numbers and truth values are written as Python does.
  public static func encode(_ parameters: JSONObject) -> String {
    var pairs = ""
    for (name, value) in parameters {
      guard case .array(let elements) = value else {
        if !value.isNull { append(name, value, to: &pairs) }
        continue
      }
      for element in elements where !element.isNull {
        switch element {
        case .array(let inner): for value in inner { append(name, value, to: &pairs) }
        case .object(let members): for key in members.keys { append(name, .string(key), to: &pairs) }
        default: append(name, element, to: &pairs)
        }
      }
    }
    return pairs
  }

  private static func append(_ name: String, _ value: JSONValue, to pairs: inout String) {
    if !pairs.isEmpty { pairs += "&" }
    pairs += escape(name)
    pairs += "="
    pairs += escape(text(value))
  }

  /// A value as Python's `str` writes it.
  public static func text(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): text
    case .null: "None"
    case .bool(let value): value ? "True" : "False"
    case .integer(let value): String(value)
    case .bigInteger(let digits): digits
    case .double(let value): PythonNumber.repr(value)
    case .array, .object: (try? TemplateValue(value).pythonText()) ?? JSONText.python(value)
    }
  }

  /// The first value of each name in a query; pairs without a value are left out.
  package static func decode(_ query: String) -> [String: String] {
    var values: [String: String] = [:]
    for pair in query.split(separator: "&") {
      guard let equals = pair.firstIndex(of: "=") else { continue }
      let name = PercentEncoding.decode(pair[..<equals], plusAsSpace: true)
      let value = PercentEncoding.decode(pair[pair.index(after: equals)...], plusAsSpace: true)
      if values[name] == nil, !value.isEmpty { values[name] = value }
    }
    return values
  }

  public static func escape(_ text: String) -> String {
    PercentEncoding.encode(text, keeping: PercentEncoding.unreserved, spaceAsPlus: true)
  }
}
