import ConnectorKit

/// Reads lines of `name=value` pairs, such as programs write into their logs. Values may stand in quotes.
struct LogLines: BodyDecoder {
  static let spec = ComponentSpec<any BodyDecoder>(
    "LogLines", "Reads lines of name=value pairs; each line is a value.",
    make: { LogLines() })

  /// Lines are read while they arrive, so that memory does not grow with the body.
  var isStreaming: Bool { true }

  func session(for response: Response, _ scope: RequestScope) throws -> any DecodingSession { LogLineSession() }
}

struct LogLineSession: DecodingSession {
  private var rest: [UInt8] = []
  private var lineNumber = 0

  mutating func decode(_ bytes: consuming [UInt8], isLast: Bool) throws -> [JSONView] {
    rest += bytes
    var views: [JSONView] = []
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      if let view = try line(rest[..<end]) { views.append(view) }
      rest.removeSubrange(...end)
    }
    if isLast, let view = try line(rest[...]) { views.append(view) }
    return views
  }

  private mutating func line(_ bytes: ArraySlice<UInt8>) throws -> JSONView? {
    lineNumber += 1
    var text = Substring(decoding: bytes, as: UTF8.self)
    var object = JSONObject()
    while true {
      text = text.drop { $0 == " " }
      guard !text.isEmpty else { break }
      guard let equals = text.firstIndex(of: "="), !text[..<equals].contains(" ") else {
        throw SyncError(.system, "Line \(lineNumber) of the answer is not made of name=value pairs.")
      }
      let name = String(text[..<equals])
      text = text[text.index(after: equals)...]
      object[name] = .string(value(&text))
    }
    return object.isEmpty ? nil : try JSONView(encoding: .object(object))
  }

  private func value(_ text: inout Substring) -> String {
    guard text.first == "\"" else {
      let value = text.prefix { $0 != " " }
      text = text[value.endIndex...]
      return String(value)
    }
    text = text.dropFirst()
    let value = text.prefix { $0 != "\"" }
    text = text[value.endIndex...].dropFirst()
    return String(value)
  }
}
