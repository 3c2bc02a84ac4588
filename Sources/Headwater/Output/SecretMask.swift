internal import ConnectorKit
internal import JSON
internal import Synchronization
internal import Templates

/// Takes secrets out of texts that people or machines read: settings marked as secret and tokens got at run time, as they are, escaped in
/// any of the ways in which texts travel (see ``EscapedText``), or as base64.
package final class SecretMask: Sendable {
  private static let replacement = "****"
  /// A line of a secret of several lines is a secret of its own from so many bytes on.
  private static let secretLine = 16
  /// Shorter pieces of base64 are found in other texts by chance.
  private static let secretBase64 = 8

  private struct Needles {
    var secrets: Set<String> = []
    var all: Set<[UInt8]> = []
    /// By their first byte, the longest first.
    var byFirst: [UInt8: [[UInt8]]] = [:]
  }

  private let needles = Mutex(Needles())

  package init() {}

  /// Remembers a secret.
  package func add(_ secret: String) {
    guard !secret.isEmpty, needles.withLock({ $0.secrets.insert(secret).inserted }) else { return }
    let lines = secret.split(whereSeparator: \.isNewline).map { $0.filter { !$0.isWhitespace } }
    let forms =
      [Array(secret.utf8)] + Self.base64Forms(secret)
      + (lines.count > 1 ? lines.filter { $0.utf8.count >= Self.secretLine }.map { Array($0.utf8) } : [])
    needles.withLock { needles in
      for form in forms where !form.isEmpty && needles.all.insert(form).inserted {
        needles.byFirst[form[0], default: []].append(form)
        needles.byFirst[form[0]]?.sort { $0.count > $1.count }
      }
    }
  }

  /// The secret as base64, and what stands for it in the base64 of a text that holds it.
  private static func base64Forms(_ secret: String) -> [[UInt8]] {
    let bytes = Array(secret.utf8)
    var forms = [Base64.encode(bytes), Base64.encode(bytes, alphabet: .urlSafe, padded: false)].map { Array($0.utf8) }
    for offset in 0..<3 {
      let padding = [UInt8](repeating: 0, count: offset)
      for encoded in [Base64.encode(padding + bytes), Base64.encode(padding + bytes, alphabet: .urlSafe, padded: false)] {
        // The characters that depend on the secret alone, not on what stands beside it.
        let inner = Array(encoded.utf8)[(offset * 8 + 5) / 6..<(offset + bytes.count) * 8 / 6]
        if inner.count >= Self.secretBase64 { forms.append(Array(inner)) }
      }
    }
    return forms
  }

  /// The text with every secret replaced; where secrets overlap, the longest is taken.
  package func mask(_ text: String) -> String {
    let needles = needles.withLock { $0.byFirst }
    guard !needles.isEmpty else { return text }
    let escaped = EscapedText(text)
    var searches: [[UInt8]: EscapedText.Search] = [:]
    var result: [UInt8] = []
    var place = 0
    var isChanged = false
    while place < escaped.bytes.count {
      if let end = Self.secretEnd(escaped, place, needles, &searches) {
        result += Array(Self.replacement.utf8)
        place = end
        isChanged = true
      } else {
        result.append(escaped.bytes[place])
        place += 1
      }
    }
    return isChanged ? String(decoding: result, as: UTF8.self) : text
  }

  private static func secretEnd(
    _ text: EscapedText, _ place: Int, _ needles: [UInt8: [[UInt8]]], _ searches: inout [[UInt8]: EscapedText.Search]
  ) -> Int? {
    var candidates = needles[text.bytes[place]] ?? []
    let escapes = text.escapes(at: place)
    if !escapes.isEmpty {
      let firsts = Set(escapes.compactMap(\.bytes.first)).subtracting([text.bytes[place]])
      candidates = (candidates + firsts.flatMap { needles[$0] ?? [] }).sorted { $0.count > $1.count }
    }
    for needle in candidates {
      if let end = searches[needle, default: EscapedText.Search(needle)].end(in: text, at: place) { return end }
    }
    return nil
  }
}

extension SecretMask {
  /// Remembers the values of the settings that a specification marks as secret.
  ///
  /// - Parameters:
  ///   - config: the settings.
  ///   - schema: the connection specification; properties with `airbyte_secret` are secret, at any depth and in every `oneOf`.
  package func addSecrets(of config: JSONValue, by schema: JSONValue) {
    guard let schema = schema.objectValue else { return }
    if schema["airbyte_secret"]?.boolValue == true { addAll(of: config) }
    for (name, property) in schema["properties"]?.objectValue ?? [:] {
      if let value = config[name] { addSecrets(of: value, by: property) }
    }
    for keyword in ["oneOf", "anyOf", "allOf"] {
      for branch in schema[keyword]?.arrayValue ?? [] { addSecrets(of: config, by: branch) }
    }
    if let items = schema["items"] { for element in config.arrayValue ?? [] { addSecrets(of: element, by: items) } }
  }

  private func addAll(of value: JSONValue) {
    switch value {
    case .null, .bool: break
    case .array(let elements): elements.forEach(addAll)
    case .object(let object): object.values.forEach(addAll)
    default: add(FormEncoding.text(value))
    }
  }
}
