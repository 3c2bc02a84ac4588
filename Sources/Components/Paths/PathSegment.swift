internal import Templates

/// One segment of a path, as it is compared with the keys of objects and the places of lists.
///
/// Text that reads as an integer finds an element of a list as well as a key; a number only finds elements.
struct PathSegment: Sendable {
  private enum Match: Sendable {
    case nothing
    case everything
    case key(String)
    case glob(Glob)
  }

  /// The segment as errors show it.
  let text: String
  /// Whether this is `*`, which asks for all matches.
  let isStar: Bool
  /// Whether this is `**`, which stands for any number of segments.
  let isDeep: Bool
  private let keys: Match
  /// The place in a list, from its end when negative; nil when places are compared as texts, or never match.
  let place: Int?

  init(_ text: String) {
    self.text = text
    isStar = text == "*"
    isDeep = text == "**"
    place = PythonInteger.parse(text)
    if isStar || isDeep {
      keys = .everything
    } else {
      keys = Glob.isPattern(text) ? .glob(Glob(text)) : .key(text)
    }
  }

  /// What a template made of a segment.
  init(_ value: TemplateValue) {
    if let text = value.textValue {
      self.init(text)
    } else if case .double(let number) = value {
      self.init(number: value, place: Int(exactly: number.rounded(.towardZero)))
    } else {
      self.init(number: value, place: value.integerValue)
    }
  }

  private init(number value: TemplateValue, place: Int?) {
    text = (try? value.pythonRepr()) ?? value.typeName
    isStar = false
    isDeep = false
    keys = .nothing
    self.place = place
  }

  /// The one key it can match; nil when it matches several, or none.
  var exactKey: String? { if case .key(let key) = keys { key } else { nil } }

  /// Whether it is more than the name of one thing.
  var isPattern: Bool {
    switch keys {
    case .everything, .glob: true
    case .key, .nothing: false
    }
  }

  func matches(key: String) -> Bool {
    switch keys {
    case .nothing: false
    case .everything: true
    case .key(let wanted): wanted.utf8.elementsEqual(key.utf8)
    case .glob(let glob): glob.matches(key)
    }
  }

  /// Whether it matches a place in a list of that many elements.
  func matches(place position: Int, of count: Int) -> Bool {
    if let place { return place == position || place + count == position }
    return switch keys {
    case .everything: true
    case .glob(let glob): glob.matches(String(position))
    case .nothing, .key: false
    }
  }
}

/// Integers as Python's `int()` reads them from text.
enum PythonInteger {
  /// - Returns: nil when the text is no integer, or one beyond 64 bits.
  static func parse(_ text: String) -> Int? {
    var digits = Substring(text).unicodeScalars
    while let first = digits.first, first.properties.isWhitespace { digits.removeFirst() }
    while let last = digits.last, last.properties.isWhitespace { digits.removeLast() }
    var isNegative = false
    if let sign = digits.first, sign == "-" || sign == "+" {
      isNegative = sign == "-"
      digits.removeFirst()
    }
    guard let value = unsigned(digits) else { return nil }
    return isNegative ? -value : value
  }

  /// An integer of digits alone, of any script; nil for everything else.
  static func decimal(_ text: String) -> Int? {
    text.unicodeScalars.contains("_") ? nil : unsigned(Substring(text).unicodeScalars)
  }

  private static func unsigned(_ scalars: Substring.UnicodeScalarView) -> Int? {
    var value = 0
    var mayPause = false
    for scalar in scalars {
      if scalar == "_", mayPause {
        mayPause = false
        continue
      }
      guard scalar.properties.numericType == .decimal, let digit = scalar.properties.numericValue else { return nil }
      let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow) = product.addingReportingOverflow(Int(digit))
      guard !tooLarge, !overflow else { return nil }
      value = sum
      mayPause = true
    }
    return mayPause ? value : nil
  }
}
