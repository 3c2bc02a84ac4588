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
      return TextSearch.contains(text, part)
    case .dict(let dict): return try dict.value(element) != nil
    case .set(let set): return try set.contains(element)
    case .list(let list): return list.elements.contains { $0.equals(element) }
    case .tuple(let tuple): return tuple.elements.contains { $0.equals(element) }
    case .view(let view) where view.kind == .keys: return try view.dict.value(element) != nil
    case .bytes(let bytes):
      if case .bytes(let part) = element { return TextSearch.first(part[...], in: bytes[...]) != nil }
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
      if next.equals(element) { return true }
    }
    return false
  }
}

/// Looking for bytes in bytes.
enum TextSearch {
  static func contains(_ text: String, _ part: String) -> Bool {
    if part.isEmpty { return true }
    var text = text
    var part = part
    return text.withUTF8 { whole in
      part.withUTF8 { wanted in first(wanted, in: whole) != nil }
    }
  }

  /// The place of the first occurrence.
  static func first<Bytes: BidirectionalCollection<UInt8>>(
    _ part: some Collection<UInt8>, in whole: Bytes
  ) -> Bytes.Index? {
    guard let head = part.first else { return whole.startIndex }
    let size = part.count
    guard size <= whole.count else { return nil }
    var at = whole.startIndex
    let last = whole.index(whole.endIndex, offsetBy: -size)
    while at <= last {
      if whole[at] == head, whole[at...].starts(with: part) { return at }
      at = whole.index(after: at)
    }
    return nil
  }
}
