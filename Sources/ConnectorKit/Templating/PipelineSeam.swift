// Stands in for the interpolation pipeline of Templates until it lands there.
public import JSON
public import Templates

public struct TemplateSyntaxError: Error, Sendable {}

public struct InterpolatedString: Sendable {
  let source: String
  public init(_ source: String, environment: TemplateEnvironment) throws { self.source = source }
  public func evaluate(_ context: some TemplateContext) throws(TemplateError) -> TemplateValue { .string(source) }
}

public struct InterpolatedBoolean: Sendable {
  let source: String
  public init(_ source: String, environment: TemplateEnvironment) throws { self.source = source }
  public func evaluate(_ context: some TemplateContext) throws(TemplateError) -> Bool { source == "True" }
}

public struct InterpolatedMapping: Sendable {
  public enum AcceptedTypes: Sendable { case any, text, textOrList }
  let source: JSONObject
  public init(_ source: JSONObject, environment: TemplateEnvironment) throws { self.source = source }
  public func evaluate(_ context: some TemplateContext, accepting: AcceptedTypes) throws(TemplateError) -> JSONObject { source }
}

public struct InterpolatedNestedMapping: Sendable {
  let source: JSONValue
  public init(_ source: JSONValue, environment: TemplateEnvironment) throws { self.source = source }
  public func evaluate(_ context: some TemplateContext) throws(TemplateError) -> TemplateValue { TemplateValue(source) }
}

extension TemplateValue {
  public init(_ view: JSONView) { self.init(view.value) }
  public var json: JSONValue? {
    switch self {
    case .none: .null
    case .bool(let value): .bool(value)
    case .integer(let value): .integer(value)
    case .double(let value): .double(value)
    case .string(let value): .string(value)
    default: nil
    }
  }
}

extension TemplateDict {
  public convenience init(_ record: JSONRecord) { self.init(record.object) }
}
