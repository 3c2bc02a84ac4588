/// Text written with the characters of ASCII, as it would be read aloud: `Straße` as `Strasse`, `中文` as `ZhongWen`.
///
/// Characters without a transliteration are left out, as are those beyond the first two planes of Unicode.
enum Transliteration {
  static func ascii(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case ..<0x80: result.unicodeScalars.append(scalar)
      case hangul: appendHangul(scalar.value, to: &result)
      default: append(scalar.value, to: &result)
      }
    }
    return result
  }

  // MARK: Table

  /// A line of the table: its first character, and where what follows stands.
  private struct Line: Sendable {
    let first: UInt32
    let place: Int
  }

  private static let tab = UInt8(ascii: "\t")
  private static let lineFeed = UInt8(ascii: "\n")

  private static let lines: [Line] = table.withUTF8Buffer { bytes in
    var lines: [Line] = []
    var first: UInt32 = 0
    var isNumber = true
    for (place, byte) in bytes.enumerated() {
      switch byte {
      case lineFeed: (first, isNumber) = (0, true)
      case tab where isNumber:
        lines.append(Line(first: first, place: place + 1))
        isNumber = false
      default: if isNumber { first = first << 4 | hexadecimal(byte) }
      }
    }
    return lines
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt32 {
    UInt32(byte <= UInt8(ascii: "9") ? byte - UInt8(ascii: "0") : byte - UInt8(ascii: "a") + 10)
  }

  private static func append(_ point: UInt32, to result: inout String) {
    var low = 0
    var high = lines.count
    while low < high {
      let middle = (low + high) / 2
      if lines[middle].first <= point { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return }
    let line = lines[low - 1]
    table.withUTF8Buffer { bytes in
      var left = point - line.first
      var start = line.place
      var at = start
      while at < bytes.count, bytes[at] != lineFeed {
        if bytes[at] == tab {
          if left == 0 { break }
          left -= 1
          start = at + 1
        }
        at += 1
      }
      if left == 0 { result += String(decoding: bytes[start..<at], as: UTF8.self) }
    }
  }

  // MARK: Hangul

  private static let hangul: ClosedRange<UInt32> = 0xAC00...0xD7A3
  private static let initials = ["g", "kk", "n", "d", "tt", "l", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"]
  private static let vowels = [
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu", "ui", "i",
  ]
  private static let finals = [
    "", "g", "kk", "gs", "n", "nj", "nh", "d", "l", "lg", "lm", "lb", "ls", "lt", "lp", "lh", "m", "b", "bs", "s", "ss", "ng", "j", "ch",
    "k", "t", "p", "h",
  ]

  /// A syllable is made of three parts; its first letter is a capital.
  private static func appendHangul(_ point: UInt32, to result: inout String) {
    let index = Int(point - hangul.lowerBound)
    let syllable = initials[index / 588] + vowels[index % 588 / 28] + finals[index % 28]
    result += syllable.prefix(1).uppercased() + syllable.dropFirst()
  }
}
