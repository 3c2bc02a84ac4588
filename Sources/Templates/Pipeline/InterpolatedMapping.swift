public import JSON

/// A mapping of a manifest whose keys and direct text values may be templates; nested values stay as they are.
public final class InterpolatedMapping: Sendable {
  private enum Value: Sendable {
    case template(Interpolation)
    case constant(JSONValue)
  }

  private let members: [(key: Interpolation, value: Value)]

  public init(_ mapping: JSONObject, parameters: JSONObject? = nil, environment: TemplateEnvironment) {
    let shared = SharedEnvironment(environment)
    members = mapping.map { key, value in
      let name = Interpolation(key, parameters: parameters, fallback: .nothing, shared)
      guard case .string(let text) = value else { return (name, .constant(value)) }
      return (name, .template(Interpolation(text, parameters: parameters, fallback: .nothing, shared)))
    }
  }

  public var isEmpty: Bool { members.isEmpty }

  /// The first template that does not parse; evaluating the mapping then throws the same.
  public var syntaxError: TemplateSyntaxError? {
    for (key, value) in members {
      if let error = key.syntaxError { return error }
      if case .template(let template) = value, let error = template.syntaxError { return error }
    }
    return nil
  }

  /// The mapping with its templates evaluated. Undefined and empty results are null, also as keys.
  ///
  /// - Parameter types: what the text of values may be read as; keys always stay text.
  public func evaluate(_ context: any TemplateContext, as types: AcceptedTypes = .any) throws(TemplateError) -> TemplateDict {
    let result = TemplateDict()
    let nameTypes: AcceptedTypes = types.contains(.verbatim) ? [.string, .verbatim] : .string
    for (key, value) in members {
      do throws(TemplateError) {
        let name = try key.evaluate(context, nameTypes)
        switch value {
        case .constant(let constant): try result.set(name, to: TemplateValue(constant))
        case .template(let template): try result.set(name, to: try template.evaluate(context, types))
        }
      } catch {
        throw error.within(key.text)
      }
    }
    return result
  }
}

/// A value of a manifest in which every text, however deep and also as a key, may be a template.
public final class InterpolatedNestedMapping: Sendable {
  private indirect enum Node: Sendable {
    case template(Interpolation)
    case constant(JSONValue)
    case list([Node])
    case mapping([(key: Interpolation, value: Node)])
  }

  private let root: Node
  private let keepsEmptyNames: Bool

  /// - Parameter keepsEmptyNames: whether members whose name becomes null stay.
  public init(_ value: JSONValue, parameters: JSONObject? = nil, environment: TemplateEnvironment, keepsEmptyNames: Bool = true) {
    self.keepsEmptyNames = keepsEmptyNames
    root = Self.node(value, parameters, SharedEnvironment(environment))
  }

  private static func node(_ value: JSONValue, _ parameters: JSONObject?, _ shared: SharedEnvironment) -> Node {
    switch value {
    case .string(let text): .template(Interpolation(text, parameters: parameters, fallback: .nothing, shared))
    case .array(let elements): .list(elements.map { node($0, parameters, shared) })
    case .object(let object):
      .mapping(
        object.map { key, value in
          (Interpolation(key, parameters: parameters, fallback: .nothing, shared), node(value, parameters, shared))
        })
    default: .constant(value)
    }
  }

  /// The value with its templates evaluated. Members of mappings that become null are left out; nulls in lists stay.
  ///
  /// - Parameter types: what texts may be read as.
  public func evaluate(_ context: any TemplateContext, as types: AcceptedTypes = .any) throws(TemplateError) -> TemplateValue {
    try value(of: root, context, types)
  }

  private func value(of node: Node, _ context: any TemplateContext, _ types: AcceptedTypes) throws(TemplateError) -> TemplateValue {
    switch node {
    case .constant(let constant): return TemplateValue(constant)
    case .template(let template): return try template.evaluate(context, types)
    case .list(let nodes):
      var elements: [TemplateValue] = []
      for (place, node) in nodes.enumerated() {
        do throws(TemplateError) {
          elements.append(try value(of: node, context, types))
        } catch {
          throw error.within(String(place))
        }
      }
      return .list(elements)
    case .mapping(let members):
      let all = TemplateDict()
      for (key, node) in members {
        do throws(TemplateError) {
          try all.set(try key.evaluate(context, .any), to: try value(of: node, context, types))
        } catch {
          throw error.within(key.text)
        }
      }
      return .dict(try TemplateDict(zip(all.keys, all.values).filter { !$0.1.isNone && (keepsEmptyNames || !$0.0.isNone) }))
    }
  }
}
