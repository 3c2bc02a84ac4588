import JSON

/// Random numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mix = state
    mix = (mix ^ (mix >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mix = (mix ^ (mix >> 27)) &* 0x94d0_49bb_1331_11eb
    return mix ^ (mix >> 31)
  }
}

/// Makes random JSON texts in random spellings.
struct RandomJSON {
  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func text() -> [UInt8] {
    var text = ""
    appendValue(depth: 0, to: &text)
    return Array(text.utf8)
  }

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

  /// Changes, inserts or removes a few bytes.
  mutating func mutate(_ bytes: inout [UInt8]) {
    let telling = Array("{}[]:,\"\\/0123456789eE+-.utrfalsn \n\t\u{1}".utf8) + [0x00, 0x7f, 0x80, 0xc3, 0xa9, 0xe2, 0xed, 0xf0, 0xff]
    for _ in 0...below(2) {
      let place = below(bytes.count + 1)
      let byte = below(4) == 0 ? UInt8.random(in: 0...255, using: &random) : telling[below(telling.count)]
      switch below(4) {
      case 0: bytes.insert(byte, at: place)
      case 1 where place < bytes.count: bytes.remove(at: place)
      case 2 where place < bytes.count: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(4)))
      default: if place < bytes.count { bytes[place] = byte }
      }
    }
  }

  private mutating func appendSpace(to text: inout String) {
    if below(6) == 0 { text += [" ", "\n", "\t", "\r\n", "    "][below(5)] }
  }

  private mutating func appendValue(depth: Int, to text: inout String) {
    appendSpace(to: &text)
    switch below(depth > 5 ? 6 : depth == 0 ? 12 : 10) {
    case 0: text += "null"
    case 1: text += below(2) == 0 ? "true" : "false"
    case 2, 3: text += number()
    case 4, 5: appendString(to: &text)
    case 6, 7: appendArray(depth: depth, to: &text)
    default: appendObject(depth: depth, to: &text)
    }
    appendSpace(to: &text)
  }

  private mutating func appendArray(depth: Int, to text: inout String) {
    text += "["
    for place in 0..<below(5) {
      if place > 0 { text += "," }
      appendValue(depth: depth + 1, to: &text)
    }
    appendSpace(to: &text)
    text += "]"
  }

  private mutating func appendObject(depth: Int, to text: inout String) {
    text += "{"
    for place in 0..<below(6) {
      if place > 0 { text += "," }
      appendSpace(to: &text)
      // Keys of one object differ: parsers disagree on equal ones.
      text += "\"\(place)"
      appendCharacters(below(10), to: &text)
      text += "\""
      appendSpace(to: &text)
      text += ":"
      appendValue(depth: depth + 1, to: &text)
    }
    appendSpace(to: &text)
    text += "}"
  }

  private mutating func number() -> String {
    var text = below(3) == 0 ? "-" : ""
    text += ["0", "\(below(10))", "\(below(100_000))", "\(Int.random(in: 0...Int.max, using: &random))"][below(4)]
    if below(2) == 0 { return text }
    if below(3) > 0 { text += ".\(below(10))" + (below(2) == 0 ? "\(below(1_000_000))" : "") }
    if below(3) == 0 { text += ["e", "E"][below(2)] + ["", "+", "-"][below(3)] + "\(below(30))" }
    return text
  }

  private mutating func appendString(to text: inout String) {
    text += "\""
    appendCharacters(below(3) == 0 ? below(60) : below(12), to: &text)
    text += "\""
  }

  private mutating func appendCharacters(_ count: Int, to text: inout String) {
    let escapes = [
      #"\""#, #"\\"#, #"\/"#, #"\b"#, #"\f"#, #"\n"#, #"\r"#, #"\t"#, #"\u0041"#, #"\u00e9"#, #"\u20AC"#, #"\ud83d\ude00"#, #"\u0001"#,
    ]
    let wide: [Unicode.Scalar] = ["é", "ß", "€", "日", "😀", "\u{10348}", "\u{7ff}", "\u{800}", "\u{ffff}"]
    for _ in 0..<count {
      switch below(20) {
      case 0: text += escapes[below(escapes.count)]
      case 1: text.unicodeScalars.append(wide[below(wide.count)])
      default:
        let byte = UInt8(0x20 + below(0x5f))
        if byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") { text.unicodeScalars.append(Unicode.Scalar(byte)) }
      }
    }
  }
}
