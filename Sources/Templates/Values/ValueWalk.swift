import PythonRules

/// What a walk over a value and all that it holds may take. What is held twice is walked twice, so a small value can take for ever.
struct ValueWalk {
  /// Deeper values are neither shown nor compared nor turned into JSON.
  static let depthLimit = 500

  private let runtime: TemplateRuntime?
  /// What is left of the steps when there is no runtime to charge.
  private var steps: Int
  private let stepLimit: Int
  private let sizeLimit: Int
  private(set) var depth = 0

  /// - Parameter runtime: pays for the walk; without one the walk has limits of its own, those that a rendering has unless told otherwise.
  init(_ runtime: TemplateRuntime?, options: TemplateOptions = TemplateOptions()) {
    self.runtime = runtime
    stepLimit = options.fuel
    steps = options.fuel
    sizeLimit = options.outputLimit
  }

  /// Goes into a container with so many elements. The container itself takes more work than an element.
  mutating func enter(_ count: Int) throws(TemplateError) {
    guard depth < Self.depthLimit else {
      throw TemplateError(.recursionError, "the value nests more than \(Self.depthLimit) levels deep, which is the limit")
    }
    depth += 1
    try charge(4 + count)
  }

  mutating func leave() { depth -= 1 }

  mutating func charge(_ count: Int) throws(TemplateError) {
    if let runtime { return try runtime.charge(count) }
    steps -= count
    if steps < 0 { throw TemplateError(.limit, "a value takes more than \(stepLimit) steps to go through, which is the limit") }
  }

  /// Pays for reading a text.
  mutating func charge(reading text: String) throws(TemplateError) {
    let size = text.utf8.count
    if size > 64 { try charge(size / 64) }
  }

  /// Checks the size of the text that is being made.
  func checkSize(_ text: String) throws(TemplateError) {
    if let runtime { return try runtime.checkSize(text.utf8.count) }
    if text.utf8.count > sizeLimit { throw TemplateError(.limit, "a value makes more than \(sizeLimit) bytes of text, which is the limit") }
  }

  /// The digits of an integer.
  mutating func digits(of number: BigInteger) throws(TemplateError) -> String {
    try charge(number.limbs.count * number.limbs.count / 64)
    guard let digits = number.writableDigits else { throw TemplateError.tooManyDigits }
    return digits
  }
}
