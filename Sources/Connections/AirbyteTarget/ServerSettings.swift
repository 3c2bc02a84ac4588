internal import JSON

/// Settings of a file beside those that a server shows, which masks secrets.
struct ServerSettings {
  private let settings: ResolvedSettings
  private let specification: JSONValue?
  private let known: (salt: String, values: JSONObject)?
  private let sendsSecrets: Bool
  private var cache = SecretCache()

  let salt: String
  private(set) var differences: [Plan.Difference] = []
  /// Whether there are secrets of which nobody here knows what the server has.
  private(set) var hasUnknownSecrets = false
  /// Whether settings are to go that were applied from here.
  private(set) var hasRemovals = false
  /// The settings as they are recorded.
  private(set) var recorded = JSONObject()

  /// - Parameter known: what was applied from here.
  init(_ settings: ResolvedSettings, _ specification: JSONValue?, _ known: (salt: String, values: JSONObject)?, sendsSecrets: Bool) {
    self.settings = settings
    self.specification = specification
    self.known = known
    self.sendsSecrets = sendsSecrets
    salt = known?.salt ?? DeclaredValue.makeSalt()
  }

  /// - Parameter remote: the configuration that the server shows; nil for none.
  mutating func compare(with remote: JSONValue?) {
    for (path, leaf) in settings.leaves {
      let isSecret = SourceFacts.isSecret(path, leaf, specification)
      let shown = leaf.isReferred ? leaf.written.stringValue ?? "" : ""
      let value = isSecret ? cache.secret(leaf.value, shown: shown, salt: salt) : leaf.value
      recorded[path] = value
      let there = remote.flatMap { Self.value(at: path, in: $0) }
      guard let there, !there.isNull else {
        if let difference = Plan.Difference.between(nil, value, path) { differences.append(difference) }
        continue
      }
      if isSecret {
        compareSecret(path, value)
      } else if let difference = Plan.Difference.between(there, leaf.value, path) {
        differences.append(difference)
      }
    }
    for (path, value) in known?.values ?? [:] where recorded[path] == nil {
      guard let there = remote.flatMap({ Self.value(at: path, in: $0) }), !there.isNull else { continue }
      hasRemovals = true
      differences.append(Plan.Difference(.delete, path, old: DeclaredValue.shown(value)))
    }
  }

  private mutating func compareSecret(_ path: String, _ value: JSONValue) {
    if let before = known?.values[path], DeclaredValue.isSecret(before) {
      // How it is written does not matter to the server.
      guard before["hash"] != value["hash"] else { return }
      if let difference = Plan.Difference.between(before, value, path) { differences.append(difference) }
    } else if sendsSecrets {
      differences.append(Plan.Difference(.change, path, old: "(unknown)", new: DeclaredValue.shown(value)))
    } else {
      hasUnknownSecrets = true
    }
  }

  /// The value at a path such as `credentials.token` or `accounts[0]`.
  private static func value(at path: String, in root: JSONValue) -> JSONValue? {
    var value: JSONValue? = root
    for part in path.split(separator: ".") {
      let pieces = part.split(separator: "[")
      value = value?[String(pieces.first ?? "")]
      for index in pieces.dropFirst() { value = Int(index.dropLast()).flatMap { value?[$0] } }
    }
    return value
  }
}
