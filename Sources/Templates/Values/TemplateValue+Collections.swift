extension TemplateValue {
  /// The elements one gets by iterating: characters of text, keys of dictionaries, nothing of an undefined value.
  ///
  /// - Throws: a type error for values that cannot be iterated, and whatever a generator throws.
  public func elements(_ runtime: TemplateRuntime) throws(TemplateError) -> [TemplateValue] {
    switch self {
    case .list(let list): return list.elements
    case .tuple(let tuple): return tuple.elements
    case .dict(let dict): return dict.keys
    case .set(let set): return set.elements
    case .view(let view): return view.elements
    case .string(let text), .markup(let text): return text.unicodeScalars.map { .string(String($0)) }
    case .bytes(let bytes): return bytes.map { .integer(Int($0)) }
    case .undefined: return []
    case .generator(let generator): return try Self.drain(generator, runtime)
    case .object(let object):
      if let generator = try object.iterate() { return try Self.drain(generator, runtime) }
      if let mapping = object.mapping { return mapping.keys }
    default: break
    }
    throw TemplateError(.typeError, "'\(typeName)' object is not iterable")
  }

  /// The elements one after the other; generators stay lazy.
  ///
  /// - Throws: a type error for values that cannot be iterated.
  public func iterator(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateGenerator {
    switch self {
    case .generator(let generator): return generator
    case .object(let object):
      if let generator = try object.iterate() { return generator }
    default: break
    }
    return TemplateGenerator(typeName: "\(typeName)_iterator", try elements(runtime))
  }

  /// The number of elements, as `len()` counts it; nil for values without a length.
  public var length: Int? {
    switch self {
    case .list(let list): list.elements.count
    case .tuple(let tuple): tuple.elements.count
    case .dict(let dict): dict.count
    case .set(let set): set.count
    case .view(let view): view.dict.count
    case .string(let text), .markup(let text): text.unicodeScalars.count
    case .bytes(let bytes): bytes.count
    case .undefined: 0
    case .object(let object): object.length
    default: nil
    }
  }

  private static func drain(
    _ generator: TemplateGenerator, _ runtime: TemplateRuntime
  ) throws(TemplateError) -> [TemplateValue] {
    var elements: [TemplateValue] = []
    while let element = try generator.next() {
      try runtime.charge()
      elements.append(element)
    }
    return elements
  }
}
