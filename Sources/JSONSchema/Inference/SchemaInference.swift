package import JSON

/// Finds a schema that all records seen fit.
///
/// Numbers are never integers, since the next record may have a fraction; everything but keys is nullable; fields that were only
/// ever null are left out.
package struct SchemaInference: Sendable {
  private var root = InferredNode()
  private var isEmpty = true

  package init() {}

  /// Takes a record into account.
  package mutating func add(_ record: JSONObject) {
    isEmpty = false
    root.add(.object(record))
  }

  /// The schema of the records so far; nil when there were none.
  ///
  /// - Parameters:
  ///   - primaryKey: paths of fields that are required and not nullable.
  ///   - cursorField: more such paths.
  /// - Throws: ``SchemaInferenceError`` with the schema as far as it goes, when a path leads nowhere.
  package func schema(primaryKey: [[String]] = [], cursorField: [[String]] = []) throws(SchemaInferenceError) -> JSONObject? {
    guard !isEmpty else { return nil }
    var schema: JSONObject = ["$schema": "http://json-schema.org/schema#"]
    for (keyword, value) in root.schema { schema[keyword] = value }
    NullableSchema.clean(&schema)
    schema["type"] = "object"
    var problems: [String] = []
    for path in primaryKey + cursorField {
      if let problem = Self.require(path[...], in: &schema, behind: []) { problems.append(problem) }
    }
    if !problems.isEmpty { throw SchemaInferenceError(schema: schema, problems: problems) }
    return schema
  }

  /// Marks every field on a path as required; what is wrong when the path cannot be followed.
  private static func require(_ path: ArraySlice<String>, in node: inout JSONObject, behind travelled: [String]) -> String? {
    let place = travelled.isEmpty ? "the record" : "`\(travelled.joined(separator: "."))`"
    guard let type = node["type"] else { return "\(place) has values of several types, so it cannot be a key" }
    if case .array(let types) = type {
      let real = types.filter { $0 != "null" }
      node["type"] = real.count == 1 ? real[0] : .array(real)
    }
    guard let name = path.first else { return nil }
    guard case .object(var properties)? = node["properties"], node["type"] == "object" else {
      return "\(place) is not an object, so its field `\(name)` cannot be required"
    }
    guard case .object(var property)? = properties[name] else {
      return "\(place) has no field `\(name)` with a value, so it cannot be required"
    }
    let required = node["required"]?.arrayValue ?? []
    if !required.contains(.string(name)) { node["required"] = .array(required + [.string(name)]) }
    let problem = require(path.dropFirst(), in: &property, behind: travelled + [name])
    properties[name] = .object(property)
    node["properties"] = .object(properties)
    return problem
  }
}

/// Keys that records do not have.
package struct SchemaInferenceError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The schema without the keys at fault.
  package let schema: JSONObject
  /// What is wrong with each key.
  package let problems: [String]

  package init(schema: JSONObject, problems: [String]) {
    self.schema = schema
    self.problems = problems
  }

  package var description: String { problems.joined(separator: "; ") }
}
