internal import ConnectorKit
package import Document
internal import Manifest
internal import YAML

/// Reads connections files, with what they include and the overlay of an environment.
package struct ConnectionsReader {
  private static let sections = ["sources", "destinations", "connections"]

  private var problems: [Diagnostic] = []
  /// The files that are being read, to find circles.
  private var open: [String] = []

  private init() {}

  /// What a file says.
  package struct Result: Sendable {
    /// Nil when errors keep it from being used.
    package let file: ConnectionsFile?
    /// In the order in which they were found: errors, and warnings.
    package let diagnostics: [Diagnostic]
  }

  /// Reads a file.
  ///
  /// - Parameter environment: the name of an overlay: `connections.production.yaml` beside `connections.yaml` for `production`.
  package static func read(_ path: String, environment: String? = nil) -> Result {
    var reader = ConnectionsReader()
    guard var root = reader.document(path) else { return Result(file: nil, diagnostics: reader.problems) }
    if let environment {
      let overlayPath = overlay(of: path, environment)
      guard let overlay = reader.document(overlayPath) else { return Result(file: nil, diagnostics: reader.problems) }
      root = merged(root, overlay)
    }
    reader.problems += DocumentValidation.problems(in: root, of: ConnectionsFields.file, name: "the connections file")
    guard !reader.hasErrors else { return Result(file: nil, diagnostics: reader.problems) }
    var builder = ConnectionsBuilder(path: path)
    let file = builder.file(root)
    reader.problems += builder.problems
    return Result(file: reader.hasErrors ? nil : file, diagnostics: reader.problems)
  }

  private var hasErrors: Bool { problems.contains { $0.severity == .error } }

  /// `connections.production.yaml` for `connections.yaml`.
  package static func overlay(of path: String, _ environment: String) -> String {
    guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return "\(path).\(environment)" }
    return "\(path[..<dot]).\(environment)\(path[dot...])"
  }

  /// A document with what it includes; nil when it cannot be read.
  private mutating func document(_ path: String) -> Node? {
    if open.contains(path) {
      problems.append(Diagnostic(code: .circularReference, "\(path) includes itself by way of \(open.joined(separator: ", "))"))
      return nil
    }
    open.append(path)
    defer { open.removeLast() }
    let read: YAMLReader.Result
    do throws(Diagnostic) {
      read = try YAMLReader.read(path: path, dialect: .tolerant)
    } catch {
      problems.append(error)
      return nil
    }
    problems += read.warnings.map(Self.repeated)
    guard var mapping = read.root.mapping else {
      if read.root.isNull { return Node(.mapping(Node.Mapping()), at: read.root.location) }
      problems.append(
        Diagnostic(
          code: .manifestForm, "\(path) must be a mapping with `sources`, `destinations` and `connections`", at: read.root.location))
      return nil
    }
    for key in mapping.keys where key.hasPrefix("x-") { mapping[key] = nil }
    let includes = mapping["include"]
    mapping["include"] = nil
    for include in includes?.sequence ?? includes.map({ [$0] }) ?? [] {
      guard let name = include.string else {
        problems.append(Diagnostic(code: .wrongType, "`include` must be a list of files", at: include.location))
        continue
      }
      let before = problems.count
      guard let included = document(Self.path(name, besides: path))?.mapping else {
        if problems.count > before, problems[before].location == nil { problems[before].location = include.location }
        continue
      }
      join(included, to: &mapping)
    }
    return Node(.mapping(mapping), at: read.root.location)
  }

  /// A key that is there twice would hide an element.
  private static func repeated(_ warning: Diagnostic) -> Diagnostic {
    guard warning.code == .duplicateKey else { return warning }
    let message = warning.message.split(separator: ";").first.map(String.init) ?? warning.message
    let notes = warning.notes.map { Diagnostic.Note("the other one is here", at: $0.location) }
    return Diagnostic(
      code: .repeatedName, message, at: warning.location, path: warning.path, notes: notes, fix: "rename or remove one of them")
  }

  static func path(_ name: String, besides file: String) -> String {
    guard !name.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return name }
    return file[...slash] + name
  }

  /// Adds the elements of an included file.
  private mutating func join(_ included: Node.Mapping, to mapping: inout Node.Mapping) {
    for entry in included.entries {
      guard let key = entry.key.string else { continue }
      guard let own = mapping[key] else {
        mapping.set(entry)
        continue
      }
      if Self.sections.contains(key), var section = own.mapping, let more = entry.value.mapping {
        for element in more.entries {
          if let other = element.key.string.flatMap({ section.entry($0) }) {
            problems.append(
              Diagnostic(
                code: .repeatedName, "`\(key).\(element.key.keyText)` is declared twice", at: other.key.location,
                notes: [Diagnostic.Note("the other one is here", at: element.key.location)], fix: "rename or remove one of them"))
          } else {
            section.set(element)
          }
        }
        mapping[key] = Node(.mapping(section), at: own.location)
      } else if key == "moved", let moves = own.sequence, let more = entry.value.sequence {
        mapping[key] = Node(.sequence(more + moves), at: own.location)
      }
    }
  }

  /// A document with another one laid over it: mappings are joined, everything else is replaced, null removes.
  private static func merged(_ base: Node, _ overlay: Node) -> Node {
    guard var mapping = base.mapping, let changes = overlay.mapping else { return overlay }
    for entry in changes.entries {
      guard let key = entry.key.string else { continue }
      if entry.value.isNull {
        mapping[key] = nil
      } else if let own = mapping[key] {
        mapping[key] = merged(own, entry.value)
      } else {
        mapping.set(entry)
      }
    }
    return Node(.mapping(mapping), at: base.location)
  }
}
