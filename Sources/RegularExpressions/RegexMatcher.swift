/// Runs a program over one text: backtracking with a stack of its own, so that long texts do not exhaust the thread's.
struct RegexMatcher {
  /// What to go back to.
  private struct Choice {
    enum Kind {
      /// Go on at `instruction` from position `a`.
      case resume
      /// Set register `a` back to `b`.
      case restore
      /// A greedy single-character loop that ended at `b` and may give characters back down to `a`.
      case giveBack
      /// A lazy single-character loop that stands at `a` and may take `b` characters more.
      case takeMore
    }
    let kind: Kind
    let instruction: Int
    let a: Int
    let b: Int
  }

  static let maximumChoices = 4_000_000

  private let program: RegexProgram
  /// The program's instructions and what its sets say about ASCII, where they can be reached fastest.
  private let instructions: UnsafeBufferPointer<RegexInstruction>
  let sets: [RegexCharacterSet]
  let asciiSets: UnsafeBufferPointer<RegexCharacterSet.ASCIIBits>
  let text: UnsafeBufferPointer<UInt8>
  private(set) var registers: [Int]
  private var choices: [Choice] = []
  private(set) var steps: Int
  private let stepLimit: Int
  /// Whether only a match that takes the whole text counts.
  private let isWhole: Bool
  /// A position where a match may not end: an empty match there was found before.
  private var forbiddenEnd = -1

  /// The pointers must outlive the matcher.
  init(
    _ program: RegexProgram, instructions: UnsafeBufferPointer<RegexInstruction>,
    asciiSets: UnsafeBufferPointer<RegexCharacterSet.ASCIIBits>, text: UnsafeBufferPointer<UInt8>, stepLimit: Int, isWhole: Bool
  ) {
    self.program = program
    self.instructions = instructions
    self.asciiSets = asciiSets
    sets = program.sets
    self.text = text
    self.isWhole = isWhole
    steps = stepLimit
    self.stepLimit = stepLimit
    registers = [Int](repeating: -1, count: program.registerCount)
  }

  /// Looks for the first match at or after a position. The registers then hold where its groups are.
  mutating func search(from start: Int, mayBeEmptyAtStart: Bool = true) throws(RegexError) -> Bool {
    forbiddenEnd = mayBeEmptyAtStart ? -1 : start
    reset()
    defer { forbiddenEnd = -1 }
    var position = start
    while position <= text.count {
      if program.isAnchored, position > 0 { return false }
      if let first = program.firstBytes {
        while position < text.count, !first.contains(text[position]) { position += 1 }
        if position == text.count { return false }
      }
      if try succeeds(at: position) { return true }
      position = position < text.count ? after(position) : position + 1
    }
    return false
  }

  /// Whether a match begins exactly here.
  mutating func match(at position: Int) throws(RegexError) -> Bool {
    reset()
    return try succeeds(at: position)
  }

  private mutating func reset() {
    steps -= registers.count >> 4
    for register in registers.indices { registers[register] = -1 }
    choices.removeAll(keepingCapacity: true)
  }

  /// A try that fails leaves the registers as they were.
  private mutating func succeeds(at position: Int) throws(RegexError) -> Bool {
    guard let end = try run(0, position, isTop: true) else { return false }
    registers[0] = position
    registers[1] = end
    return true
  }

  // MARK: Instructions

  private mutating func run(_ start: Int, _ from: Int, isTop: Bool = false) throws(RegexError) -> Int? {
    let base = choices.count
    var instruction = start
    var position = from
    while true {
      steps -= 1
      if steps < 0 { throw tooComplex("takes more than \(stepLimit) steps") }
      let next: Int?
      switch instructions[instruction] {
      case .single(let single):
        let end = step(single, position)
        next = end < 0 ? nil : instruction + 1
        if end >= 0 { position = end }
      case .jump(let target): next = target
      case .tryNextElse(let other):
        try push(.resume, other, position)
        next = instruction + 1
      case .tryElseNext(let other):
        try push(.resume, instruction + 1, position)
        next = other
      case .mark(let register):
        try set(register, position)
        next = instruction + 1
      case .assert(let assertion): next = holds(assertion, position) ? instruction + 1 : nil
      case .backreference(let group, let rule):
        // What it may compare is as long as the group.
        steps -= max(0, registers[group * 2 + 1] - registers[group * 2]) >> 2
        let end = backreference(group, rule, position)
        next = end == nil ? nil : instruction + 1
        position = end ?? position
      case .repeatSingle(let single, let minimum, let maximum, let mode):
        next = try repeatSingle(single, minimum, maximum, mode, instruction, &position)
      case .enterLoop(let register):
        try set(register, 0)
        try set(register + 1, -1)
        next = instruction + 1
      case .nextRound(let register, let minimum, let maximum, let isLazy, let exit):
        next = try nextRound(register, minimum, maximum, isLazy, exit, instruction, position)
      case .look(let isNegative, let back, let end):
        next = try look(isNegative, back, instruction, position) ? end : nil
      case .atomic(let end):
        let depth = choices.count
        let stop = try run(instruction + 1, position)
        if stop != nil { commit(to: depth) }
        next = stop == nil ? nil : end
        position = stop ?? position
      case .conditional(let group, let otherwise):
        next = registers[group * 2 + 1] >= 0 ? instruction + 1 : otherwise
      case .accept:
        if !isTop || (!isWhole || position == text.count) && position != forbiddenEnd { return position }
        next = nil
      }
      if let next {
        instruction = next
      } else {
        guard let resumed = backtrack(to: base) else { return nil }
        (instruction, position) = resumed
      }
    }
  }

  private mutating func repeatSingle(
    _ single: RegexSingle, _ minimum: Int, _ maximum: Int, _ mode: RegexRepeatMode, _ instruction: Int, _ position: inout Int
  ) throws(RegexError) -> Int? {
    var count = 0
    var end = position
    var least = position
    let target = mode == .lazy ? minimum : maximum
    while count < target {
      let next = step(single, end)
      if next < 0 { break }
      end = next
      count += 1
      if count == minimum { least = end }
    }
    steps -= count >> 2
    if count < minimum { return nil }
    if mode == .lazy {
      if maximum > minimum { try push(.takeMore, instruction, end, maximum - minimum) }
    } else if mode == .greedy, end > least {
      try push(.giveBack, instruction + 1, least, end)
    }
    position = end
    return instruction + 1
  }

  /// A round that takes nothing is allowed once; then the loop ends.
  private mutating func nextRound(
    _ register: Int, _ minimum: Int, _ maximum: Int, _ isLazy: Bool, _ exit: Int, _ instruction: Int, _ position: Int
  ) throws(RegexError) -> Int {
    let count = registers[register]
    if count < minimum {
      try set(register, count + 1)
      return instruction + 1
    }
    if count >= maximum || registers[register + 1] == position { return exit }
    if isLazy {
      // Trying one more round later begins here again, with the position noted as that of a round.
      try push(.takeMore, instruction, position, count)
      return exit
    }
    try push(.resume, exit, position)
    try set(register, count + 1)
    try set(register + 1, position)
    return instruction + 1
  }

  private mutating func look(
    _ isNegative: Bool, _ back: Int, _ instruction: Int, _ position: Int
  ) throws(RegexError) -> Bool {
    var start = position
    steps -= min(back, position) >> 2
    for _ in 0..<back {
      if start == 0 { return isNegative }
      start = before(start)
    }
    let depth = choices.count
    let hasMatched = try run(instruction + 1, start) != nil
    if hasMatched { isNegative ? undo(to: depth) : commit(to: depth) }
    return hasMatched != isNegative
  }

  private func tooComplex(_ problem: String) -> RegexError {
    RegexError(
      .tooComplex, "the regular expression \(problem) on this text, which is the limit; rewrite it to backtrack less")
  }

  // MARK: Going back

  private mutating func push(_ kind: Choice.Kind, _ instruction: Int, _ a: Int, _ b: Int = 0) throws(RegexError) {
    if choices.count >= Self.maximumChoices {
      throw tooComplex("leaves more than \(Self.maximumChoices) choices open")
    }
    choices.append(Choice(kind: kind, instruction: instruction, a: a, b: b))
  }

  private mutating func set(_ register: Int, _ value: Int) throws(RegexError) {
    try push(.restore, 0, register, registers[register])
    registers[register] = value
  }

  private mutating func backtrack(to base: Int) -> (instruction: Int, position: Int)? {
    while choices.count > base {
      let choice = choices.removeLast()
      switch choice.kind {
      case .restore: registers[choice.a] = choice.b
      case .resume: return (choice.instruction, choice.a)
      case .giveBack:
        let position = before(choice.b)
        if position > choice.a {
          choices.append(Choice(kind: .giveBack, instruction: choice.instruction, a: choice.a, b: position))
        }
        return (choice.instruction, position)
      case .takeMore:
        if let resumed = takeMore(choice) { return resumed }
      }
    }
    return nil
  }

  private mutating func takeMore(_ choice: Choice) -> (instruction: Int, position: Int)? {
    switch instructions[choice.instruction] {
    case .repeatSingle(let single, _, _, _):
      let end = step(single, choice.a)
      if end < 0 { return nil }
      if choice.b > 1 {
        choices.append(Choice(kind: .takeMore, instruction: choice.instruction, a: end, b: choice.b - 1))
      }
      return (choice.instruction + 1, end)
    case .nextRound(let register, _, _, _, _):
      choices.append(Choice(kind: .restore, instruction: 0, a: register, b: registers[register]))
      choices.append(Choice(kind: .restore, instruction: 0, a: register + 1, b: registers[register + 1]))
      registers[register] = choice.b + 1
      registers[register + 1] = choice.a
      return (choice.instruction + 1, choice.a)
    default: return nil
    }
  }

  /// Forgets the choices made since, but not what to restore when an earlier one is taken back.
  private mutating func commit(to depth: Int) {
    var kept = depth
    for place in depth..<choices.count where choices[place].kind == .restore {
      choices[kept] = choices[place]
      kept += 1
    }
    choices.removeLast(choices.count - kept)
  }

  private mutating func undo(to depth: Int) {
    while choices.count > depth {
      let choice = choices.removeLast()
      if choice.kind == .restore { registers[choice.a] = choice.b }
    }
  }
}
