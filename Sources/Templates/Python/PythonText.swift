import PythonRules

/// Operations on text as Python's `str` does them: by code points, with its notion of case and white space.
package enum PythonText {
  // MARK: Case

  static func upper(_ text: String) -> String {
    if let ascii = mapASCII(text, { $0 >= 0x61 && $0 <= 0x7A ? $0 - 0x20 : $0 }) { return ascii }
    return text.unicodeScalars.reduce(into: "") { $0 += $1.properties.uppercaseMapping }
  }

  package static func lower(_ text: String) -> String {
    if let ascii = mapASCII(text, { $0 >= 0x41 && $0 <= 0x5A ? $0 + 0x20 : $0 }) { return ascii }
    let scalars = Array(text.unicodeScalars)
    var result = ""
    for place in scalars.indices { result += lower(scalars, place) }
    return result
  }

  /// The first character in title case, all others in lower case.
  static func capitalized(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    guard let first = scalars.first else { return "" }
    var result = first.properties.titlecaseMapping
    for place in scalars.indices.dropFirst() { result += lower(scalars, place) }
    return result
  }

  /// The lower case of one character; a sigma at the end of a word has a form of its own.
  static func lower(_ scalars: [Unicode.Scalar], _ place: Int) -> String {
    guard scalars[place] == "\u{3A3}" else { return scalars[place].properties.lowercaseMapping }
    let before = scalars[..<place].last { !$0.properties.isCaseIgnorable }
    let after = scalars[(place + 1)...].first { !$0.properties.isCaseIgnorable }
    return before?.properties.isCased == true && after?.properties.isCased != true ? "\u{3C2}" : "\u{3C3}"
  }

  private static func mapASCII(_ text: String, _ change: (UInt8) -> UInt8) -> String? {
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    return String(decoding: text.utf8.map(change), as: UTF8.self)
  }

  // MARK: White space

  /// Whether `splitlines` ends a line here.
  static func endsLine(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  /// Without the characters on either side that are in the set; without white space when there is no set.
  static func stripped(_ text: String, of characters: String? = nil, left: Bool = true, right: Bool = true) -> String {
    let scalars = text.unicodeScalars
    let set = characters.map { Set($0.unicodeScalars) }
    func goes(_ scalar: Unicode.Scalar) -> Bool { set?.contains(scalar) ?? PythonCharacter.isSpace(scalar) }
    var start = scalars.startIndex
    var end = scalars.endIndex
    while left, start < end, goes(scalars[start]) { start = scalars.index(after: start) }
    while right, start < end, goes(scalars[scalars.index(before: end)]) { end = scalars.index(before: end) }
    return String(scalars[start..<end])
  }

  /// The words between white space.
  static func words(_ text: String) -> [String] {
    text.unicodeScalars.split(whereSeparator: PythonCharacter.isSpace).map { String($0) }
  }

  /// The lines without what ends them; `\r\n` is one end.
  static func lines(_ text: String, keepsEnds: Bool = false) -> [String] {
    let scalars = text.unicodeScalars
    var lines: [String] = []
    var start = scalars.startIndex
    var place = start
    while place < scalars.endIndex {
      let end = place
      let isReturn = scalars[place] == "\r"
      let isEnd = endsLine(scalars[place])
      place = scalars.index(after: place)
      guard isEnd else { continue }
      if isReturn, place < scalars.endIndex, scalars[place] == "\n" { place = scalars.index(after: place) }
      lines.append(String(scalars[start..<(keepsEnds ? place : end)]))
      start = place
    }
    if start < scalars.endIndex { lines.append(String(scalars[start...])) }
    return lines
  }

  // MARK: Replacing and filling

  /// The text with at most `limit` occurrences replaced; all of them when the limit is negative. Nothing at all occurs
  /// before and behind every character.
  ///
  /// - Throws: a limit error, before anything is made, when the result is too long.
  static func replacing(
    _ text: String, _ old: String, with new: String, limit: Int = -1, _ runtime: TemplateRuntime
  ) throws(TemplateError) -> String {
    if limit == 0 { return text }
    let (source, pattern, replacement) = (Array(text.utf8), Array(old.utf8), Array(new.utf8))
    let most = limit < 0 ? Int.max : limit
    try runtime.charge(source.count / 64)
    if pattern.isEmpty {
      try runtime.checkSize(source.count, plus: min(most, text.unicodeScalars.count + 1), times: replacement.count)
      return String(decoding: interleave(source, replacement, most), as: UTF8.self)
    }
    let places = source.withUnsafeBufferPointer { source in
      pattern.withUnsafeBufferPointer { TextSearch.all($0, in: source, most: most) }
    }
    if places.isEmpty { return text }
    try runtime.charge(places.count / 8)
    try runtime.checkSize(source.count, plus: places.count, times: replacement.count - pattern.count)
    var output: [UInt8] = []
    output.reserveCapacity(source.count + places.count * (replacement.count - pattern.count))
    var copied = 0
    for place in places {
      output += source[copied..<place]
      output += replacement
      copied = place + pattern.count
    }
    output += source[copied...]
    return String(decoding: output, as: UTF8.self)
  }

  private static func interleave(_ source: [UInt8], _ replacement: [UInt8], _ limit: Int) -> [UInt8] {
    var output: [UInt8] = []
    var left = limit
    for byte in source {
      // Only in front of the first byte of a character.
      if byte & 0xC0 != 0x80, left > 0 {
        output += replacement
        left -= 1
      }
      output.append(byte)
    }
    return left > 0 ? output + replacement : output
  }

  /// In the middle of a field of at least `width` characters; an odd blank goes where Python puts it.
  static func centered(_ text: String, _ width: Int, fill: String = " ") -> String {
    let padding = width - text.unicodeScalars.count
    if padding <= 0 { return text }
    let left = padding / 2 + (padding & width & 1)
    return String(repeating: fill, count: left) + text + String(repeating: fill, count: padding - left)
  }

  /// The first characters of a text.
  static func prefix(_ text: String, _ count: Int) -> String { String(text.unicodeScalars.prefix(max(0, count))) }
}
