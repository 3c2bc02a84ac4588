internal import Glibc

/// What a thread keeps count of so that values that hold values do not exhaust its stack, however deep templates nest them.
final class Nesting {
  /// Deeper values are let go of later, by whoever let go of the outermost one.
  private static let releaseLimit = 32
  /// Generators that draw on each other; each takes several frames.
  private static let generatorLimit = 100

  private var releases = 0
  private var generators = 0
  /// What is still to be let go of.
  private var waiting: [Any] = []

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key) { pointer in
      if let pointer { Unmanaged<Nesting>.fromOpaque(pointer).release() }
    }
    return key
  }()

  private static var current: Nesting {
    if let pointer = pthread_getspecific(key) { return Unmanaged<Nesting>.fromOpaque(pointer).takeUnretainedValue() }
    let fresh = Nesting()
    pthread_setspecific(key, Unmanaged.passRetained(fresh).toOpaque())
    return fresh
  }

  /// Lets go of the values that something holds that is about to end. Every kind of value that can hold others does it this way.
  static func release(_ values: inout [TemplateValue]) {
    guard values.contains(where: \.mayHoldValues) else { return }
    current.release(&values, leaving: [])
  }

  /// Lets go of an object that may hold values.
  static func release<Held: AnyObject>(_ held: inout Held?) {
    if held != nil { current.release(&held, leaving: nil) }
  }

  private func release<Held>(_ held: inout Held, leaving nothing: Held) {
    guard releases < Self.releaseLimit else {
      waiting.append(held)
      held = nothing
      return
    }
    releases += 1
    Self.letGo(of: &held, leaving: nothing)
    // Of what comes to wait meanwhile one is taken at a time, so the stack stays as deep as it is.
    while releases == 1, !waiting.isEmpty {
      var last: Any? = waiting.removeLast()
      Self.letGo(of: &last, leaving: nil)
    }
    releases -= 1
  }

  /// Ends what is held before the function returns: the optimiser may otherwise let go of it later, when nobody counts any more.
  @inline(never)
  private static func letGo<Held>(of held: inout Held, leaving nothing: Held) { held = nothing }

  /// Runs the body of a generator, unless too many wait for each other.
  static func withGenerator<Output>(
    _ body: () throws(TemplateError) -> Output
  ) throws(TemplateError) -> Output {
    let current = current
    guard current.generators < generatorLimit else {
      throw TemplateError(
        .recursionError,
        "more than \(generatorLimit) filters such as 'map' and 'select' are nested; insert '| list' between them")
    }
    current.generators += 1
    defer { current.generators -= 1 }
    return try body()
  }
}

extension TemplateValue {
  /// Whether the value is of a kind that can hold other values.
  fileprivate var mayHoldValues: Bool {
    switch self {
    case .list, .tuple, .dict, .set, .view, .generator, .callable, .object: true
    default: false
    }
  }
}
