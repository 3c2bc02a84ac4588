/// A macro's parameters and body.
final class MacroBody: Sendable {
  let name: String
  let parameters: [(name: String, slot: Int)]
  /// Of the last parameters.
  let defaults: [any Evaluable]
  let callerSlot, keywordSlot, positionalSlot: Int?
  let entry: ScopeEntry
  let extent: Statement.Extent
  let body: [any Renderable]

  init(
    name: String, parameters: [(name: String, slot: Int)], defaults: [any Evaluable], callerSlot: Int?, keywordSlot: Int?,
    positionalSlot: Int?, entry: ScopeEntry, extent: Statement.Extent, body: [any Renderable]
  ) {
    self.name = name
    self.parameters = parameters
    self.defaults = defaults
    self.callerSlot = callerSlot
    self.keywordSlot = keywordSlot
    self.positionalSlot = positionalSlot
    self.entry = entry
    self.extent = extent
    self.body = body
  }

  /// The value that the macro's name stands for.
  var callable: TemplateValue {
    let names = TemplateValue.tuple(parameters.map { .string($0.name) })
    return .callable(
      TemplateCallable(
        name: name, text: "<Macro '\(name)'>",
        attributes: [
          "name": .string(name), "arguments": names, "catch_kwargs": .bool(keywordSlot != nil),
          "catch_varargs": .bool(positionalSlot != nil), "caller": .bool(callerSlot != nil),
        ]
      ) { [self] (call: inout TemplateCall) throws(TemplateError) -> TemplateValue in try invoke(&call) })
  }

  private func invoke(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let runtime = call.runtime
    try runtime.enter(extent, "macro '\(name)'")
    defer { runtime.leave(extent) }
    let values = try match(&call)
    let saved = runtime.slots
    defer { runtime.slots = saved }
    entry.enter(runtime)
    if let callerSlot { runtime.slots[callerSlot] = values.caller }
    if let keywordSlot { runtime.slots[keywordSlot] = .dict(TemplateDict(texts: values.keywords.map { ($0.name, $0.value) })) }
    if let positionalSlot { runtime.slots[positionalSlot] = .tuple(values.surplus) }
    for (parameter, value) in zip(parameters, values.arguments) { runtime.slots[parameter.slot] = value }
    for (place, parameter) in parameters.enumerated() where values.arguments[place] == nil {
      let fallback = place - (parameters.count - defaults.count)
      runtime.slots[parameter.slot] =
        fallback >= 0
        ? try defaults[fallback].evaluate(runtime)
        : .undefined(UndefinedInfo(name: parameter.name, hint: "parameter '\(parameter.name)' was not provided"))
    }
    let text = try runtime.capture(body)
    return runtime.autoescape ? .markup(text) : .string(text)
  }

  private struct Values {
    var arguments: [TemplateValue?]
    var surplus: [TemplateValue]
    var keywords: [(name: String, value: TemplateValue)]
    var caller: TemplateValue?
  }

  private func match(_ call: inout TemplateCall) throws(TemplateError) -> Values {
    var values = Values(
      arguments: call.arguments.prefix(parameters.count).map { $0 }, surplus: Array(call.arguments.dropFirst(parameters.count)),
      keywords: call.keywords)
    for parameter in parameters.dropFirst(values.arguments.count) {
      let place = values.keywords.firstIndex { $0.name == parameter.name }
      values.arguments.append(place.map { values.keywords.remove(at: $0).value })
    }
    if callerSlot != nil {
      let place = values.keywords.firstIndex { $0.name == "caller" }
      values.caller = place.map { values.keywords.remove(at: $0).value }
      if values.caller?.isNone ?? true { values.caller = .undefined(UndefinedInfo(name: "caller", hint: "No caller defined")) }
    }
    if keywordSlot == nil, let extra = values.keywords.first {
      throw TemplateError(.typeError, "the macro '\(name)' takes no argument '\(extra.name)'")
    }
    if positionalSlot == nil, !values.surplus.isEmpty {
      throw TemplateError(.typeError, "the macro '\(name)' takes at most \(parameters.count) argument(s)")
    }
    return values
  }
}

/// Defines a macro.
final class MacroNode: Renderable {
  let macro: MacroBody
  let slot: Int

  init(_ macro: MacroBody, slot: Int) {
    self.macro = macro
    self.slot = slot
  }

  func render(_ runtime: TemplateRuntime) throws(TemplateError) { runtime.slots[slot] = macro.callable }
}

/// Calls something with a body of the template that it can call back as `caller()`.
final class CallBlockNode: Renderable {
  let caller: MacroBody
  let callee: any Evaluable
  let arguments: ArgumentNodes

  init(_ caller: MacroBody, callee: any Evaluable, arguments: ArgumentNodes) {
    self.caller = caller
    self.callee = callee
    self.arguments = arguments
  }

  func render(_ runtime: TemplateRuntime) throws(TemplateError) {
    let callee = try callee.evaluate(runtime)
    let call = try arguments.call("", runtime)
    if call.keywords.contains(where: { $0.name == "caller" }) {
      throw TemplateError(.typeError, "got multiple values for keyword argument 'caller'")
    }
    let keywords = call.keywords + [("caller", caller.callable)]
    let text = try runtime.call(callee, call.arguments, keywords: keywords).pythonText(runtime)
    runtime.written.add(text)
    try runtime.put(text)
  }
}
