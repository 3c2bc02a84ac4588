internal import Document

/// The settings that a connection specification names, by the keys that lead to them.
struct SettingsTree {
  /// Whether there may be keys that are not named.
  private(set) var isOpen = false
  private(set) var members: [String: SettingsTree] = [:]
  /// The schemas that describe the setting.
  private(set) var schemas: [Node] = []

  init() {}

  init(schema: Node) { add(schema, depth: 0) }

  private mutating func add(_ schema: Node, depth: Int) {
    guard let mapping = schema.mapping, depth < 24 else { return }
    schemas.append(schema)
    if mapping["patternProperties"] != nil || mapping["$ref"] != nil { isOpen = true }
    if let others = mapping["additionalProperties"], others.mapping != nil { isOpen = true }
    if mapping["properties"] == nil, Self.choices.allSatisfy({ mapping[$0] == nil }) { isOpen = true }
    for entry in mapping["properties"]?.mapping?.entries ?? [] {
      members[entry.key.keyText, default: SettingsTree()].add(entry.value, depth: depth + 1)
    }
    for keyword in Self.choices {
      guard let value = mapping[keyword] else { continue }
      for branch in value.sequence ?? [value] { addBranch(branch, depth: depth + 1) }
    }
  }

  private static let choices = ["oneOf", "anyOf", "allOf", "if", "then", "else"]

  /// What stands in a choice counts as if it stood outside.
  private mutating func addBranch(_ schema: Node, depth: Int) {
    let wasOpen = isOpen
    add(schema, depth: depth)
    // A choice that names no properties, such as one of `required` alone, opens nothing.
    if schema["properties"] == nil, schema["patternProperties"] == nil, schema["$ref"] == nil { isOpen = wasOpen }
  }

  /// Makes a setting known that the specification does not name.
  mutating func add(path: some Collection<String>) {
    guard let first = path.first else {
      isOpen = true
      return
    }
    var member = members[first] ?? SettingsTree()
    member.add(path: path.dropFirst())
    members[first] = member
  }

  /// The setting at the end of a path; nil when there is none.
  func setting(_ path: ArraySlice<String>) -> SettingsTree? {
    guard let first = path.first else { return self }
    return members[first]?.setting(path.dropFirst())
  }

  /// The first key of a path that is not known, with the keys that are known there; nil when all may exist.
  func firstUnknown(_ path: ArraySlice<String>) -> (key: String, known: [String])? {
    guard let first = path.first else { return nil }
    if let member = members[first] { return member.firstUnknown(path.dropFirst()) }
    return isOpen ? nil : (first, members.keys.sorted())
  }
}
