public import Document
public import JSON
public import Templates

/// A text of a manifest that may hold a template, ready to be evaluated in a scope.
public struct TemplateText: Sendable {
  /// The text as the manifest has it.
  public let source: String
  private let site: TemplateSite
  private let template: InterpolatedString

  public init(_ source: String, _ context: BuildContext, at location: SourceLocation? = nil) {
    self.source = source
    site = TemplateSite(location, context)
    template = InterpolatedString(source, parameters: context.parameters, environment: context.environment(at: location))
  }

  public var location: SourceLocation? { site.location }

  /// What the manifest language makes of the text: a number, a list, ... where the result reads like one.
  ///
  /// - Throws: `TemplateError` when the template fails in a way that the manifest language does not forgive.
  ///
  /// - Parameters:
  ///   - scope: what the template can see.
  ///   - types: what else than text the result may be read as.
  public func value(_ scope: TemplateScope, as types: AcceptedTypes = .any) throws(TemplateError) -> TemplateValue {
    site.noteEvaluation(readsConfig: mentions(.config))
    do throws(TemplateError) {
      return try template.evaluate(scope, as: types)
    } catch {
      throw site.locating(error, source)
    }
  }

  /// Whether the template reads a variable.
  public func mentions(_ name: TemplateName) -> Bool { template.requiredVariables.contains { $0.name == name.rawValue } }

  /// The variables that the template reads beside some names, each once.
  public func variables(besides names: Set<TemplateName>) -> [String] {
    let known = Set(names.map(\.rawValue))
    return Set(template.requiredVariables.map(\.name)).subtracting(known).sorted()
  }

  /// Whether the text holds no template, so that its value never changes.
  public var isPlain: Bool { template.isPlain }

  /// Gives a record and the template's value for it, when the template is so simple that it needs no scope.
  ///
  /// A text is valid during the call of `body` only.
  ///
  /// - Returns: false when the template has to be evaluated in a scope, and nothing was done.
  package func withDirectValue(
    changing record: inout JSONRecord, as types: AcceptedTypes, _ body: (inout JSONRecord, JSONScalar) -> Void
  ) -> Bool {
    template.withDirectValue(changing: &record, as: types, body)
  }

  /// The result as JSON; values JSON does not have become their text.
  public func json(_ scope: TemplateScope) throws(TemplateError) -> JSONValue {
    site.noteEvaluation(readsConfig: mentions(.config))
    do throws(TemplateError) {
      return try template.evaluate(scope).jsonOrText()
    } catch {
      throw site.locating(error, source)
    }
  }

  /// The result as text, as Python's `str` gives it.
  public func string(_ scope: TemplateScope) throws(TemplateError) -> String { try value(scope).pythonText() }

  /// The result as text that goes out as it is, in headers, credentials, addresses and names: `1_000` and `'x'` stay what they are.
  public func text(_ scope: TemplateScope) throws(TemplateError) -> String { try value(scope, as: [.any, .verbatim]).pythonText() }

  /// The result as a value of a request: text stays text, other values of a single expression stay what they are.
  public func requestValue(_ scope: TemplateScope) throws(TemplateError) -> JSONValue {
    try value(scope, as: .requestValue).jsonOrText()
  }
}

extension AcceptedTypes {
  /// Values of requests, whatever they are, with texts as they are.
  public static let requestValue: AcceptedTypes = [.any, .list, .verbatim]
  /// Values of query parameters and form fields: texts as they are, and lists.
  public static let parameter: AcceptedTypes = [.string, .list, .verbatim]
  /// Values of JSON that is sent: what they read as, but for texts of the config.
  public static let sentJSON: AcceptedTypes = [.any, .verbatimSettings]
}

/// A condition of a manifest.
public struct TemplateCondition: Sendable {
  public let source: String
  private let site: TemplateSite
  private let template: InterpolatedBoolean

  public init(_ source: String, _ context: BuildContext, at location: SourceLocation? = nil) {
    self.source = source
    site = TemplateSite(location, context)
    template = InterpolatedBoolean(source, parameters: context.parameters, environment: context.environment(at: location))
  }

  public var location: SourceLocation? { site.location }

  public var isEmpty: Bool { source.isEmpty }

  /// Whether the condition reads a variable.
  public func mentions(_ name: TemplateName) -> Bool { template.requiredVariables.contains { $0.name == name.rawValue } }

  /// Whether the condition holds for a record; nil when it has to be evaluated in a scope.
  package func holdsDirectly(for record: JSONRecord) -> Bool? { template.directValue(of: record) }

  public func holds(_ scope: TemplateScope) throws(TemplateError) -> Bool {
    site.noteEvaluation(readsConfig: mentions(.config))
    do throws(TemplateError) {
      return try template.evaluate(scope)
    } catch {
      throw site.locating(error, source)
    }
  }

  /// Like ``holds(_:)``, but a type error is thrown, where it would otherwise count as true.
  public func holdsStrictly(_ scope: TemplateScope) throws(TemplateError) -> Bool {
    site.noteEvaluation(readsConfig: mentions(.config))
    do throws(TemplateError) {
      return try template.evaluate(scope, forgivesTypeErrors: false)
    } catch {
      throw site.locating(error, source)
    }
  }
}

/// A mapping of a manifest whose keys and direct text values may be templates; nested values are taken as they stand.
public struct TemplateMapping: Sendable {
  public let source: JSONObject
  private let template: InterpolatedMapping
  private let site: TemplateSite
  /// What names are called that come out empty; nil when such members are left out.
  private let emptyName: String?

  public init(_ source: JSONObject, _ context: BuildContext, at location: SourceLocation? = nil) {
    self.source = source
    site = TemplateSite(location, context)
    emptyName = context.follows(.namesEmptyKeysNone) ? "None" : nil
    template = InterpolatedMapping(source, parameters: context.parameters, environment: context.environment(at: location))
  }

  /// - Parameters:
  ///   - scope: what the template can see.
  ///   - accepting: the types that a result may have instead of text.
  ///   - asTexts: whether lists and mappings become their text at once, which tells tuples from lists.
  public func object(
    _ scope: TemplateScope, accepting: AcceptedTypes = .any, asTexts: Bool = false
  ) throws(TemplateError) -> JSONObject {
    site.noteEvaluation(readsConfig: true)
    do throws(TemplateError) {
      return try template.evaluate(scope, as: accepting).objectOfTexts(emptyName: emptyName, keepsLists: !asTexts)
    } catch {
      throw site.locating(error, nil)
    }
  }
}

extension BuildContext {
  /// The environment of a template that stands at a place.
  fileprivate func environment(at location: SourceLocation?) -> TemplateEnvironment {
    guard environment.onTypeError != nil, let location else { return environment }
    var environment = environment
    environment.place = "\(location)"
    return environment
  }
}

extension TemplateDict {
  /// The members with a text key; what JSON does not have becomes its text.
  func objectOfTexts(emptyName: String?, keepsLists: Bool) throws(TemplateError) -> JSONObject {
    var object: JSONObject = [:]
    for (key, value) in zip(keys, values) {
      guard let name = key.isNone ? emptyName : key.textValue else { continue }
      // Not by the names that keys would have in JSON: such values are sent as text.
      if let json = value.json, keepsLists || json.arrayValue == nil {
        object[name] = json
      } else {
        object[name] = .string(try value.pythonText())
      }
    }
    return object
  }
}

/// A value of a manifest in which any text, at any depth, may be a template.
public struct NestedTemplate: Sendable {
  public let source: JSONValue
  private let template: InterpolatedNestedMapping
  private let site: TemplateSite

  public init(_ source: JSONValue, _ context: BuildContext, at location: SourceLocation? = nil) {
    self.source = source
    site = TemplateSite(location, context)
    template = InterpolatedNestedMapping(
      source, parameters: context.parameters, environment: context.environment(at: location),
      keepsEmptyNames: context.follows(.namesEmptyKeysNone))
  }

  /// The value with its templates evaluated; members whose name or value comes out null are left out. What JSON does not have, such
  /// as bytes, becomes its text where it stands.
  ///
  /// - Parameters:
  ///   - scope: what the template can see.
  ///   - types: what texts may be read as.
  public func json(_ scope: TemplateScope, as types: AcceptedTypes = .any) throws(TemplateError) -> JSONValue {
    site.noteEvaluation(readsConfig: true)
    do throws(TemplateError) {
      return try template.evaluate(scope, as: types).jsonOrTexts()
    } catch {
      throw site.locating(error, nil)
    }
  }
}

extension TemplateValue {
  /// The value as JSON, also with keys that are not texts; a value that JSON does not have becomes its text.
  public func jsonOrText() throws(TemplateError) -> JSONValue {
    if let json = jsonNamingKeys { return json }
    return .string(try pythonText())
  }

  /// Like ``jsonOrText()``, but lists and mappings stay what they are when some of their members become texts.
  fileprivate func jsonOrTexts() throws(TemplateError) -> JSONValue {
    if let json = jsonNamingKeys { return json }
    switch self {
    case .list(let list):
      var array: [JSONValue] = []
      for element in list.elements { array.append(try element.jsonOrTexts()) }
      return .array(array)
    case .dict(let dict):
      var object: JSONObject = [:]
      for (key, value) in zip(dict.keys, dict.values) {
        let name = if let text = key.textValue { text } else { try key.pythonText() }
        object[name] = try value.jsonOrTexts()
      }
      return .object(object)
    default: return .string(try pythonText())
    }
  }
}
