public import Document
public import JSON
public import Templates

/// A text of a manifest that may hold a template, ready to be evaluated in a scope.
public struct TemplateText: Sendable {
  /// The text as the manifest has it.
  public let source: String
  public let location: SourceLocation?
  private let parameters: JSONObject
  private let template: InterpolatedString

  /// - Throws: `Diagnostic` when the template does not parse.
  public init(_ source: String, _ context: BuildContext, at location: SourceLocation? = nil) throws {
    self.source = source
    self.location = location
    parameters = context.parameters
    template = try TemplateSource.compile(at: location) {
      try InterpolatedString(source, environment: context.environment)
    }
  }

  /// What the manifest language makes of the text: a number, a list, ... where the result reads like one.
  ///
  /// - Throws: `TemplateError` when the template fails in a way that the manifest language does not forgive.
  public func value(_ scope: TemplateScope) throws(TemplateError) -> TemplateValue {
    try template.evaluate(scope.with(parameters: parameters))
  }

  /// The result as JSON; values JSON does not have become their text.
  public func json(_ scope: TemplateScope) throws(TemplateError) -> JSONValue { try value(scope).jsonOrText() }

  /// The result as text, as Python's `str` gives it.
  public func string(_ scope: TemplateScope) throws(TemplateError) -> String { try value(scope).pythonText() }
}

/// A condition of a manifest.
public struct TemplateCondition: Sendable {
  public let source: String
  public let location: SourceLocation?
  private let parameters: JSONObject
  private let template: InterpolatedBoolean

  /// - Throws: `Diagnostic` when the template does not parse.
  public init(_ source: String, _ context: BuildContext, at location: SourceLocation? = nil) throws {
    self.source = source
    self.location = location
    parameters = context.parameters
    template = try TemplateSource.compile(at: location) {
      try InterpolatedBoolean(source, environment: context.environment)
    }
  }

  public var isEmpty: Bool { source.isEmpty }

  public func holds(_ scope: TemplateScope) throws(TemplateError) -> Bool {
    try template.evaluate(scope.with(parameters: parameters))
  }
}

/// A mapping of a manifest whose keys and direct text values may be templates; nested values are taken as they stand.
public struct TemplateMapping: Sendable {
  public let source: JSONObject
  private let parameters: JSONObject
  private let template: InterpolatedMapping

  /// - Throws: `Diagnostic` when a template does not parse.
  public init(_ source: JSONObject, _ context: BuildContext, at location: SourceLocation? = nil) throws {
    self.source = source
    parameters = context.parameters
    template = try TemplateSource.compile(at: location) {
      try InterpolatedMapping(source, environment: context.environment)
    }
  }

  /// - Parameter accepting: the types that a result may have instead of text.
  public func object(_ scope: TemplateScope, accepting: InterpolatedMapping.AcceptedTypes = .any) throws(TemplateError) -> JSONObject {
    try template.evaluate(scope.with(parameters: parameters), accepting: accepting)
  }
}

/// A value of a manifest in which any text, at any depth, may be a template.
public struct NestedTemplate: Sendable {
  public let source: JSONValue
  private let parameters: JSONObject
  private let template: InterpolatedNestedMapping

  /// - Throws: `Diagnostic` when a template does not parse.
  public init(_ source: JSONValue, _ context: BuildContext, at location: SourceLocation? = nil) throws {
    self.source = source
    parameters = context.parameters
    template = try TemplateSource.compile(at: location) {
      try InterpolatedNestedMapping(source, environment: context.environment)
    }
  }

  /// The value with its templates evaluated; members of objects that come out null are left out.
  public func json(_ scope: TemplateScope) throws(TemplateError) -> JSONValue {
    try template.evaluate(scope.with(parameters: parameters)).jsonOrText()
  }
}

enum TemplateSource {
  static func compile<Result>(at location: SourceLocation?, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as TemplateSyntaxError {
      throw Diagnostic(code: "template-syntax", "the template does not parse: \(error)", at: location)
    }
  }
}

extension TemplateValue {
  /// The value as JSON; a value that JSON does not have becomes its text.
  public func jsonOrText() throws(TemplateError) -> JSONValue {
    if let json { return json }
    return .string(try pythonText())
  }
}
