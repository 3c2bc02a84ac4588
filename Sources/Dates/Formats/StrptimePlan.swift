import PythonRules

/// A format for reading, compiled to the steps that match a text from left to right.
struct StrptimePlan: Sendable, Hashable {
  /// The groups of the format: each may occur once.
  enum Directive: UInt8, Sendable, Hashable {
    case day, month, year, yearOfCentury, hour, hour12, minute, second, microsecond, offset, zone, half
    case weekday, shortWeekday, monthName, shortMonthName, dayOfYear, weekFromSunday, weekFromMonday
    case weekdayFromSunday, weekdayFromMonday, isoYear, isoWeek
  }

  enum Step: Sendable, Hashable {
    /// A Unicode scalar, compared without case; ASCII letters are stored in lower case.
    case literal(UInt32)
    case whitespace
    case directive(Directive)
  }

  let steps: [Step]
  /// Whether a text of ASCII alone can match by looking at bytes.
  let isASCII: Bool
  /// Whether ``StrptimeGreedyMatcher`` can be tried first.
  let isCommon: Bool

  private init(steps: [Step], isASCII: Bool) {
    self.steps = steps
    self.isASCII = isASCII
    isCommon = StrptimeGreedyMatcher.understands(steps)
  }

  /// Throws a value error for a directive that cannot be read, ``DateError/Kind-swift.enum/repeatedDirective`` for one
  /// that stands twice.
  static func compile(_ format: String) throws(DateError) -> StrptimePlan {
    var steps: [Step] = []
    try append(format, to: &steps, whole: format)
    var seen = Set<Directive>()
    for case .directive(let directive) in steps where !seen.insert(directive).inserted {
      throw DateError(.repeatedDirective, "the date format '\(format)' has the same directive twice, which cannot be read")
    }
    let isASCII = format.utf8.allSatisfy { $0 < 128 }
    return StrptimePlan(steps: steps, isASCII: isASCII)
  }

  private static func append(_ format: String, to steps: inout [Step], whole: String) throws(DateError) {
    var scalars = format.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "%" else {
        if PythonCharacter.isSpace(scalar.value) {
          if steps.last != .whitespace { steps.append(.whitespace) }
        } else {
          steps.append(.literal(CaseFolding.folded(scalar.value)))
        }
        continue
      }
      guard let letter = scalars.next() else { throw DateError(.value, "the date format '\(whole)' ends in a single %") }
      switch letter {
      case "%": steps.append(.literal(scalar.value))
      case "c": try append("%a %b %d %H:%M:%S %Y", to: &steps, whole: whole)
      case "x": try append("%m/%d/%y", to: &steps, whole: whole)
      case "X": try append("%H:%M:%S", to: &steps, whole: whole)
      default:
        guard let directive = directive(letter) else {
          throw DateError(.value, "%\(letter) in the date format '\(whole)' cannot be read")
        }
        steps.append(.directive(directive))
      }
    }
  }

  private static func directive(_ letter: Unicode.Scalar) -> Directive? {
    switch letter {
    case "d": .day
    case "m": .month
    case "Y": .year
    case "y": .yearOfCentury
    case "H": .hour
    case "I": .hour12
    case "M": .minute
    case "S": .second
    case "f": .microsecond
    case "z": .offset
    case "Z": .zone
    case "p": .half
    case "A": .weekday
    case "a": .shortWeekday
    case "B": .monthName
    case "b": .shortMonthName
    case "j": .dayOfYear
    case "U": .weekFromSunday
    case "W": .weekFromMonday
    case "w": .weekdayFromSunday
    case "u": .weekdayFromMonday
    case "G": .isoYear
    case "V": .isoWeek
    default: nil
    }
  }
}
