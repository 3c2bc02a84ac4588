/// Reading attributes and items, with the rules of the sandbox.
enum Access {
  /// `value.name`: an attribute or method when there is one, else the item of that key, else undefined.
  static func attribute(of value: TemplateValue, _ name: AttributeName) throws(TemplateError) -> TemplateValue {
    if case .dict(let dict) = value, name.dictMethod == nil, !name.isPrivate {
      return dict.text(name.name) ?? .undefined(name.undefined)
    }
    if let found = try attributeOnly(of: value, name) { return found }
    switch value {
    case .dict(let dict): return dict.text(name.name) ?? .undefined(name.undefined)
    case .object(let object): return object.item(name.name) ?? .undefined(name.undefined)
    default: return .undefined(name.undefined)
    }
  }

  /// `value[key]`: the item when there is one, else an attribute when the key is text, else undefined.
  static func item(of value: TemplateValue, key: TemplateValue) throws(TemplateError) -> TemplateValue {
    if let found = try Subscript.item(of: value, key) { return found }
    if let name = key.textValue {
      let name = AttributeName(name)
      return try attributeOnly(of: value, name) ?? .undefined(name.undefined)
    }
    return .undefined(UndefinedInfo(name: (try? key.pythonRepr()) ?? ""))
  }

  /// `value['key']` with a key that is known beforehand.
  static func item(of value: TemplateValue, _ name: AttributeName) throws(TemplateError) -> TemplateValue {
    switch value {
    case .dict(let dict):
      if let found = dict.text(name.name) { return found }
    case .undefined(let info): throw info.error
    case .object(let object):
      if let found = object.item(name.name) { return found }
    default: break
    }
    return try attributeOnly(of: value, name) ?? .undefined(name.undefined)
  }

  /// The dictionary whose items a value has, if any.
  static func mapping(of value: TemplateValue) -> TemplateDict? {
    switch value {
    case .dict(let dict): dict
    case .object(let object): object.mapping
    default: nil
    }
  }

  static func attributeOnly(of value: TemplateValue, _ name: AttributeName) throws(TemplateError) -> TemplateValue? {
    if case .undefined(let info) = value { throw info.error }
    if case .object(let object) = value, let found = try object.attribute(name.name) { return found }
    if name.isPrivate {
      guard PrivateNames.exist(name.name, on: value) else { return nil }
      let message = "access to attribute '\(name.name)' of '\(value.typeName)' object is unsafe."
      return .undefined(UndefinedInfo(name: name.name, hint: message, errorKind: .securityError))
    }
    if hasMethod(value, name) { return .callable(bound(value, name)) }
    switch value {
    case .bool, .integer, .bigInteger, .double, .complex: return NumberMethods.attribute(of: value, name.name)
    case .tuple(let tuple): return tuple.names.firstIndex(of: name.name).map { tuple.elements[$0] }
    case .datetime, .date, .timedelta, .duration: return DateMembers.member(name.name, of: value)
    case .callable(let callable): return callable.attributes[name.name]
    case .view(let view) where name.name == "mapping": return .dict(view.dict)
    default: return nil
    }
  }

  /// A method bound to its value.
  private static func bound(_ value: TemplateValue, _ name: AttributeName) -> TemplateCallable {
    let text = "<built-in method \(name.name) of \(value.typeName) object>"
    return TemplateCallable(name: name.name, text: text) { (call: inout TemplateCall) throws(TemplateError) -> TemplateValue in
      try callMethod(of: value, name, &call) ?? .none
    }
  }

  static func hasMethod(_ value: TemplateValue, _ name: AttributeName) -> Bool {
    switch value {
    case .string, .markup: name.stringMethod != nil
    case .dict: name.dictMethod != nil
    case .list: name.listMethod != nil
    case .object(let object): MappingMethods.names.contains(name.name) && object.mapping != nil
    case .set: SetMethods.all[name.name] != nil
    case .tuple: TupleMethods.all[name.name] != nil
    case .bytes: BytesMethods.all[name.name] != nil
    case .bool, .integer, .bigInteger, .double, .complex: NumberMethods.has(name.name, on: value)
    case .view: name.name == "isdisjoint"
    default: false
    }
  }

  /// Calls a method without making a value of it first; nil when the value has no such method.
  static func callMethod(
    of value: TemplateValue, _ name: AttributeName, _ call: inout TemplateCall
  ) throws(TemplateError) -> TemplateValue? {
    switch value {
    case .string(let text): return try name.stringMethod?(text, &call)
    case .markup(let text):
      guard let method = name.stringMethod else { return nil }
      return try Markup.call(method, name.name, text, &call)
    case .dict(let dict): return try name.dictMethod?(dict, &call)
    case .list(let list): return try name.listMethod?(list, &call)
    case .object(let object):
      guard MappingMethods.names.contains(name.name), let mapping = object.mapping else { return nil }
      return try name.dictMethod?(mapping, &call)
    case .set(let set): return try SetMethods.all[name.name]?(set, &call)
    case .tuple(let tuple): return try TupleMethods.all[name.name]?(tuple, &call)
    case .bytes(let bytes): return try BytesMethods.all[name.name]?(bytes, &call)
    case .bool, .integer, .bigInteger, .double, .complex: return try NumberMethods.call(name.name, on: value, &call)
    case .view(let view): return try SetMethods.all[name.name]?(TemplateSet(view.elements), &call)
    default: return nil
    }
  }
}

/// The methods of objects that only read like dictionaries.
enum MappingMethods {
  static let names: Set<String> = ["keys", "values", "items", "get"]
}
