import PythonRules

/// Writes values as Python's `pprint` does: dictionaries sorted, what is wider than 80 characters one element a line.
struct PrettyPrinter {
  private static let width = 80
  private let runtime: TemplateRuntime
  private var text = ""

  static func text(of value: TemplateValue, _ runtime: TemplateRuntime) throws(TemplateError) -> String {
    var printer = PrettyPrinter(runtime)
    try printer.write(value, indent: 0, allowance: 0, level: 0)
    return printer.text
  }

  private init(_ runtime: TemplateRuntime) { self.runtime = runtime }

  /// - Parameters:
  ///   - indent: The column where the value starts.
  ///   - allowance: The number of characters that close the containers around it.
  private mutating func write(_ value: TemplateValue, indent: Int, allowance: Int, level: Int) throws(TemplateError) {
    let line = try line(value, level)
    try runtime.checkSize(text.utf8.count + line.utf8.count)
    if line.unicodeScalars.count <= Self.width - indent - allowance {
      text += line
      return
    }
    switch value {
    case .dict(let dict) where dict.count > 0: try write(dict, indent, allowance + 1, level + 1)
    case .list(let list): try write(list.elements, "[", "]", indent, allowance, level + 1)
    case .tuple(let tuple) where tuple.names.isEmpty:
      try write(tuple.elements, "(", tuple.elements.count == 1 ? ",)" : ")", indent, allowance, level + 1)
    case .set(let set) where set.count > 0: try write(try sorted(set.elements) { $0 }, "{", "}", indent, allowance, level + 1)
    case .string(let string): try write(string, indent, allowance, level + 1)
    default: text += line
    }
  }

  private mutating func write(
    _ elements: [TemplateValue], _ opening: String, _ closing: String, _ indent: Int, _ allowance: Int, _ level: Int
  ) throws(TemplateError) {
    text += opening
    for (place, element) in elements.enumerated() {
      if place > 0 { breakLine(",", indent + 1) }
      let isLast = place == elements.count - 1
      try write(element, indent: indent + 1, allowance: isLast ? allowance + closing.utf8.count : 1, level: level)
    }
    text += closing
  }

  private mutating func write(_ dict: TemplateDict, _ indent: Int, _ allowance: Int, _ level: Int) throws(TemplateError) {
    text += "{"
    let members = try sorted(Array(zip(dict.keys, dict.values))) { $0.0 }
    for (place, (key, value)) in members.enumerated() {
      if place > 0 { breakLine(",", indent + 1) }
      let shown = try line(key, level)
      text += shown + ": "
      let isLast = place == members.count - 1
      try write(value, indent: indent + 3 + shown.unicodeScalars.count, allowance: isLast ? allowance : 1, level: level)
    }
    text += "}"
  }

  private mutating func breakLine(_ end: String, _ indent: Int) { text += end + "\n" + String(repeating: " ", count: indent) }

  // MARK: Long texts

  /// A text in several quoted pieces, cut behind line ends and white space; in brackets when nothing is around it.
  private mutating func write(_ string: String, _ indent: Int, _ allowance: Int, _ level: Int) throws(TemplateError) {
    let isOuter = level == 1
    let (indent, allowance) = isOuter ? (indent + 1, allowance + 1) : (indent, allowance)
    let width = Self.width - indent
    var pieces: [String] = []
    let lines = PythonText.lines(string, keepsEnds: true)
    for (place, line) in lines.enumerated() {
      let isLast = place == lines.count - 1
      let shown = try Self.quoted(line)
      if shown.unicodeScalars.count <= (isLast ? width - allowance : width) {
        pieces.append(shown)
      } else {
        pieces += try cut(line, width, allowance: isLast ? allowance : 0)
      }
    }
    if pieces.count == 1 {
      text += try Self.quoted(lines.last ?? "")
      return
    }
    if isOuter { text += "(" }
    for (place, piece) in pieces.enumerated() {
      if place > 0 { breakLine("", indent) }
      text += piece
    }
    if isOuter { text += ")" }
  }

  private func cut(_ line: String, _ width: Int, allowance: Int) throws(TemplateError) -> [String] {
    var pieces: [String] = []
    var current = ""
    let words = Self.words(line)
    for (place, word) in words.enumerated() {
      let isLast = place == words.count - 1
      if try Self.quoted(current + word).unicodeScalars.count > (isLast ? width - allowance : width) {
        if !current.isEmpty { pieces.append(try Self.quoted(current)) }
        current = word
      } else {
        current += word
      }
    }
    if !current.isEmpty { pieces.append(try Self.quoted(current)) }
    return pieces
  }

  /// Words with the white space behind them.
  private static func words(_ line: String) -> [String] {
    var words: [String] = []
    var word = String.UnicodeScalarView()
    var isInSpace = false
    for scalar in line.unicodeScalars {
      let isSpace = PythonCharacter.isSpace(scalar)
      if isInSpace, !isSpace {
        words.append(String(word))
        word = String.UnicodeScalarView()
      }
      word.append(scalar)
      isInSpace = isSpace
    }
    if !word.isEmpty { words.append(String(word)) }
    return words
  }

  private static func quoted(_ string: String) throws(TemplateError) -> String { try TemplateValue.string(string).pythonRepr() }

  // MARK: One line

  /// The value on one line, with sorted dictionaries.
  private func line(_ value: TemplateValue, _ depth: Int) throws(TemplateError) -> String {
    guard depth <= ValueWalk.depthLimit else {
      throw TemplateError(.recursionError, "the value nests more than \(ValueWalk.depthLimit) levels deep, which is the limit")
    }
    try runtime.charge()
    switch value {
    case .dict(let dict):
      var parts: [String] = []
      var size = 0
      for (key, value) in try sorted(Array(zip(dict.keys, dict.values)), by: { $0.0 }) {
        parts.append(try line(key, depth + 1) + ": " + line(value, depth + 1))
        size += parts[parts.count - 1].utf8.count + 2
        try runtime.checkSize(size)
      }
      try runtime.charge(size / 64)
      return "{" + parts.joined(separator: ", ") + "}"
    case .list(let list): return "[" + (try lines(list.elements, depth)) + "]"
    case .tuple(let tuple) where tuple.names.isEmpty:
      return "(" + (try lines(tuple.elements, depth)) + (tuple.elements.count == 1 ? ",)" : ")")
    default: return try value.pythonRepr(runtime)
    }
  }

  private func lines(_ elements: [TemplateValue], _ depth: Int) throws(TemplateError) -> String {
    var parts: [String] = []
    var size = 0
    for element in elements {
      parts.append(try line(element, depth + 1))
      size += parts[parts.count - 1].utf8.count + 2
      try runtime.checkSize(size)
    }
    // Every level around copies the text of those inside.
    try runtime.charge(size / 64)
    return parts.joined(separator: ", ")
  }

  /// In ascending order; values that cannot be compared are ordered by the names of their types.
  private func sorted<Element>(_ elements: [Element], by key: (Element) -> TemplateValue) throws(TemplateError) -> [Element] {
    try StableSort.sorted(elements) { (left, right) throws(TemplateError) in
      do throws(TemplateError) {
        return try key(left).compares(.less, key(right), runtime)
      } catch {
        guard error.kind == .typeError else { throw error }
        return key(left).typeName < key(right).typeName
      }
    }
  }
}
