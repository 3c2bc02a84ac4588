internal import ConnectorKit

/// The words for what a field may hold, as listings and the manual have them.
struct TypePhrase {
  /// Writes the name of a component type; a manual makes a link of it.
  let component: (String) -> String
  /// Writes a word that may stand in the manifest.
  let word: (String) -> String

  func text(_ type: FieldType) -> String {
    switch type {
    case .any: "any value"
    case .string: "text"
    case .integer: "integer"
    case .number: "number"
    case .boolean: "true or false"
    case .null: "null"
    case .object: "mapping"
    case .mapping(let inner): "mapping of \(part(inner))"
    case .list(let inner): "list of \(part(inner))"
    case .choice(let names): Self.alternatives(names.map(word))
    case .component(let types): Self.alternatives(types.map(component))
    case .anyOf(let types): alternatives(types)
    case .record: "mapping"
    case .limited(let inner, let limit): "\(text(inner)), \(words(for: limit))"
    }
  }

  /// One of something or a list of it is not written twice.
  private func alternatives(_ types: [FieldType]) -> String {
    if types.count == 2, case .list(let inner) = types[1], inner == types[0] { return "\(text(inner)), or a list of them" }
    let words = types.map(text)
    return words.joined(separator: words.contains { $0.contains(" or ") || $0.contains(",") } ? "; or " : " or ")
  }

  /// Alternatives within something are set apart from those beside it.
  private func part(_ type: FieldType) -> String {
    if case .anyOf = type { return "(\(text(type)))" }
    return text(type)
  }

  private static func alternatives(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

  private func words(for limit: FieldLimit) -> String {
    switch limit {
    case .atLeast(let bound): "at least \(Self.text(bound))"
    case .above(let bound): "greater than \(Self.text(bound))"
    case .minimumCount(let count): "at least \(count) of them"
    case .distinct: "no two the same"
    }
  }

  private static func text(_ bound: Double) -> String { Int(exactly: bound).map(String.init) ?? "\(bound)" }
}
