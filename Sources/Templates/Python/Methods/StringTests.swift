import PythonRules

/// The methods of text that say what kind of characters it has.
enum StringTests {
  static let all: [String: Method<String>] = [
    "isalpha": every { $0.properties.generalCategory.isLetter },
    "isdigit": every(isDigit), "isdecimal": every { $0.properties.generalCategory == .decimalNumber },
    "isnumeric": every { $0.properties.numericType != nil },
    "isalnum": every { $0.properties.generalCategory.isLetter || $0.properties.numericType != nil },
    "isspace": every(PythonCharacter.isSpace),
    "isascii": test { $0.utf8.allSatisfy { $0 < 0x80 } },
    "isprintable": test { $0.unicodeScalars.allSatisfy(PythonCharacter.isPrintable) },
    "isidentifier": test(isIdentifier), "isupper": test(isUpper), "islower": test(isLower), "istitle": test(isTitle),
  ]

  private static func test(_ body: @escaping @Sendable (String) -> Bool) -> Method<String> {
    { text, call throws(TemplateError) in
      _ = try call.bound(StringMethods.nothing)
      return .bool(body(text))
    }
  }

  private static func every(_ body: @escaping @Sendable (Unicode.Scalar) -> Bool) -> Method<String> {
    test { text in !text.isEmpty && text.unicodeScalars.allSatisfy(body) }
  }

  @Sendable private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.numericType == .decimal || scalar.properties.numericType == .digit
  }

  @Sendable static func isUpper(_ text: String) -> Bool {
    var found = false
    for scalar in text.unicodeScalars where scalar.properties.isCased {
      if !scalar.properties.isUppercase { return false }
      found = true
    }
    return found
  }

  @Sendable static func isLower(_ text: String) -> Bool {
    var found = false
    for scalar in text.unicodeScalars where scalar.properties.isCased {
      if !scalar.properties.isLowercase { return false }
      found = true
    }
    return found
  }

  @Sendable private static func isTitle(_ text: String) -> Bool {
    var found = false
    var isInWord = false
    for scalar in text.unicodeScalars {
      let properties = scalar.properties
      if properties.isUppercase || properties.generalCategory == .titlecaseLetter {
        if isInWord { return false }
        found = true
      } else if properties.isLowercase, !isInWord {
        return false
      }
      isInWord = properties.isCased
    }
    return found
  }
}

extension Unicode.GeneralCategory {
  fileprivate var isLetter: Bool {
    switch self {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }
}
