/// Turns a parsed pattern into instructions.
struct RegexCompiler {
  private var instructions: [RegexInstruction] = []
  private var sets: [RegexCharacterSet] = []
  private var registerCount: Int
  /// A look-behind may refer to a group in front of it.
  private let widths: [Int: (least: Int, most: Int)]

  static func compile(
    _ node: RegexNode, groups: Int, widths: [Int: (least: Int, most: Int)]
  ) -> RegexProgram {
    var compiler = RegexCompiler(registerCount: (groups + 1) * 2, widths: widths)
    compiler.add(node)
    compiler.instructions.append(.accept)
    let first = RegexFirstBytes(node)
    return RegexProgram(
      instructions: compiler.instructions, sets: compiler.sets, asciiSets: compiler.sets.map(\.ascii), groupCount: groups,
      registerCount: compiler.registerCount,
      firstBytes: first.canBeEmpty ? nil : first.bytes, isAnchored: isAnchored(node))
  }

  private init(registerCount: Int, widths: [Int: (least: Int, most: Int)]) {
    self.registerCount = registerCount
    self.widths = widths
  }

  private static func isAnchored(_ node: RegexNode) -> Bool {
    switch node {
    case .assertion(.textStart): true
    case .sequence(let parts): parts.first.map(isAnchored) ?? false
    case .group(_, let body), .atomic(let body): isAnchored(body)
    case .alternation(let branches): branches.allSatisfy(isAnchored)
    default: false
    }
  }

  private mutating func add(_ node: RegexNode) {
    switch node {
    case .empty: break
    case .scalar, .any, .set: if let single = single(node) { instructions.append(.single(single)) }
    case .sequence(let parts): for part in parts { add(part) }
    case .alternation(let branches): addAlternation(branches)
    case .group(let group, let body):
      instructions.append(.mark(group * 2))
      add(body)
      instructions.append(.mark(group * 2 + 1))
    case .repeat(let body, let minimum, let maximum, let mode): addRepeat(body, minimum, maximum, mode)
    case .atomic(let body): addAtomic { $0.add(body) }
    case .look(let body, let isAhead, let isNegative):
      let place = reserve()
      add(body)
      instructions.append(.accept)
      let back = isAhead ? 0 : body.width(widths).least
      instructions[place] = .look(isNegative: isNegative, back: back, end: instructions.count)
    case .backreference(let group, let rule): instructions.append(.backreference(group, rule))
    case .conditional(let group, let yes, let no):
      let place = reserve()
      add(yes)
      let exit = reserve()
      instructions[place] = .conditional(group: group, otherwise: instructions.count)
      add(no)
      instructions[exit] = .jump(instructions.count)
    case .assertion(let assertion): instructions.append(.assert(assertion))
    }
  }

  private mutating func single(_ node: RegexNode) -> RegexSingle? {
    switch node {
    case .scalar(let value): return value < 0x80 ? .byte(UInt8(value)) : .scalar(value)
    case .any(let withNewline): return withNewline ? .anything : .allButNewline
    case .set(let set):
      sets.append(set)
      return .set(sets.count - 1)
    case .sequence(let parts): return parts.count == 1 ? single(parts[0]) : nil
    default: return nil
    }
  }

  /// A place for an instruction that is known later.
  private mutating func reserve() -> Int {
    instructions.append(.accept)
    return instructions.count - 1
  }

  private mutating func addAtomic(_ body: (inout Self) -> Void) {
    let place = reserve()
    body(&self)
    instructions.append(.accept)
    instructions[place] = .atomic(end: instructions.count)
  }

  private mutating func addAlternation(_ branches: [RegexNode]) {
    var exits: [Int] = []
    for (number, branch) in branches.enumerated() {
      if number == branches.count - 1 {
        add(branch)
        continue
      }
      let fork = reserve()
      add(branch)
      exits.append(reserve())
      instructions[fork] = .tryNextElse(instructions.count)
    }
    for exit in exits { instructions[exit] = .jump(instructions.count) }
  }

  private mutating func addRepeat(_ body: RegexNode, _ minimum: Int, _ maximum: Int, _ mode: RegexRepeatMode) {
    if let single = single(body) {
      instructions.append(.repeatSingle(single, minimum: minimum, maximum: maximum, mode))
    } else if mode == .possessive {
      addAtomic { $0.addRepeat(body, minimum, maximum, .greedy) }
    } else if minimum == 0, maximum == 1 {
      let fork = reserve()
      add(body)
      let exit = instructions.count
      instructions[fork] = mode == .lazy ? .tryElseNext(exit) : .tryNextElse(exit)
    } else {
      let register = registerCount
      registerCount += 2
      instructions.append(.enterLoop(register))
      let start = reserve()
      add(body)
      instructions.append(.jump(start))
      instructions[start] = .nextRound(
        register: register, minimum: minimum, maximum: maximum, isLazy: mode == .lazy, exit: instructions.count)
    }
  }
}
