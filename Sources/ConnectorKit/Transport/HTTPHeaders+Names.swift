public import JSON

extension HTTPHeaders {
  /// The headers by name, in the spelling in which they were received; repeated ones joined.
  public var byName: JSONObject {
    var names: JSONObject = [:]
    for field in fields where names[field.name] == nil { names[field.name] = .string(self[field.name] ?? field.value) }
    return names
  }
}
