internal import AirbyteSource
internal import ConnectorKit
internal import Document
internal import JSON
internal import YAML

/// Settings with their references replaced.
struct ResolvedSettings: Sendable {
  /// A value at a path such as `credentials.token` or `accounts[0]`.
  struct Leaf: Sendable {
    /// As it is written, with references.
    let written: JSONValue
    let value: JSONValue
    /// Whether it comes from the environment or a file.
    let isReferred: Bool
    let location: SourceLocation?
  }

  private(set) var values = JSONObject()
  /// Values that are no mappings and lists, by their paths.
  private(set) var leaves: [(path: String, leaf: Leaf)] = []
  /// What could not be replaced, all of it.
  private(set) var problems: [Diagnostic] = []

  /// Reads settings.
  ///
  /// - Parameter file: the connections file, for paths that start from it.
  init(_ settings: ConnectionsFile.Settings, file: String) {
    var node = settings.node
    if let path = settings.path {
      do throws(Diagnostic) {
        node = try YAMLReader.read(path: path, dialect: .tolerant).root
      } catch {
        var problem = error
        problem.location = problem.location ?? settings.node.location
        problems.append(problem)
        return
      }
      guard node.mapping != nil else {
        problems.append(Diagnostic(code: .configSyntax, "\(path) must be a mapping of settings", at: node.location))
        return
      }
    }
    values = resolved(node, at: "", file).objectValue ?? [:]
  }

  /// One text, such as the address of a database.
  init(text: Node, file: String) {
    values = [:]
    _ = resolved(text, at: "", file)
  }

  /// The only value, of a text.
  var text: String { leaves.first?.leaf.value.stringValue ?? "" }

  private mutating func resolved(_ node: Node, at path: String, _ file: String) -> JSONValue {
    switch node.value {
    case .mapping(let mapping):
      return .object(
        JSONObject(
          mapping.entries.map { entry in
            let key = entry.key.keyText
            return (key, resolved(entry.value, at: path.isEmpty ? key : "\(path).\(key)", file))
          }))
    case .sequence(let elements):
      return .array(elements.enumerated().map { resolved($0.element, at: "\(path)[\($0.offset)]", file) })
    default:
      let written = node.json
      var leaf = Leaf(written: written, value: written, isReferred: false, location: node.location)
      if case .string(let text) = node.value {
        let directory = ConnectionsReader.path("", besides: node.location?.file ?? file)
        do throws(SettingReferences.Failure) {
          let result = try SettingReferences.resolved(text, directory: directory)
          leaf = Leaf(written: written, value: .string(result.text), isReferred: result.isUsed, location: node.location)
        } catch {
          let name = path.isEmpty ? "" : "setting `\(path)`: "
          problems.append(
            Diagnostic(
              code: .missingVariable, "\(name)\(error.message)", at: node.location,
              fix: error.fix.prefix(1).lowercased() + error.fix.dropFirst().dropLast()))
        }
      }
      leaves.append((path, leaf))
      return leaf.value
    }
  }
}
