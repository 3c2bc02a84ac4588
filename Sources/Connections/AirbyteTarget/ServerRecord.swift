internal import ConnectorKit
internal import Destinations
internal import Glibc
internal import JSON

/// What was applied to Airbyte servers from here, as servers show no secrets: hashes of them, and which settings there were.
///
/// It is a file beside the connections file. Without it secrets that are on the server are taken to be right.
struct ServerRecord: Sendable {
  private let path: String
  private let workspace: String
  private var document: JSONObject

  /// - Throws: `SyncError` when the file cannot be read or is damaged.
  init(file: String, workspace: String) throws {
    path = ConnectionsReader.path(".headwater/airbyte.json", besides: file)
    self.workspace = workspace
    document = [:]
    guard access(path, F_OK) == 0 else { return }
    guard let known = (try? JSONValue.parse(TextBytes.read(path)))?.objectValue else {
      throw SyncError(
        .config, "The file \(path) is damaged. Restore it, or delete it: secrets on the server are then taken to be right.")
    }
    document = known
  }

  /// What was applied of an element; nil when nothing was from here.
  func settings(_ kind: Plan.Kind, _ name: String) -> (salt: String, values: JSONObject)? {
    guard let entry = document[workspace]?["\(kind.rawValue) \(name)"], let salt = entry["salt"]?.stringValue,
      let values = entry["settings"]?.objectValue
    else { return nil }
    return (salt, values)
  }

  mutating func set(_ kind: Plan.Kind, _ name: String, salt: String, _ values: JSONObject) {
    var elements = document[workspace]?.objectValue ?? [:]
    elements["\(kind.rawValue) \(name)"] = ["salt": .string(salt), "settings": .object(values)]
    document[workspace] = .object(elements)
  }

  /// - Throws: `SyncError` when the file cannot be written.
  func save() throws {
    let directory = String(path.dropLast("/airbyte.json".count))
    guard mkdir(directory, 0o755) == 0 || errno == EEXIST else { throw TextBytes.failure("create", directory) }
    try TextBytes.replace(path, with: JSONText.compact(.object(document)) + "\n")
  }
}
