import JSON

/// Reads the fields of an object of an input and says exactly which one is wrong.
struct FieldReader {
  let input: String
  let path: String
  let members: JSONObject
  /// What the object is about, shown beside the path: `stream "orders"`.
  var about: String?

  init(_ value: JSONValue, input: String, path: String, about: String? = nil) throws(ProtocolInputError) {
    guard case .object(let members) = value else {
      throw ProtocolInputError(input: input, path: path, problem: "must be an object, got \(Self.kind(value))")
    }
    self.input = input
    self.path = path
    self.members = members
    self.about = about
  }

  func error(_ field: String, _ problem: String) -> ProtocolInputError {
    let place = path.isEmpty ? field : "\(path).\(field)"
    return ProtocolInputError(input: input, path: place, problem: about.map { "(\($0)) \(problem)" } ?? problem)
  }

  func mismatch(_ field: String, _ wanted: String, _ value: JSONValue) -> ProtocolInputError {
    error(field, "must be \(wanted), got \(Self.kind(value))")
  }

  static func kind(_ value: JSONValue) -> String {
    switch value.kind {
    case .null: "null"
    case .bool: "a boolean"
    case .integer: "an integer"
    case .double: "a number"
    case .string: "text"
    case .array: "a list"
    case .object: "an object"
    }
  }

  /// The value of a field; nil when it is missing or null.
  func optional(_ field: String) -> JSONValue? {
    guard let value = members[field], !value.isNull else { return nil }
    return value
  }

  func required(_ field: String) throws(ProtocolInputError) -> JSONValue {
    guard let value = members[field] else { throw error(field, "is missing") }
    return value
  }

  func object(_ field: String) throws(ProtocolInputError) -> JSONObject {
    let value = try required(field)
    guard case .object(let object) = value else { throw mismatch(field, "an object", value) }
    return object
  }

  /// A reader of the object in a field.
  func child(_ field: String, about: String? = nil) throws(ProtocolInputError) -> FieldReader {
    try FieldReader(try required(field), input: input, path: path.isEmpty ? field : "\(path).\(field)", about: about ?? self.about)
  }

  func list(_ field: String) throws(ProtocolInputError) -> [JSONValue] {
    let value = try required(field)
    guard case .array(let elements) = value else { throw mismatch(field, "a list", value) }
    return elements
  }

  func text(_ field: String) throws(ProtocolInputError) -> String {
    let value = try required(field)
    guard case .string(let text) = value else { throw mismatch(field, "text", value) }
    return text
  }

  func optionalText(_ field: String) throws(ProtocolInputError) -> String? {
    optional(field) == nil ? nil : try text(field)
  }

  func optionalFlag(_ field: String) throws(ProtocolInputError) -> Bool? {
    guard let value = optional(field) else { return nil }
    guard case .bool(let flag) = value else { throw mismatch(field, "true or false", value) }
    return flag
  }

  func optionalInteger(_ field: String) throws(ProtocolInputError) -> Int? {
    guard let value = optional(field) else { return nil }
    guard let number = value.integerValue else { throw mismatch(field, "an integer", value) }
    return number
  }

  func optionalTexts(_ field: String) throws(ProtocolInputError) -> [String]? {
    guard let value = optional(field) else { return nil }
    return try texts(value, field)
  }

  func optionalTextLists(_ field: String) throws(ProtocolInputError) -> [[String]]? {
    guard let value = optional(field) else { return nil }
    guard case .array(let lists) = value else { throw mismatch(field, "a list of lists of names", value) }
    var all: [[String]] = []
    for (place, list) in lists.enumerated() { all.append(try texts(list, "\(field)[\(place)]")) }
    return all
  }

  private func texts(_ value: JSONValue, _ field: String) throws(ProtocolInputError) -> [String] {
    guard case .array(let elements) = value else { throw mismatch(field, "a list of names", value) }
    var texts: [String] = []
    for (place, element) in elements.enumerated() {
      guard case .string(let text) = element else { throw mismatch("\(field)[\(place)]", "text", element) }
      texts.append(text)
    }
    return texts
  }

  /// A choice by its raw text.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ field: String, _ value: JSONValue, as type: Choice.Type
  ) throws(ProtocolInputError) -> Choice where Choice.RawValue == String {
    guard case .string(let text) = value, let choice = Choice(rawValue: text) else {
      let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      let found = value.stringValue.map { "`\($0)`" } ?? Self.kind(value)
      throw error(field, "must be one of: \(names); got \(found)")
    }
    return choice
  }
}
