/// Quoted text and bytes.
extension LiteralReader {
  /// One or more string literals, which follow each other and are joined.
  mutating func strings() -> TemplateValue? {
    guard let first = string() else { return nil }
    var text = first.text
    var data = first.bytes
    while true {
      let behind = at
      skipSpace()
      guard let byte = peek(), startsString(byte) else {
        at = behind
        break
      }
      guard let next = string(), (next.bytes == nil) == (data == nil) else { return nil }
      text += next.text
      if let more = next.bytes { data?.append(contentsOf: more) }
    }
    if let data { return .bytes(data) }
    return .string(text)
  }

  private func startsString(_ byte: UInt8) -> Bool {
    var offset = 0
    while let byte = peek(offset), offset < 3 {
      if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { return true }
      guard "rRbBuUfF".utf8.contains(byte) else { return false }
      offset += 1
    }
    return false
  }

  private mutating func string() -> (text: String, bytes: [UInt8]?)? {
    var prefix = ""
    while let byte = peek(), byte != UInt8(ascii: "'"), byte != UInt8(ascii: "\"") {
      prefix.unicodeScalars.append(Unicode.Scalar(byte | 0x20))
      at += 1
    }
    guard ["", "r", "u", "b", "br", "rb"].contains(prefix), let quote = peek() else { return nil }
    let isTriple = peek(1) == quote && peek(2) == quote
    at += isTriple ? 3 : 1
    let start = at
    guard let end = stringEnd(quote, isTriple: isTriple) else { return nil }
    let body = ArraySlice(lineEndsNormal(bytes[start..<end]))
    at = end + (isTriple ? 3 : 1)
    let isRaw = prefix.contains("r")
    if prefix.contains("b") {
      if isRaw { return body.allSatisfy { $0 < 0x80 } ? ("", Array(body)) : nil }
      return (try? StringEscapes.resolveBytes(body)).map { ("", $0) }
    }
    if isRaw { return (String(decoding: body, as: UTF8.self), nil) }
    return (try? StringEscapes.resolve(body, mode: .template)).map { ($0, nil) }
  }

  private func lineEndsNormal(_ body: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8] {
    guard body.contains(0x0D) else { return Array(body) }
    var result: [UInt8] = []
    var previous: UInt8 = 0
    for byte in body {
      if byte == 0x0D { result.append(0x0A) } else if byte != 0x0A || previous != 0x0D { result.append(byte) }
      previous = byte
    }
    return result
  }

  private func stringEnd(_ quote: UInt8, isTriple: Bool) -> Int? {
    var end = at
    while end < bytes.count {
      let byte = bytes[end]
      if byte == UInt8(ascii: "\\") {
        end += 2
      } else if byte == quote {
        if !isTriple { return end }
        if end + 2 < bytes.count, bytes[end + 1] == quote, bytes[end + 2] == quote { return end }
        end += 1
      } else if byte == 0 || !isTriple && (byte == 0x0A || byte == 0x0D) {
        return nil
      } else {
        end += 1
      }
    }
    return nil
  }
}
