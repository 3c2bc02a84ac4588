import JSON

/// Templates over a record that need no runtime: fields, text and numbers put together, compared and counted with.
///
/// They are most of what manifests hold. One is a flat program for a stack of scalars: it reads the bytes of a record in place, makes no
/// objects and counts no references (`MicroBenchmarks templates` shows the gain). A value that is not of a common form ends it, and the
/// template runs the usual way, so only what is certain is done here.
final class DirectTemplate: Sendable {
  enum Operation: UInt8 {
    /// Puts the value at the path of `count` keys from `first` on the stack.
    case field
    /// Puts the text `first`.
    case text
    /// Puts the number or word `first`.
    case constant
    /// Takes the uppermost value, or two of them, and puts the result.
    case not, toInteger, toDouble, add, subtract, multiply, divide, equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    /// Jumps to `first` and keeps the value if it is false (true), else takes it.
    case jumpIfFalse, jumpIfTrue
    /// Jumps to `first`; if the value taken is false.
    case jump, jumpUnless
    /// Appends the value that it takes, or the text `first`, to the output.
    case write, writeText
  }

  struct Step {
    let operation: Operation
    let first: Int32
    let count: Int32
  }

  /// Texts that grow beyond this are made the usual way. Temporary memory of up to 1 KiB is on the stack.
  private static let longestText = 1000
  private static let record = TemplateVariable("record")

  private let steps: [Step]
  private let keys: MemberKeys
  private let constants: [PlainConstant]
  private let depth: Int
  /// Whether the result is what was written, not the value that is left.
  private let isOutput: Bool

  /// A value that a program begins with.
  enum PlainConstant: Sendable {
    case none
    case bool(Bool)
    case integer(Int)

    var scalar: JSONScalar {
      switch self {
      case .none: .null
      case .bool(let flag): .bool(flag)
      case .integer(let number): .integer(number)
      }
    }
  }

  /// - Parameters:
  ///   - recordSlots: the slots that hold the record.
  init?(_ shape: CompiledTemplate.Shape, recordSlots: [Int]) {
    guard !recordSlots.isEmpty else { return nil }
    var compiler = DirectCompiler(recordSlots: recordSlots)
    switch shape {
    case .text: return nil
    case .expression(let node):
      guard compiler.compile(node) else { return nil }
      isOutput = false
    case .statements(let nodes):
      guard nodes.count == 1, let output = nodes[0] as? OutputNode, compiler.compile(output) else { return nil }
      isOutput = true
    }
    // Without a field it is not about the record, and the record need not be there.
    guard compiler.readsRecord, compiler.deepest <= 16 else { return nil }
    steps = compiler.steps
    keys = MemberKeys(compiler.keys)
    constants = compiler.constants
    depth = compiler.deepest
  }

  /// What the template gives; nil when it has to run the usual way. A text is valid during the call of `body` only.
  func withResult<Result>(_ record: JSONRecord, _ body: (JSONScalar) -> Result?) -> Result? {
    withMemory { evaluate(record, $0, $1).flatMap(body) }
  }

  /// The same for a record that `body` may change.
  ///
  /// - Returns: whether it had a result, and `body` was called.
  func withResult(changing record: inout JSONRecord, _ types: AcceptedTypes, _ body: (inout JSONRecord, JSONScalar) -> Void) -> Bool {
    withMemory { stack, output in
      guard let result = evaluate(record, stack, output)?.literal(types) else { return nil }
      body(&record, result)
      return true
    } ?? false
  }

  @inline(__always)
  private func withMemory<Result>(_ body: (UnsafeMutablePointer<JSONScalar>, UnsafeMutablePointer<UInt8>) -> Result?) -> Result? {
    withUnsafeTemporaryAllocation(of: JSONScalar.self, capacity: depth) { stack in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.longestText) { output in
        guard let stack = stack.baseAddress, let output = output.baseAddress else { return nil }
        return body(stack, output)
      }
    }
  }

  /// What the template gives in a context that has a record; nil when it has to run the usual way.
  func outcome(_ context: any TemplateContext) -> Interpolation.Outcome? {
    guard case .dict(let dict)? = context.value(of: Self.record), let record = dict.untouchedRecord else { return nil }
    return withResult(record) { .value(TemplateValue($0)) }
  }

  /// - Returns: nil when the template has to run the usual way.
  private func evaluate(
    _ record: JSONRecord, _ stack: UnsafeMutablePointer<JSONScalar>, _ output: UnsafeMutablePointer<UInt8>
  ) -> JSONScalar? {
    let keys = keys.all
    return steps.withUnsafeBufferPointer { steps in
      var top = stack - 1
      var written = 0
      var at = 0
      while at < steps.count {
        let step = steps[at]
        let first = Int(step.first)
        at &+= 1
        switch step.operation {
        case .field:
          guard let value = record.scalar(at: UnsafeBufferPointer(rebasing: keys[first..<(first &+ Int(step.count))])) else { return nil }
          top += 1
          top.initialize(to: value)
        case .text:
          top += 1
          top.initialize(to: .text(keys[first]))
        case .constant:
          top += 1
          top.initialize(to: constants[first].scalar)
        case .not: top.pointee = .bool(!top.pointee.isTrue)
        case .toInteger:
          guard let number = top.pointee.plainInteger else { return nil }
          top.pointee = .integer(number)
        case .toDouble:
          guard let number = top.pointee.plainDouble else { return nil }
          top.pointee = .double(number)
        case .add, .subtract, .multiply, .divide, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
          top -= 1
          guard let result = DirectOperators.apply(step.operation, top[0], top[1]) else { return nil }
          top.pointee = result
        case .jumpIfFalse: if top.pointee.isTrue { top -= 1 } else { at = first }
        case .jumpIfTrue: if top.pointee.isTrue { at = first } else { top -= 1 }
        case .jump: at = first
        case .jumpUnless:
          if !top.pointee.isTrue { at = first }
          top -= 1
        case .write:
          guard let count = top.pointee.write(to: output + written, Self.longestText &- written) else { return nil }
          written &+= count
          top -= 1
        case .writeText:
          guard let count = JSONScalar.text(keys[first]).write(to: output + written, Self.longestText &- written) else { return nil }
          written &+= count
        }
      }
      return isOutput ? .text(UnsafeBufferPointer(start: output, count: written)) : stack[0]
    }
  }
}

extension JSONScalar {
  /// Whether a template takes it for true.
  @inline(__always)
  var isTrue: Bool {
    switch self {
    case .null: false
    case .bool(let flag): flag
    case .integer(let number): number != 0
    case .double(let number): number != 0
    case .text(let text): !text.isEmpty
    }
  }

  /// What the filter `float` makes of a number, or of a text of digits, perhaps with a point between them; nil for everything else.
  fileprivate var plainDouble: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .double(let number): number
    case .text(let text): Self.plainDouble(text)
    default: nil
    }
  }

  /// Writes the value as a template shows it.
  ///
  /// - Returns: the number of bytes; nil when there are more than `room`, and for what takes more thought.
  @inline(__always)
  fileprivate func write(to place: UnsafeMutablePointer<UInt8>, _ room: Int) -> Int? {
    switch self {
    case .text(let text):
      guard text.count <= room else { return nil }
      if let start = text.baseAddress { place.initialize(from: start, count: text.count) }
      return text.count
    case .integer(let number): return Self.write(number, to: place, room)
    case .null, .bool, .double: return nil
    }
  }

  private static func write(_ number: Int, to place: UnsafeMutablePointer<UInt8>, _ room: Int) -> Int? {
    guard room >= 20 else { return nil }
    var rest = number.magnitude
    var count = number < 0 ? 2 : 1
    while rest >= 10 {
      rest /= 10
      count &+= 1
    }
    rest = number.magnitude
    var at = count
    repeat {
      at &-= 1
      place[at] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    if number < 0 { place[0] = UInt8(ascii: "-") }
    return count
  }
}
