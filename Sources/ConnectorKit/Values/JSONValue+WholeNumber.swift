public import JSON

extension JSONValue {
  /// The value as Python's `int` makes a whole number of it; nil where that fails or the number does not fit 64 bits.
  public var wholeNumber: Int? {
    switch self {
    case .integer(let value): value
    case .bool(let value): value ? 1 : 0
    case .double(let value): Int(exactly: value.rounded(.towardZero))
    case .string(let text): Int(pythonText: text)
    case .null, .bigInteger, .array, .object: nil
    }
  }
}

extension Int {
  /// Reads a text of digits as Python does: white space around it and single underscores between digits are passed over.
  public init?(pythonText text: String) {
    var characters = text[...]
    while characters.first?.isWhitespace == true { characters.removeFirst() }
    while characters.last?.isWhitespace == true { characters.removeLast() }
    var digits = ""
    var previous: Character = "_"
    for character in characters {
      if character == "_" {
        guard previous.isNumber else { return nil }
      } else {
        digits.append(character)
      }
      previous = character
    }
    guard previous != "_", let value = Int(digits) else { return nil }
    self = value
  }
}
