package import Document

/// Replaces every reference of a manifest by what it names. Values keep the place where they were written.
///
/// - A text that starts with `#/` is replaced by the value it names.
/// - A mapping with `$ref` becomes the mapping it names, in which the other keys of the mapping win; when `$ref` names something
///   else, that takes the mapping's place.
/// - References inside what is named are followed as well. Values of the config (`config_overrides`) are left as they are.
package struct ReferenceResolver {
  /// The key whose value is a reference.
  static let key = "$ref"
  private static let fieldsOfConfigValues: Set<String> = ["config_overrides"]
  /// How many values a manifest may grow to, how deep they may lie, and how many references may lead from one to the next.
  private static let sizeLimit = 5_000_000
  private static let depthLimit = 512
  private static let chainLimit = 256
  /// For how many references that lead nowhere the name that was meant is looked for.
  private static let suggestionLimit = 20

  /// What a reference came to, and how far below it its deepest value lies.
  private struct Target {
    var node: Node
    var size: Int
    var height: Int
  }

  private struct Step {
    var reference: String
    var location: SourceLocation?
  }

  private let root: Node
  private var chain: [Step] = []
  private var resolved: [String: Target] = [:]
  private var size = 0
  private var depth = 0
  private var deepest = 0
  private var problems: [Diagnostic] = []

  /// The manifest without references.
  ///
  /// - Throws: all of `unknown-reference`, `circular-reference` and `manifest-limit`, each with the place of the reference.
  package static func resolve(_ root: Node) throws(DiagnosticList) -> Node {
    let (node, problems) = resolveRecovering(root)
    guard problems.isEmpty else { throw DiagnosticList(problems) }
    return node
  }

  /// The manifest with a null, at the place of the reference, for each reference that could not be followed, and why.
  static func resolveRecovering(_ root: Node) -> (node: Node, problems: [Diagnostic]) {
    var resolver = ReferenceResolver(root: root)
    let node = resolver.evaluate(root)
    return (node, resolver.problems)
  }

  private init(root: Node) { self.root = root }

  private mutating func evaluate(_ node: Node) -> Node { changed(node) ?? node }

  /// The value without references; nil when it holds none, so that what stays the same is shared and not built again.
  private mutating func changed(_ node: Node) -> Node? {
    size += 1
    depth += 1
    defer { depth -= 1 }
    deepest = max(deepest, depth)
    guard !isBeyondLimits(at: node.location) else { return nil }
    switch node.value {
    case .mapping(let mapping): return changed(mapping, node)
    case .sequence(let elements):
      var evaluated: [Node]?
      for (place, element) in elements.enumerated() {
        guard let new = changed(element) else { continue }
        if evaluated == nil { evaluated = elements }
        evaluated?[place] = new
      }
      return evaluated.map { Node(.sequence($0), at: node.location) }
    case .string(let text) where text.hasPrefix(ReferencePath.marker): return follow(text, at: node.location)
    default: return nil
    }
  }

  private mutating func changed(_ mapping: Node.Mapping, _ node: Node) -> Node? {
    var evaluated: [Node.Mapping.Entry]?
    var reference: Int?
    for (place, entry) in mapping.entries.enumerated() {
      if let name = entry.key.string {
        if name == Self.key {
          reference = place
          continue
        }
        if Self.fieldsOfConfigValues.contains(name) { continue }
      }
      guard let new = changed(entry.value) else { continue }
      if evaluated == nil { evaluated = mapping.entries }
      evaluated?[place].value = new
    }
    guard let reference else { return evaluated.map { Node(.mapping(Node.Mapping($0)), at: node.location) } }
    var own = evaluated ?? mapping.entries
    let target = evaluate(own.remove(at: reference).value)
    guard case .mapping(var merged) = target.value, !own.isEmpty else { return target }
    for entry in own { merged.set(entry) }
    return Node(.mapping(merged), at: node.location)
  }

  private mutating func follow(_ reference: String, at location: SourceLocation?) -> Node {
    if let known = resolved[reference] {
      size += known.size
      deepest = max(deepest, depth + known.height)
      return isBeyondLimits(at: location) ? Node(.null, at: location) : known.node
    }
    if let start = chain.firstIndex(where: { $0.reference == reference }) {
      report(cycle: chain[start...] + [Step(reference: reference, location: location)])
      return Node(.null, at: location)
    }
    guard chain.count < Self.chainLimit else {
      report(limit: "references are nested more than \(Self.chainLimit) times", at: location)
      return Node(.null, at: location)
    }
    do {
      let target = try ReferencePath(reference: reference).lookUp(in: root, suggests: problems.count < Self.suggestionLimit)
      chain.append(Step(reference: reference, location: location))
      let (sizeBefore, deepestBefore) = (size, deepest)
      deepest = depth
      let node = evaluate(target)
      chain.removeLast()
      resolved[reference] = Target(node: node, size: size - sizeBefore, height: deepest - depth)
      deepest = max(deepest, deepestBefore)
      return node
    } catch {
      problems.append(
        Diagnostic(
          code: .unknownReference, "cannot resolve the reference '\(reference)': \(error.problem)", at: location,
          fix: error.suggestion.map { "did you mean '\($0)'?" }, fixIt: error.suggestion.map { Diagnostic.FixIt(replacement: $0) }))
      return Node(.null, at: location)
    }
  }

  private mutating func isBeyondLimits(at location: SourceLocation?) -> Bool {
    if size > Self.sizeLimit {
      report(limit: "references make the manifest larger than \(Self.sizeLimit) values", at: location)
      return true
    }
    if deepest > Self.depthLimit {
      report(limit: "references make the manifest more than \(Self.depthLimit) levels deep", at: location)
      return true
    }
    return false
  }

  private mutating func report(limit: String, at location: SourceLocation?) {
    guard !problems.contains(where: { $0.code == .manifestLimit }) else { return }
    problems.append(Diagnostic(code: .manifestLimit, limit, at: location))
  }

  private mutating func report(cycle: ArraySlice<Step>) {
    guard let first = cycle.first, let last = cycle.last else { return }
    let way = cycle.map(\.reference).joined(separator: " -> ")
    let notes = cycle.dropFirst().dropLast().map { Diagnostic.Note("'\($0.reference)' is used here", at: $0.location) }
    problems.append(
      Diagnostic(
        code: .circularReference, "circular reference '\(first.reference)': \(way)", at: last.location, notes: notes,
        fix: "replace one of these references by its value"))
  }
}
