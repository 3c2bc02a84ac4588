/// Reads a format for writing: the directives of C with the GNU extensions (flags `_-0^#`, widths, modifiers `E` and `O`),
/// beside `%f`, `%z` and `%Z`, which only stand for themselves when written without flags.
struct StrftimeCompiler {
  private let format: [UInt8]
  private var place = 0
  private var directives: [StrftimeDirective] = []
  private var literal: [UInt8] = []

  private struct Options {
    var fill = StrftimeDirective.Fill.standard
    var upper = false
    var swapped = false
    var width = 0
    var modifier: UInt8?

    var isPlain: Bool { fill == .standard && !upper && width == 0 }
    var nameCase: StrftimeDirective.LetterCase { upper || swapped ? .upper : .asIs }
  }

  private init(_ format: [UInt8]) { self.format = format }

  static func compile(_ format: String) -> [StrftimeDirective] { compile(Array(format.utf8)) }

  private static func compile(_ format: [UInt8]) -> [StrftimeDirective] {
    var compiler = StrftimeCompiler(format)
    compiler.run()
    return compiler.directives
  }

  private mutating func run() {
    while place < format.count {
      let byte = format[place]
      place += 1
      if byte == UInt8(ascii: "%") { directive() } else { literal.append(byte) }
    }
    flush()
  }

  private mutating func flush() {
    guard !literal.isEmpty else { return }
    directives.append(.literal(literal))
    literal = []
  }

  private mutating func add(_ directive: StrftimeDirective) {
    flush()
    directives.append(directive)
  }

  /// Reads what follows a `%`.
  private mutating func directive() {
    let start = place - 1
    if place < format.count {
      switch format[place] {
      case UInt8(ascii: "f"): return single(.microsecond)
      case UInt8(ascii: "z"): return single(.offset)
      case UInt8(ascii: "Z"): return single(.zoneName)
      default: break
      }
    }
    let options = readOptions()
    let letter = place < format.count ? format[place] : nil
    if letter != nil { place += 1 }
    if let letter, let made = Self.make(letter, options) {
      if options.isPlain, case .group(let pieces, .asIs, _, _) = made {
        for piece in pieces { append(piece) }
      } else {
        append(made)
      }
    } else {
      let source = StrftimeDirective.literal(Array(format[start..<place]))
      // The C library looks at `#` before it finds that these two take no `E`.
      let isUpper = options.upper || (options.swapped && (letter == UInt8(ascii: "b") || letter == UInt8(ascii: "h")))
      append(
        options.isPlain && !isUpper ? source : .group([source], isUpper ? .upper : .asIs, fill: options.fill, width: options.width))
    }
  }

  private mutating func append(_ piece: StrftimeDirective) {
    if case .literal(let bytes) = piece { literal += bytes } else { add(piece) }
  }

  private mutating func single(_ directive: StrftimeDirective) {
    place += 1
    add(directive)
  }

  private mutating func readOptions() -> Options {
    var options = Options()
    flags: while place < format.count {
      switch format[place] {
      case UInt8(ascii: "_"): options.fill = .spaces
      case UInt8(ascii: "-"): options.fill = .none
      case UInt8(ascii: "0"): options.fill = .zeros
      case UInt8(ascii: "^"): options.upper = true
      case UInt8(ascii: "#"): options.swapped = true
      default: break flags
      }
      place += 1
    }
    while place < format.count, (48...57).contains(format[place]) {
      // Nobody needs a thousand fill characters; the bound keeps a format from asking for gigabytes.
      options.width = min(options.width * 10 + Int(format[place]) - 48, 1000)
      place += 1
    }
    if place < format.count, format[place] == UInt8(ascii: "E") || format[place] == UInt8(ascii: "O") {
      options.modifier = format[place]
      place += 1
    }
    return options
  }

  /// The piece for a directive's letter, or nil when the letter or its modifier is unknown.
  private static func make(_ letter: UInt8, _ options: Options) -> StrftimeDirective? {
    if let number = number(letter, options) { return number }
    let modifierE = options.modifier == UInt8(ascii: "E")
    let modifierO = options.modifier == UInt8(ascii: "O")
    func name(_ name: StrftimeDirective.Name, _ letterCase: StrftimeDirective.LetterCase) -> StrftimeDirective {
      .name(name, letterCase, fill: options.fill, width: options.width)
    }
    func group(_ pieces: [StrftimeDirective]) -> StrftimeDirective {
      .group(pieces, options.upper ? .upper : .asIs, fill: options.fill, width: options.width)
    }
    func expanded(_ format: String) -> StrftimeDirective { group(compile(format)) }
    switch Unicode.Scalar(letter) {
    // Of an unknown directive the C library shows what follows the last percent sign, which is this one.
    case "%": return group([.literal([letter])])
    case "n": return group([.literal([UInt8(ascii: "\n")])])
    case "t": return group([.literal([UInt8(ascii: "\t")])])
    case "a": return options.modifier == nil ? name(.shortWeekday, options.nameCase) : nil
    case "A": return options.modifier == nil ? name(.weekday, options.nameCase) : nil
    case "b", "h": return modifierE ? nil : name(.shortMonth, options.nameCase)
    case "B": return modifierE ? nil : name(.month, options.nameCase)
    case "p": return name(.half, options.swapped ? .lower : options.upper ? .upper : .asIs)
    case "P": return name(.half, .lower)
    case "c": return modifierO ? nil : expanded("%a %b %e %H:%M:%S %Y")
    case "x": return modifierO ? nil : expanded("%m/%d/%y")
    case "X": return modifierO ? nil : expanded("%H:%M:%S")
    case "D": return options.modifier == nil ? expanded("%m/%d/%y") : nil
    case "F": return options.modifier == nil ? expanded("%Y-%m-%d") : nil
    case "T": return expanded("%H:%M:%S")
    case "R": return expanded("%H:%M")
    case "r": return expanded("%I:%M:%S %p")
    case "s": return .wallClockSeconds(fill: options.fill, width: options.width)
    // The C library knows no zone here: only the plain directives are filled in from the date.
    case "z": return .literal([])
    case "Z": return group([])
    default: return nil
    }
  }

  private static func number(_ letter: UInt8, _ options: Options) -> StrftimeDirective? {
    let modifierE = options.modifier == UInt8(ascii: "E")
    func make(_ field: StrftimeDirective.Field, _ digits: Int, spaces: Bool = false) -> StrftimeDirective {
      let fill = spaces && options.fill == .standard ? .spaces : options.fill
      return .number(field, digits: digits, fill: fill, width: options.width)
    }
    switch Unicode.Scalar(letter) {
    case "Y": return options.modifier == UInt8(ascii: "O") ? nil : make(.year, 1)
    case "C": return make(.century, 1)
    case "y": return make(.yearOfCentury, 2)
    case "u": return make(.weekdayFromMonday, 1)
    default: break
    }
    guard !modifierE else { return nil }
    switch Unicode.Scalar(letter) {
    case "m": return make(.month, 2)
    case "d": return make(.day, 2)
    case "e": return make(.day, 2, spaces: true)
    case "H": return make(.hour, 2)
    case "I": return make(.hour12, 2)
    case "k": return make(.hour, 2, spaces: true)
    case "l": return make(.hour12, 2, spaces: true)
    case "M": return make(.minute, 2)
    case "S": return make(.second, 2)
    case "j": return make(.dayOfYear, 3)
    case "w": return make(.weekdayFromSunday, 1)
    case "U": return make(.weekFromSunday, 2)
    case "W": return make(.weekFromMonday, 2)
    case "V": return make(.isoWeek, 2)
    case "G": return make(.isoYear, 1)
    case "g": return make(.isoYearOfCentury, 2)
    default: return nil
    }
  }
}
