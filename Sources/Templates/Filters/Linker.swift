import PythonRules
import RegularExpressions

/// Turns addresses in an escaped text into links.
struct Linker {
  /// The number of characters of an address that are shown; nil for all.
  let limit: Int?
  let relation: String
  /// Escaped; nil for no target.
  let target: String?
  let schemes: [String]

  func link(_ text: String, _ runtime: TemplateRuntime) throws(TemplateError) -> String {
    var result = ""
    var word = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      guard PythonCharacter.isSpace(scalar) else {
        word.append(scalar)
        continue
      }
      if !word.isEmpty { result += try linkWord(String(word), runtime) }
      try runtime.checkSize(result.utf8.count)
      word = String.UnicodeScalarView()
      result.unicodeScalars.append(scalar)
    }
    return word.isEmpty ? result : result + (try linkWord(String(word), runtime))
  }

  private func linkWord(_ word: String, _ runtime: TemplateRuntime) throws(TemplateError) -> String {
    // Every bracket around the address or in it makes another copy of what is left.
    let marks = word.utf8.count { $0 == 0x28 || $0 == 0x29 || $0 == 0x26 || $0 == 0x2E || $0 == 0x2C || $0 == 0x3C || $0 == 0x3E }
    try runtime.charge(1 + word.utf8.count / 8 + marks * (word.utf8.count / 32))
    var (head, middle, tail) = ("", word, "")
    while let opening = ["(", "<", "&lt;"].first(where: middle.hasPrefix) {
      head += opening
      middle.removeFirst(opening.count)
    }
    while let closing = [")", ">", ".", ",", "&gt;"].first(where: middle.hasSuffix) {
      tail = closing + tail
      middle.removeLast(closing.count)
    }
    for (opening, closing) in [("(", ")"), ("<", ">"), ("&lt;", "&gt;")] { balance(opening, closing, &middle, &tail) }
    return head + (try linked(middle, runtime)) + tail
  }

  /// Gives closing brackets back that have an opening one inside the address.
  private func balance(_ opening: String, _ closing: String, _ middle: inout String, _ tail: inout String) {
    let opened = count(opening, middle)
    guard opened > count(closing, middle) else { return }
    for _ in 0..<min(opened, count(closing, tail)) {
      guard let end = end(of: closing, in: tail) else { return }
      middle += tail[..<end]
      tail = String(tail[end...])
    }
  }

  private func count(_ part: String, _ text: String) -> Int {
    var count = 0
    var rest = text[...]
    while let end = end(of: part, in: String(rest)) {
      count += 1
      rest = String(rest)[end...]
    }
    return count
  }

  private func end(of part: String, in text: String) -> String.Index? {
    let (bytes, wanted) = (text.utf8, Array(part.utf8))
    return bytes.indices.first { bytes[$0...].starts(with: wanted) }.map { bytes.index($0, offsetBy: wanted.count) }
  }

  private func linked(_ address: String, _ runtime: TemplateRuntime) throws(TemplateError) -> String {
    let attributes = (relation.isEmpty ? "" : " rel=\"\(relation)\"") + (target.map { " target=\"\($0)\"" } ?? "")
    if try Self.matches(Self.web, address, runtime) {
      let isWhole = address.hasPrefix("https://") || address.hasPrefix("http://")
      return "<a href=\"\(isWhole ? "" : "https://")\(address)\"\(attributes)>\(shortened(address))</a>"
    }
    if address.hasPrefix("mailto:"), try Self.matches(Self.mail, String(address.dropFirst(7)), runtime) {
      return "<a href=\"\(address)\">\(address.dropFirst(7))</a>"
    }
    let mayBeMail = address.contains("@") && !address.hasPrefix("www.") && !address.hasPrefix("@") && !address.contains(":")
    if mayBeMail, try Self.matches(Self.mail, address, runtime) { return "<a href=\"mailto:\(address)\">\(address)</a>" }
    var result = address
    for scheme in schemes where result != scheme && result.hasPrefix(scheme) {
      result = "<a href=\"\(result)\"\(attributes)>\(result)</a>"
    }
    return result
  }

  private func shortened(_ address: String) -> String {
    guard let limit, address.unicodeScalars.count > limit else { return address }
    // A negative limit counts from the end.
    let count = limit < 0 ? address.unicodeScalars.count + limit : limit
    return PythonText.prefix(address, count) + "..."
  }

  private static func matches(
    _ pattern: Result<PythonRegex, RegexError>, _ text: String, _ runtime: TemplateRuntime
  ) throws(TemplateError) -> Bool {
    let expression: PythonRegex
    do {
      expression = try pattern.get()
    } catch {
      throw TemplateError(error)
    }
    return try RegexFilters.charged(expression, runtime) { (regex) throws(RegexError) in .bool(try regex.match(text) != nil) }.truth()
  }

  /// A web address: with a scheme or `www.`, or a name below a well-known domain, or an address in numbers.
  private static let web: Result<PythonRegex, RegexError> = compile(
    #"(?i)(?:(?:https?://|www\.)(?:(?:[\w%-]+\.)+)?(?:[a-z]{2,63}|xn--[\w%]{2,59})"#
      + #"|(?:[\w%-]{2,63}\.)+(?:com|net|int|edu|gov|org|info|mil)"#
      + #"|https?://(?:\d{1,3}(?:\.\d{1,3}){3}|\[(?:[\da-f]{0,4}:){2}(?:[\da-f]{0,4}:?){1,6}\]))"#
      + #"(?::\d{1,5})?(?:[/?#]\S*)?$"#)

  private static let mail: Result<PythonRegex, RegexError> = compile(#"\S+@\w[\w.-]*\.\w+$"#)

  private static func compile(_ pattern: String) -> Result<PythonRegex, RegexError> {
    Result { () throws(RegexError) in try PythonRegex(pattern) }
  }
}
