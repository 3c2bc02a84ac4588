import PythonRules

/// Splits a date as people write it into words, numbers (with a decimal point) and single other characters.
struct LenientDateTokens {
  private enum State { case start, word, number, dottedWord, dottedNumber }

  private let scalars: [Unicode.Scalar]
  private var place = 0
  private var pending: [String] = []

  private init(_ text: String) {
    // Digits of other scripts count as what they mean.
    scalars = text.unicodeScalars.compactMap { scalar in
      guard scalar.value != 0 else { return nil }
      guard let digit = PythonCharacter.digit(scalar.value) else { return scalar }
      return Unicode.Scalar(UInt8(48 + digit))
    }
  }

  static func split(_ text: String) -> [String] {
    var reader = LenientDateTokens(text)
    var tokens: [String] = []
    while let token = reader.next() { tokens.append(token) }
    return tokens
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic }
  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (48...57).contains(scalar.value) }

  private mutating func next() -> String? {
    if !pending.isEmpty { return pending.removeFirst() }
    var state = State.start
    var token = String.UnicodeScalarView()
    var sawLetters = false
    scan: while place < scalars.count {
      let scalar = scalars[place]
      let isLetter = Self.isLetter(scalar)
      let isDigit = Self.isDigit(scalar)
      switch state {
      case .start:
        place += 1
        token.append(PythonCharacter.isSpace(scalar.value) ? " " : scalar)
        guard isLetter || isDigit else { break scan }
        state = isLetter ? .word : .number
        continue
      case .word:
        sawLetters = true
        guard isLetter || scalar == "." else { break scan }
        if scalar == "." { state = .dottedWord }
      case .number:
        let isPoint = scalar == "." || (scalar == "," && token.count >= 2)
        guard isDigit || isPoint else { break scan }
        if isPoint { state = .dottedNumber }
      case .dottedWord:
        sawLetters = true
        let startsNumber = isDigit && token.last == "."
        guard isLetter || scalar == "." || startsNumber else { break scan }
        if startsNumber { state = .dottedNumber }
      case .dottedNumber:
        let startsWord = isLetter && token.last == "."
        guard isDigit || scalar == "." || startsWord else { break scan }
        if startsWord { state = .dottedWord }
      }
      token.append(scalar)
      place += 1
    }
    guard !token.isEmpty else { return nil }
    return finish(String(token), state, sawLetters)
  }

  /// Dots that separate rather than mark a fraction make tokens of their own.
  private mutating func finish(_ token: String, _ state: State, _ sawLetters: Bool) -> String {
    guard state == .dottedWord || state == .dottedNumber else { return token }
    var token = token
    let isSeparated = sawLetters || token.count(where: { $0 == "." }) > 1 || token.last == "." || token.last == ","
    if isSeparated {
      var pieces: [String] = [""]
      for character in token {
        if character == "." || character == "," {
          pieces += [String(character), ""]
        } else {
          pieces[pieces.count - 1].append(character)
        }
      }
      token = pieces[0]
      pending = pieces.dropFirst().filter { !$0.isEmpty }
    }
    guard state == .dottedNumber, !token.contains(".") else { return token }
    return String(token.map { $0 == "," ? "." : $0 })
  }
}
