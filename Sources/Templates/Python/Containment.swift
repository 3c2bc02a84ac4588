/// The operator `in`.
enum Containment {
  /// Whether a container has an element.
  ///
  /// - Throws: a type error for containers that cannot be asked.
  static func contains(
    _ container: TemplateValue, _ element: TemplateValue, _ runtime: TemplateRuntime
  ) throws(TemplateError) -> Bool {
    switch container {
    case .string(let text), .markup(let text):
      guard let part = element.textValue else {
        throw TemplateError(.typeError, "'in <string>' requires string as left operand, not \(element.typeName)")
      }
      try runtime.charge((text.utf8.count + part.utf8.count) / 64)
      return TextSearch.contains(text, part)
    case .dict(let dict): return try dict.value(element) != nil
    case .set(let set): return try set.contains(element)
    case .list(let list): return try place(of: element, in: list.elements, runtime) != nil
    case .tuple(let tuple): return try place(of: element, in: tuple.elements, runtime) != nil
    case .view(let view) where view.kind == .keys: return try view.dict.value(element) != nil
    case .bytes(let bytes):
      if case .bytes(let part) = element {
        return bytes.withUnsafeBufferPointer { bytes in part.withUnsafeBufferPointer { TextSearch.first($0, in: bytes) } } != nil
      }
      guard let byte = element.integerValue else {
        throw TemplateError(.typeError, "a bytes-like object is required, not '\(element.typeName)'")
      }
      guard let byte = UInt8(exactly: byte) else { throw TemplateError(.valueError, "byte must be in range(0, 256)") }
      return bytes.contains(byte)
    case .object(let object):
      if let name = element.textValue, object.mapping != nil { return object.item(name) != nil }
      if let mapping = object.mapping { return try mapping.value(element) != nil }
    default: break
    }
    let iterator: TemplateGenerator
    do {
      iterator = try container.iterator(runtime)
    } catch {
      throw TemplateError(.typeError, "argument of type '\(container.typeName)' is not iterable")
    }
    while let next = try iterator.next() {
      if try next.equals(element, runtime) { return true }
    }
    return false
  }

  /// The place of the first of some values that equals a value.
  static func place(
    of value: TemplateValue, in values: [TemplateValue], _ runtime: TemplateRuntime
  ) throws(TemplateError) -> Int? {
    try runtime.charge(values.count / 16)
    for place in values.indices where try values[place].equals(value, runtime) { return place }
    return nil
  }
}
