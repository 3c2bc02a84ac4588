/// Finds the components that a Swift source declares: the types with a `static let spec`.
struct ComponentScanner {
  private static let typeWords: Set<String> = ["struct", "class", "enum", "actor", "extension"]
  private static let memberWords: Set<String> = ["func", "var", "let", "subscript", "init"]

  /// The names of the types, with those they are nested in, in the order of the source.
  static func components(in source: [UInt8]) -> [String] {
    var found: [String] = []
    var scopes: [String?] = []
    var pending: String?
    let tokens = SwiftTokens.read(source)
    for (place, token) in tokens.enumerated() {
      switch token {
      case "{":
        scopes.append(pending)
        pending = nil
      case "}": _ = scopes.popLast()
      case _ where typeWords.contains(token):
        guard place + 1 < tokens.count, !memberWords.contains(tokens[place + 1]), isName(tokens[place + 1]) else { continue }
        pending = name(from: tokens[(place + 1)...])
      case "spec":
        guard place >= 2, ["let", "var"].contains(tokens[place - 1]), tokens[place - 2] == "static", let inner = scopes.last, inner != nil
        else { continue }
        let type = scopes.compactMap { $0 }.joined(separator: ".")
        if scopes.allSatisfy({ $0 != nil }), !found.contains(type) { found.append(type) }
      default: continue
      }
    }
    return found
  }

  /// A name with the dots that follow, as extensions have it.
  private static func name(from tokens: ArraySlice<String>) -> String {
    var name = ""
    for token in tokens {
      if isName(token), name.isEmpty || name.hasSuffix(".") {
        name += token
      } else if token == ".", !name.isEmpty {
        name += "."
      } else {
        break
      }
    }
    return name
  }

  private static func isName(_ token: String) -> Bool { token.utf8.first.map(SwiftTokens.isWord) ?? false }
}
