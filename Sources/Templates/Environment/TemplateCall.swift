/// One call of a filter, test, function or method: its arguments and what it may use.
public struct TemplateCall {
  /// The name of what is called, for messages.
  public let name: String
  /// For filters and tests the first one is the value they are applied to.
  public var arguments: [TemplateValue]
  public var keywords: [(name: String, value: TemplateValue)]
  public let runtime: TemplateRuntime

  public init(
    name: String, arguments: [TemplateValue], keywords: [(name: String, value: TemplateValue)] = [], runtime: TemplateRuntime
  ) {
    self.name = name
    self.arguments = arguments
    self.keywords = keywords
    self.runtime = runtime
  }

  /// The arguments in the order of the parameters, nil where an optional one was not given.
  ///
  /// - Throws: a type error for arguments that are missing, superfluous, unknown or given twice.
  public func bound(_ signature: TemplateSignature) throws(TemplateError) -> [TemplateValue?] {
    if arguments.count > signature.positionalLimit, !signature.takesMorePositional {
      throw typeError("takes \(signature.positionalLimit) positional arguments but \(arguments.count) were given")
    }
    var bound = [TemplateValue?](repeating: nil, count: signature.names.count)
    for place in 0..<min(arguments.count, signature.positionalLimit) { bound[place] = arguments[place] }
    for (keyword, value) in keywords {
      guard let place = signature.names.firstIndex(of: keyword) else {
        if signature.takesMoreKeywords { continue }
        throw typeError("got an unexpected keyword argument '\(keyword)'")
      }
      guard bound[place] == nil else { throw typeError("got multiple values for argument '\(keyword)'") }
      bound[place] = value
    }
    for place in 0..<signature.required where bound[place] == nil {
      throw typeError("missing required argument '\(signature.names[place])'")
    }
    return bound
  }

  /// The positional arguments beyond the signature's parameters.
  public func surplus(_ signature: TemplateSignature) -> [TemplateValue] {
    Array(arguments.dropFirst(signature.positionalLimit))
  }

  /// The keyword arguments that are no parameters of the signature.
  public func surplusKeywords(_ signature: TemplateSignature) -> [(name: String, value: TemplateValue)] {
    keywords.filter { !signature.names.contains($0.name) }
  }

  /// A type error whose message starts with the name of what is called.
  public func typeError(_ message: String) -> TemplateError { TemplateError(.typeError, "\(name)() \(message)") }
}
