internal import ConnectorKit
internal import Document
package import JSON
internal import Sync

/// Writes a connections file for what a workspace of an Airbyte server holds.
package struct AirbyteImport: Sendable {
  /// A file to be written, by its path from the connections file.
  package struct File: Sendable, Equatable {
    package let path: String
    package let text: String
  }

  /// The `target` of the file, with references in place of secrets.
  private let target: JSONObject
  private var variables: [String] = []

  private init(_ target: JSONObject) { self.target = target }

  /// Reads a workspace and makes its files: the connections file first, then the manifests.
  ///
  /// - Parameters:
  ///   - target: the `target` of the file that is written: references are followed to reach the server.
  ///   - name: the connections file's name.
  /// - Returns: the files, and the environment variables that stand for secrets.
  /// - Throws: what keeps the server from being asked.
  package static func files(
    _ target: JSONObject, name: String, log: SyncLog
  ) async throws -> (files: [File], variables: [String]) {
    let node = Node(json: .object(target))
    let client = try AirbyteClient(ConnectionsFile.AirbyteTarget(node: node, location: nil), file: name, log: log)
    let workspace = try await AirbyteWorkspace.read(client, wanted: target["workspace"]?.stringValue, hasTags: false)
    var writer = AirbyteImport(target)
    return (try writer.files(workspace, name), writer.variables)
  }

  private mutating func files(_ workspace: AirbyteWorkspace, _ name: String) throws -> [File] {
    for resources in [workspace.sources, workspace.destinations, workspace.connections] {
      for resource in resources {
        _ = try AirbyteWorkspace.named(resource["name"]?.stringValue ?? "", in: resources, "element", at: nil)
      }
    }
    var manifests: [File] = []
    var sources = JSONObject()
    for source in workspace.sources {
      let sourceName = source["name"]?.stringValue ?? ""
      let manifest = workspace.manifests.first { $0["id"] == source["definitionId"] }
      var entry = JSONObject()
      if let manifest {
        let path = "\(Self.fileName(manifest["name"]?.stringValue ?? "manifest"))/manifest.yaml"
        entry["manifest"] = .string(path)
        // JSON is YAML; `headwater fmt` gives it the usual form.
        if !manifests.contains(where: { $0.path == path }) {
          manifests.append(File(path: path, text: JSONText.python(manifest["manifest"] ?? .null, ensureASCII: false, indent: 2) + "\n"))
        }
      } else {
        entry["definition"] = .string(Self.definition(source["definitionId"], workspace.sourceDefinitions))
      }
      entry["config"] = settings(source["configuration"], sourceName, typeKey: "sourceType")
      sources[sourceName] = .object(entry)
    }
    var destinations = JSONObject()
    for destination in workspace.destinations {
      let destinationName = destination["name"]?.stringValue ?? ""
      destinations[destinationName] = [
        "definition": .string(Self.definition(destination["definitionId"], workspace.destinationDefinitions)),
        "config": settings(destination["configuration"], destinationName, typeKey: "destinationType"),
      ]
    }
    var connections = JSONObject()
    for connection in workspace.connections {
      connections[connection["name"]?.stringValue ?? ""] = .object(Self.connection(connection, workspace))
    }
    let document: [(String, JSONValue)] = [
      ("target", .object(target)), ("sources", .object(sources)), ("destinations", .object(destinations)),
      ("connections", .object(connections)),
    ]
    let text = document.map { "\($0.0):\n\(YAMLText.block($0.1, indent: 2))" }.joined(separator: "\n")
    return [File(path: name, text: text)] + manifests
  }

  private static func definition(_ id: JSONValue?, _ definitions: [JSONObject]) -> String {
    let name = definitions.first { $0["id"] == id }?["name"]?.stringValue
    let isAlone = definitions.count { $0["name"]?.stringValue == name } == 1
    return (isAlone ? name : nil) ?? id?.stringValue ?? ""
  }

  private static func fileName(_ name: String) -> String {
    let plain = name.map { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" ? String($0) : "_" }.joined()
    return plain.isEmpty ? "manifest" : plain
  }

  /// Settings with references to environment variables in place of what the server masks.
  private mutating func settings(_ value: JSONValue?, _ element: String, typeKey: String) -> JSONValue {
    guard var object = value?.objectValue else { return [:] }
    object[typeKey] = nil
    return masked(.object(object), [element])
  }

  private mutating func masked(_ value: JSONValue, _ path: [String]) -> JSONValue {
    switch value {
    case .object(let object): return .object(JSONObject(object.map { ($0.key, masked($0.value, path + [$0.key])) }))
    case .array(let elements): return .array(elements.enumerated().map { masked($0.element, path + [String($0.offset)]) })
    case .string(let text) where text.count >= 5 && text.allSatisfy({ $0 == "*" }):
      let words = path.map { $0.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "_" }.joined() }
      let name = words.joined(separator: "_")
      variables.append(name)
      return .string("${\(name)}")
    // A literal `${` of the server's is no reference.
    case .string(let text): return .string(text.replacing("${", with: "$${"))
    default: return value
    }
  }

  private static func connection(_ connection: JSONObject, _ workspace: AirbyteWorkspace) -> JSONObject {
    let all: JSONObject = ["schema": "", "tags": [], "streams": [:]]
    let view = ServerConnectionView.remote(connection, like: all, workspace, isWhole: true)
    var entry: JSONObject = ["source": view["source"] ?? "", "destination": view["destination"] ?? ""]
    if let prefix = view["prefix"]?.stringValue, !prefix.isEmpty { entry["prefix"] = .string(prefix) }
    if connection["namespaceDefinition"]?.stringValue == "custom_format" { entry["schema"] = view["schema"] }
    if let tags = view["tags"]?.arrayValue, !tags.isEmpty { entry["tags"] = .array(tags) }
    if let schedule = view["schedule"]?.stringValue.flatMap(CronSchedule.init(quartz:)) { entry["schedule"] = .string(schedule.text) }
    entry["streams"] = .array(
      (view["streams"]?.objectValue ?? [:]).map { name, settings in
        var stream: JSONObject = ["name": .string(name)]
        for (key, value) in settings.objectValue ?? [:] {
          if key == "cursor" { stream[key] = value.arrayValue?.first } else { stream[key] = value }
        }
        return stream.count == 1 ? .string(name) : .object(stream)
      })
    return entry
  }
}

/// YAML in blocks, for files that people go on with.
enum YAMLText {
  /// A mapping or a list, in lines that begin with so many spaces.
  static func block(_ value: JSONValue, indent: Int) -> String {
    let space = String(repeating: " ", count: indent)
    switch value {
    case .object(let object) where !object.isEmpty:
      return object.map { key, value in "\(space)\(scalar(.string(key))):\(rest(value, indent: indent))" }.joined()
    case .array(let elements) where !elements.isEmpty:
      return elements.map { element in
        guard case .object(let object) = element, !object.isEmpty else { return "\(space)- \(scalar(element))\n" }
        return "\(space)- " + block(element, indent: indent + 2).dropFirst(indent + 2)
      }.joined()
    default: return "\(space)\(scalar(value))\n"
    }
  }

  private static func rest(_ value: JSONValue, indent: Int) -> String {
    switch value {
    case .object(let object) where !object.isEmpty: "\n" + block(value, indent: indent + 2)
    case .array(let elements) where elements.contains { $0.objectValue != nil || $0.arrayValue != nil }:
      "\n" + block(value, indent: indent + 2)
    default: " \(scalar(value))\n"
    }
  }

  /// A value in one line. What YAML could take for something else is in quotes, as JSON writes it.
  private static func scalar(_ value: JSONValue) -> String {
    guard case .string(let text) = value else {
      if case .array(let elements) = value { return "[\(elements.map(scalar).joined(separator: ", "))]" }
      return JSONText.compact(value)
    }
    let isPlain =
      text.first?.isLetter == true && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-./".contains($0)) }
      && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(text.lowercased())
    return isPlain ? text : JSONText.compact(value)
  }
}
