import PythonRules

/// Cutting, joining and searching.
extension StringMethods {
  static let parts: [String: Method<String>] = [
    "strip": { text, call throws(TemplateError) in try stripped(text, call, left: true, right: true) },
    "lstrip": { text, call throws(TemplateError) in try stripped(text, call, left: true, right: false) },
    "rstrip": { text, call throws(TemplateError) in try stripped(text, call, left: false, right: true) },
    "split": { text, call throws(TemplateError) in try split(text, call, fromRight: false) },
    "rsplit": { text, call throws(TemplateError) in try split(text, call, fromRight: true) },
    "splitlines": splitLines, "join": join, "replace": replace,
    "partition": { text, call throws(TemplateError) in try partition(text, call, fromRight: false) },
    "rpartition": { text, call throws(TemplateError) in try partition(text, call, fromRight: true) },
    "removeprefix": removePrefix, "removesuffix": removeSuffix,
    "startswith": { text, call throws(TemplateError) in try hasAffix(text, call, atStart: true) },
    "endswith": { text, call throws(TemplateError) in try hasAffix(text, call, atStart: false) },
    "find": { text, call throws(TemplateError) in .integer(try find(text, call, last: false) ?? -1) },
    "rfind": { text, call throws(TemplateError) in .integer(try find(text, call, last: true) ?? -1) },
    "index": { text, call throws(TemplateError) in .integer(try found(try find(text, call, last: false))) },
    "rindex": { text, call throws(TemplateError) in .integer(try found(try find(text, call, last: true))) },
    "count": count,
  ]

  private static func stripped(
    _ text: String, _ call: TemplateCall, left: Bool, right: Bool
  ) throws(TemplateError) -> TemplateValue {
    let argument = try call.bound(TemplateSignature("chars="))[0] ?? .none
    if argument.isNone { return .string(strip(text, left: left, right: right, PythonCharacter.isSpace)) }
    let characters = try self.text(argument, call).unicodeScalars
    return .string(strip(text, left: left, right: right) { characters.contains($0) })
  }

  static func strip(_ text: String, left: Bool, right: Bool, _ drops: (Unicode.Scalar) -> Bool) -> String {
    var scalars = text.unicodeScalars[...]
    if left { scalars = scalars.drop(while: drops) }
    if right {
      while let last = scalars.last, drops(last) { scalars = scalars.dropLast() }
    }
    return String(scalars)
  }

  private static func split(_ text: String, _ call: TemplateCall, fromRight: Bool) throws(TemplateError) -> TemplateValue {
    let arguments = try call.bound(TemplateSignature("sep=", "maxsplit="))
    let limit = try arguments[1].map { value throws(TemplateError) in try integer(value) } ?? -1
    let most = limit < 0 ? Int.max : limit
    let separator = arguments[0] ?? .none
    var pieces: [String]
    if separator.isNone {
      pieces = fromRight ? words(reversed(text), most).reversed().map(reversed) : words(text, most)
    } else {
      let mark = try self.text(separator, call)
      guard !mark.isEmpty else { throw TemplateError(.valueError, "empty separator") }
      pieces = fromRight ? cut(reversed(text), at: reversed(mark), most).reversed().map(reversed) : cut(text, at: mark, most)
    }
    try call.runtime.charge(pieces.count)
    return .list(pieces.map { .string($0) })
  }

  private static func reversed(_ text: String) -> String { String(String.UnicodeScalarView(text.unicodeScalars.reversed())) }

  /// Words between white space; what remains after the most cuts keeps its inner space.
  private static func words(_ text: String, _ most: Int) -> [String] {
    var words: [String] = []
    var rest = text.unicodeScalars[...].drop(while: PythonCharacter.isSpace)
    while !rest.isEmpty {
      if words.count == most {
        words.append(strip(String(rest), left: false, right: true, PythonCharacter.isSpace))
        return words
      }
      let end = rest.firstIndex(where: PythonCharacter.isSpace) ?? rest.endIndex
      words.append(String(rest[..<end]))
      rest = rest[end...].drop(while: PythonCharacter.isSpace)
    }
    return words
  }

  /// The pieces between occurrences of a text, which is not empty.
  static func cut(_ text: String, at mark: String, _ most: Int = .max) -> [String] {
    var (text, mark) = (text, mark)
    return text.withUTF8 { bytes in
      mark.withUTF8 { mark in
        var pieces: [String] = []
        var start = 0
        for place in TextSearch.all(mark, in: bytes, most: most) {
          pieces.append(String(decoding: bytes[start..<place], as: UTF8.self))
          start = place + mark.count
        }
        pieces.append(String(decoding: bytes[start...], as: UTF8.self))
        return pieces
      }
    }
  }

  @Sendable private static func splitLines(_ text: String, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let keepsEnds = try call.bound(TemplateSignature("keepends="))[0]?.truth() ?? false
    let lines = PythonText.lines(text, keepsEnds: keepsEnds)
    try call.runtime.charge(lines.count)
    return .list(lines.map { .string($0) })
  }

  @Sendable private static func join(_ text: String, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let elements = try (call.bound(TemplateSignature("iterable"))[0] ?? .none).elements(call.runtime)
    var result = ""
    for (place, element) in elements.enumerated() {
      guard let piece = element.textValue else {
        throw call.typeError("sequence item \(place): expected str instance, \(element.typeName) found")
      }
      try call.runtime.checkSize(result.utf8.count + text.utf8.count + piece.utf8.count)
      if place > 0 { result += text }
      result += piece
    }
    try call.runtime.charge(elements.count)
    return .string(result)
  }

  @Sendable private static func replace(_ text: String, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    guard call.keywords.isEmpty else { throw call.typeError("takes no keyword arguments") }
    let arguments = try call.bound(TemplateSignature("old", "new", "count="))
    let old = try self.text(arguments[0] ?? .none, call)
    let new = try self.text(arguments[1] ?? .none, call)
    let count = try arguments[2].map { value throws(TemplateError) in try integer(value) } ?? -1
    return .string(try PythonText.replacing(text, old, with: new, limit: count, call.runtime))
  }

  private static func partition(_ text: String, _ call: TemplateCall, fromRight: Bool) throws(TemplateError) -> TemplateValue {
    let mark = try self.text(try call.bound(TemplateSignature("sep"))[0] ?? .none, call)
    guard !mark.isEmpty else { throw TemplateError(.valueError, "empty separator") }
    let pieces: [String] =
      fromRight ? cut(reversed(text), at: reversed(mark), 1).reversed().map(reversed) : cut(text, at: mark, 1)
    let parts: [String] = pieces.count == 2 ? [pieces[0], mark, pieces[1]] : fromRight ? ["", "", text] : [text, "", ""]
    return .tuple(parts.map { .string($0) })
  }

  @Sendable private static func removePrefix(_ text: String, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let prefix = try self.text(try call.bound(TemplateSignature("prefix"))[0] ?? .none, call)
    return .string(text.utf8.starts(with: prefix.utf8) ? String(Substring(text.utf8.dropFirst(prefix.utf8.count))) : text)
  }

  @Sendable private static func removeSuffix(_ text: String, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let suffix = try self.text(try call.bound(TemplateSignature("suffix"))[0] ?? .none, call)
    let ends = text.utf8.count >= suffix.utf8.count && text.utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    return .string(ends ? String(Substring(text.utf8.dropLast(suffix.utf8.count))) : text)
  }

  private static func hasAffix(_ text: String, _ call: TemplateCall, atStart: Bool) throws(TemplateError) -> TemplateValue {
    let arguments = try call.bound(TemplateSignature("prefix", "start=", "end="))
    let part = try portion(text, arguments[1], arguments[2])
    func matches(_ value: TemplateValue) throws(TemplateError) -> Bool {
      let affix = try self.text(value, call).utf8
      guard let part = part?.text.utf8, part.count >= affix.count else { return false }
      return atStart ? part.starts(with: affix) : part.suffix(affix.count).elementsEqual(affix)
    }
    if case .tuple(let tuple)? = arguments[0] {
      for element in tuple.elements where try matches(element) { return .bool(true) }
      return .bool(false)
    }
    return .bool(try matches(arguments[0] ?? .none))
  }

  /// The part of a text between two places, with the number of characters before it; nil when it starts behind the end.
  private static func portion(
    _ text: String, _ start: TemplateValue?, _ end: TemplateValue?
  ) throws(TemplateError) -> (text: String, offset: Int)? {
    if start?.isNone ?? true, end?.isNone ?? true { return (text, 0) }
    let count = text.unicodeScalars.count
    func place(_ value: TemplateValue?, _ standard: Int) throws(TemplateError) -> Int {
      guard let value, !value.isNone else { return standard }
      let index = try integer(value)
      return index < 0 ? max(0, index + count) : index
    }
    let from = try place(start, 0)
    let to = min(try place(end, count), count)
    guard from <= to else { return nil }
    return (String(text.unicodeScalars.dropFirst(from).prefix(to - from)), from)
  }

  private static func find(_ text: String, _ call: TemplateCall, last: Bool) throws(TemplateError) -> Int? {
    let arguments = try call.bound(TemplateSignature("sub", "start=", "end="))
    let wanted = try self.text(arguments[0] ?? .none, call)
    guard let part = try portion(text, arguments[1], arguments[2]) else { return nil }
    let whole = last ? reversed(part.text) : part.text
    guard let bytes = TextSearch.first(last ? reversed(wanted) : wanted, in: whole) else { return nil }
    let characters = whole.unicodeScalars.distance(
      from: whole.startIndex, to: whole.utf8.index(whole.startIndex, offsetBy: bytes))
    if last { return part.offset + whole.unicodeScalars.count - characters - wanted.unicodeScalars.count }
    return part.offset + characters
  }

  private static func found(_ place: Int?) throws(TemplateError) -> Int {
    guard let place else { throw TemplateError(.valueError, "substring not found") }
    return place
  }

  @Sendable private static func count(_ text: String, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try call.bound(TemplateSignature("sub", "start=", "end="))
    let wanted = try self.text(arguments[0] ?? .none, call)
    guard let part = try portion(text, arguments[1], arguments[2])?.text else { return .integer(0) }
    if wanted.isEmpty { return .integer(part.unicodeScalars.count + 1) }
    return .integer(cut(part, at: wanted).count - 1)
  }
}
