internal import ConnectorKit
internal import Document
internal import Glibc
internal import JSON

/// Reads schemas from files of a connector's folder, and from nowhere else.
enum SchemaFile {
  /// The most bytes that a schema file may have.
  static let sizeLimit = 16 << 20

  /// - Parameters:
  ///   - path: from the folder on.
  ///   - directory: the connector's folder; empty when the manifest comes from no file.
  /// - Throws: ``SyncError`` when the file cannot be read or holds no JSON object.
  static func read(_ path: String, from directory: String, _ run: RunServices) throws -> JSONObject {
    guard let schema = try find(path, from: directory, run) else {
      throw SyncError(
        .system,
        "The schema file `\(path)` does not exist in the connector's directory \(directory). Create it, or declare the schema "
          + "in the manifest with an InlineSchemaLoader.")
    }
    return schema
  }

  /// - Returns: nil when there is no such file.
  static func find(_ path: String, from directory: String, _ run: RunServices) throws -> JSONObject? {
    guard !run.follows(.findsNoSchemaFiles) else {
      throw SyncError(.system, "The schema file \(path) is not read (quirk `findsNoSchemaFiles`).")
    }
    guard !directory.isEmpty else {
      throw failure(path, "cannot be read: a manifest in a config has no directory. Use an InlineSchemaLoader")
    }
    let names = path.split(separator: "/").filter { $0 != "." }.map(String.init)
    guard !path.hasPrefix("/"), !names.contains(".."), !path.utf8.contains(0) else { throw failure(path, outside) }
    guard let root = realPath(directory), let target = realPath("\(directory)/\(names.joined(separator: "/"))") else { return nil }
    // Links are followed here, and only here: what they lead to is then opened without any.
    guard target.hasPrefix(root == "/" ? root : root + "/") else { throw failure(path, outside) }
    let bytes: [UInt8]
    do throws(ConfinedDirectory.Failure) {
      let inner = target.dropFirst(root.count).split(separator: "/").map(String.init)
      bytes = try ConfinedDirectory(root).bytes(inner, limit: sizeLimit)
    } catch {
      throw failure(path, "cannot be read: \(error.message)")
    }
    let shown = "\(directory)/\(names.joined(separator: "/"))"
    do {
      if let schema = try JSONValue.parse(bytes).objectValue { return schema }
    } catch {
      throw SyncError(.system, "The schema is not JSON: \(shown):\(error.line):\(error.column): \(error.message).")
    }
    throw SyncError(.system, "The schema in \(shown) must be a JSON object.")
  }

  private static let outside = "is outside of the connector's directory. Move it there and correct the path"

  private static func failure(_ path: String, _ problem: String) -> SyncError {
    SyncError(.system, "The schema file `\(path)` \(problem).")
  }

  private static func realPath(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}
