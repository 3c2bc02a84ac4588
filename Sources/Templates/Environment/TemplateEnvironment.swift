public import Quirks

/// The body of a filter, test or function.
public typealias TemplateFunction = @Sendable (inout TemplateCall) throws(TemplateError) -> TemplateValue

/// What templates of a run know: filters, tests and functions by name, host services, limits.
public struct TemplateEnvironment: Sendable {
  public var filters: [String: TemplateFunction]
  /// Tests give any value; its truth counts.
  public var tests: [String: TemplateFunction]
  public var functions: [String: TemplateFunction]
  public var host: TemplateHost
  public var options: TemplateOptions
  /// Hears of templates that ended in a type error and so gave their own text, once for each template. The place is where the
  /// template was written, where that is known.
  public var onTypeError: (@Sendable (_ template: String, _ place: String?, _ error: TemplateError) -> Void)?
  /// Where the templates made in this environment were written, for messages.
  public var place: String?

  /// The environment with all filters, tests and functions of the manifest language.
  public init(host: TemplateHost, options: TemplateOptions = TemplateOptions()) {
    filters = BuiltinFilters.all
    tests = BuiltinTests.all
    functions = BuiltinFunctions.all.merging(DateFunctions.all) { $1 }
    self.host = host
    self.options = options
  }
}

/// Limits, and the points in which the reference can be followed more closely.
public struct TemplateOptions: Sendable {
  /// In which points to follow the reference where Headwater differs on purpose.
  public let quirks: QuirkSet
  /// The number of steps (loop rounds, calls, elements made) one rendering may take.
  public var fuel: Int
  /// The number of bytes one rendering may put out, and the size of any text or list it makes on the way.
  public var outputLimit: Int

  public init(quirks: QuirkSet = .none, fuel: Int = 10_000_000, outputLimit: Int = 64 << 20) {
    self.quirks = quirks
    self.fuel = fuel
    self.outputLimit = outputLimit
  }

  public func follows(_ quirk: Quirk) -> Bool { quirks.contains(quirk) }
}
