/// One rendering: the environment, and the fuel that is left. Filters and functions get it with each call.
public final class TemplateRuntime {
  public let environment: TemplateEnvironment
  /// Whether output and `~` escape HTML (inside `{% autoescape true %}`).
  public internal(set) var autoescape = false
  private var fuel: Int

  public init(environment: TemplateEnvironment) {
    self.environment = environment
    fuel = environment.options.fuel
  }

  public var host: TemplateHost { environment.host }

  /// Takes steps off the fuel; call it with the amount of work or elements before doing much.
  ///
  /// - Throws: a limit error when the template has done too much.
  public func charge(_ steps: Int = 1) throws(TemplateError) {
    fuel -= max(0, min(steps, 1 << 40))
    if fuel < 0 { throw TemplateError(.limit, "the template takes more than \(environment.options.fuel) steps") }
  }

  /// Checks the size of a text or list before it is made.
  public func checkSize(_ size: Int) throws(TemplateError) {
    if size > environment.options.outputLimit {
      throw TemplateError(.limit, "the template makes more than \(environment.options.outputLimit) bytes")
    }
  }

  /// Applies a filter by name, as `map('upper')` does.
  public func applyFilter(
    _ name: String, _ arguments: [TemplateValue], keywords: [(name: String, value: TemplateValue)] = []
  ) throws(TemplateError) -> TemplateValue {
    guard let filter = environment.filters[name] else {
      throw TemplateError(.templateRuntime, "no filter is named '\(name)'")
    }
    try charge()
    var call = TemplateCall(name: name, arguments: arguments, keywords: keywords, runtime: self)
    return try filter(&call)
  }

  /// Applies a test by name, as `select('odd')` does.
  public func applyTest(
    _ name: String, _ arguments: [TemplateValue], keywords: [(name: String, value: TemplateValue)] = []
  ) throws(TemplateError) -> Bool {
    guard let test = environment.tests[name] else {
      throw TemplateError(.templateRuntime, "no test is named '\(name)'")
    }
    try charge()
    var call = TemplateCall(name: name, arguments: arguments, keywords: keywords, runtime: self)
    return try test(&call).truth()
  }
}
