/// What a single character is tested against. Plain data, as instructions are read at every step.
enum RegexSingle {
  case byte(UInt8)
  case scalar(UInt32)
  case anything
  case allButNewline
  /// A set by its number in the program.
  case set(Int)
}

enum RegexInstruction {
  case single(RegexSingle)
  case jump(Int)
  /// Goes on with the next instruction; when that fails, elsewhere.
  case tryNextElse(Int)
  /// Goes elsewhere; when that fails, on with the next instruction.
  case tryElseNext(Int)
  /// Notes the position in a register.
  case mark(Int)
  case assert(RegexAssertion)
  case backreference(Int, RegexCaseRule)
  case repeatSingle(RegexSingle, minimum: Int, maximum: Int, RegexRepeatMode)
  /// Forgets the rounds of a loop, whose count and last position are in two registers from the given one on.
  case enterLoop(Int)
  /// Decides about one more round, which begins with the next instruction.
  case nextRound(register: Int, minimum: Int, maximum: Int, isLazy: Bool, exit: Int)
  /// Tests the instructions up to an accept, from here or so many characters before; goes on at `end`.
  case look(isNegative: Bool, back: Int, end: Int)
  /// Takes the first match of the instructions up to an accept; goes on at `end`.
  case atomic(end: Int)
  case conditional(group: Int, otherwise: Int)
  case accept
}

/// A pattern made ready for ``RegexMatcher``.
struct RegexProgram {
  let instructions: [RegexInstruction]
  let sets: [RegexCharacterSet]
  /// What each of the sets says about ASCII.
  let asciiSets: [RegexCharacterSet.ASCIIBits]
  let groupCount: Int
  /// Two for each group, the whole match being group 0, then two for each loop.
  let registerCount: Int
  /// Bytes a match can begin with; nil when it may be empty.
  let firstBytes: RegexByteSet?
  /// Whether a match can only be at the start of the text.
  let isAnchored: Bool
}

/// A set of byte values.
struct RegexByteSet {
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  static let all: Self = {
    var set = Self()
    for byte in UInt8.min...UInt8.max { set.insert(byte) }
    return set
  }()

  func contains(_ byte: UInt8) -> Bool {
    let bit = UInt64(1) << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: return words.0 & bit != 0
    case 1: return words.1 & bit != 0
    case 2: return words.2 & bit != 0
    default: return words.3 & bit != 0
    }
  }

  mutating func insert(_ byte: UInt8) {
    let bit = UInt64(1) << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: words.0 |= bit
    case 1: words.1 |= bit
    case 2: words.2 |= bit
    default: words.3 |= bit
    }
  }

  mutating func formUnion(_ other: Self) {
    words.0 |= other.words.0
    words.1 |= other.words.1
    words.2 |= other.words.2
    words.3 |= other.words.3
  }
}
