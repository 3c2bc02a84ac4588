import JSON

/// How the shared rows write numbers that JSON cannot show.
enum PythonNumbers {
  /// Integers and floats that JSON cannot show stand in objects of their own.
  static func decoded(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let members):
      switch (members["$py"]?.stringValue, members["v"]?.stringValue) {
      case ("int", let digits?): return .bigInteger(digits)
      case ("float", "nan"): return .double(.nan)
      case ("float", "inf"): return .double(.infinity)
      case ("float", "-inf"): return .double(-.infinity)
      default: return .object(JSONObject(members.map { ($0.key, decoded($0.value)) }))
      }
    case .array(let elements): return .array(elements.map(decoded))
    default: return value
    }
  }
}
