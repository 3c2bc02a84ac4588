internal import ConnectorKit
internal import Cryptography
internal import JSON
internal import Synchronization
internal import Templates

/// Takes secrets out of texts that people or machines read: settings marked as secret, tokens got at run time, and the forms
/// in which they travel.
final class SecretMask: Sendable {
  private static let replacement = "****"

  private let needles = Mutex<[[UInt8]]>([])

  /// Remembers a secret and its URL-encoded, base64 and JSON-escaped forms.
  func add(_ secret: String) {
    guard !secret.isEmpty else { return }
    let bytes = Array(secret.utf8)
    var forms: [String] = [
      secret, FormEncoding.escape(secret), PercentEncoding.encode(secret, keeping: PercentEncoding.unreserved),
      PercentEncoding.encode(secret, keeping: PercentEncoding.unreserved.union("/".utf8)), Base64.encode(bytes),
      Base64.encode(bytes, alphabet: .urlSafe, padded: false),
    ]
    forms.append(String(JSONText.compact(.string(secret)).dropFirst().dropLast()))
    forms.append(String(JSONText.python(.string(secret)).dropFirst().dropLast()))
    forms += secret.split(whereSeparator: \.isNewline).count > 1 ? [secret.split(whereSeparator: \.isNewline).joined(separator: "\\n")] : []
    needles.withLock { needles in
      for form in forms where !form.isEmpty {
        let form = Array(form.utf8)
        if !needles.contains(form) { needles.append(form) }
      }
      needles.sort { $0.count > $1.count }
    }
  }

  /// The text with every secret replaced; where secrets overlap, the longest is taken.
  func mask(_ text: String) -> String {
    let needles = needles.withLock { $0 }
    guard !needles.isEmpty else { return text }
    let bytes = Array(text.utf8)
    var starts: [UInt8: [[UInt8]]] = [:]
    for needle in needles { starts[needle[0], default: []].append(needle) }
    var result: [UInt8] = []
    var place = 0
    var isChanged = false
    while place < bytes.count {
      if let candidates = starts[bytes[place]],
        let hit = candidates.first(where: { bytes.count - place >= $0.count && bytes[place..<(place + $0.count)].elementsEqual($0) })
      {
        result += Array(Self.replacement.utf8)
        place += hit.count
        isChanged = true
      } else {
        result.append(bytes[place])
        place += 1
      }
    }
    return isChanged ? String(decoding: result, as: UTF8.self) : text
  }
}

extension SecretMask {
  /// Remembers the values of the settings that a specification marks as secret.
  ///
  /// - Parameters:
  ///   - config: the settings.
  ///   - schema: the connection specification; properties with `airbyte_secret` are secret, at any depth and in every `oneOf`.
  func addSecrets(of config: JSONValue, by schema: JSONValue) {
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
