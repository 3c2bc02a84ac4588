internal import Cryptography
internal import Destinations
internal import JSON

/// How a connection is declared, as it is compared and recorded: settings as they are written, secrets as hashes.
struct Declaration: Sendable, Equatable {
  /// The name and the settings of the source and the destination.
  var source: JSONObject
  var destination: JSONObject
  /// What the connection itself says, but for its streams.
  var settings: JSONObject
  /// The effective settings of each stream; nil where nobody knows the streams.
  var streams: [String: JSONObject]?
  var project: String
  /// Makes the hashes of secrets differ from those of other records.
  let salt: String
  /// The moves that were made, so that none is made twice.
  var moves: [String] = []

  private static let format = 1

  /// For the destination's record.
  var json: JSONObject {
    [
      "format": .integer(Self.format), "project": .string(project), "salt": .string(salt), "source": .object(source),
      "destination": .object(destination), "settings": .object(settings),
      "streams": .object(JSONObject((streams ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, .object($0.value)) })),
      StateFileStore.prefixKey: settings["prefix"] ?? "", "moves": .array(moves.map(JSONValue.string)),
    ]
  }

  /// - Returns: nil when the record is of another kind.
  init?(json: JSONObject) {
    guard json["format"]?.integerValue ?? 0 <= Self.format, let source = json["source"]?.objectValue,
      let destination = json["destination"]?.objectValue, let settings = json["settings"]?.objectValue,
      let salt = json["salt"]?.stringValue
    else { return nil }
    self.source = source
    self.destination = destination
    self.settings = settings
    self.salt = salt
    project = json["project"]?.stringValue ?? ""
    moves = json["moves"]?.arrayValue?.compactMap(\.stringValue) ?? []
    streams = [:]
    for (name, stream) in json["streams"]?.objectValue ?? [:] { streams?[name] = stream.objectValue ?? [:] }
  }

  init(
    project: String, source: JSONObject, destination: JSONObject, settings: JSONObject, streams: [String: JSONObject]?, salt: String,
    moves: [String] = []
  ) {
    self.project = project
    self.moves = moves
    self.source = source
    self.destination = destination
    self.settings = settings
    self.streams = streams
    self.salt = salt
  }

  /// Whether two say the same.
  func matches(_ other: Declaration) -> Bool {
    var (one, another) = (self, other)
    one.moves = []
    another.moves = []
    return one == another
  }

  var prefix: String { settings["prefix"]?.stringValue ?? "" }
}

/// Values as declarations hold them: plain ones, and secrets by their hashes.
enum DeclaredValue {
  private static let iterations = 20_000

  /// A secret.
  ///
  /// - Parameter shown: how it is written where that is no secret, such as `${SHOP_KEY}`; empty otherwise.
  static func secret(_ value: JSONValue, shown: String, salt: String) -> JSONValue {
    let text = value.stringValue ?? JSONText.compact(value)
    let hash = (try? PasswordHash.hash(text, salt: Array(salt.utf8), iterations: iterations)).map { Hexadecimal.encode($0) } ?? ""
    return ["secret": .string(shown), "hash": .string(hash)]
  }

  /// What people see of a value.
  static func shown(_ value: JSONValue) -> String {
    switch value {
    case .object(let object):
      if object["hash"] != nil { return object["secret"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 } ?? "(secret)" }
      return JSONText.compact(value)
    case .string(let text): return text.isEmpty ? "\"\"" : text
    case .array(let elements): return elements.map(shown).joined(separator: ", ")
    case .null: return "null"
    default: return JSONText.compact(value)
    }
  }

  static func isSecret(_ value: JSONValue) -> Bool { value["hash"] != nil }

  /// A new salt.
  static func makeSalt() -> String { Hexadecimal.encode(HashFunctions.randomBytes(16)) }
}

/// Names that settings have which are secrets.
package enum SecretNames {
  private static let parts = ["password", "passphrase", "secret", "token", "api_key", "apikey", "private_key", "access_key", "credential"]

  static func isLikely(_ path: String) -> Bool {
    let name = (path.split(separator: ".").last.map(String.init) ?? path).lowercased()
    return parts.contains { name.contains($0) }
  }

  /// Whether a line of text may hold a secret with its name.
  package static func isMentioned(_ line: String) -> Bool {
    let line = line.lowercased()
    // What is referred to tells nothing; an address may hold a password.
    return parts.contains { line.contains($0) } && !line.contains("${") || line.contains("://")
  }
}
