internal import YAML

/// Lifts components that stand in several places into `definitions`, and puts references in their places.
struct ManifestNormalizer {
  private static let definitions = "definitions"

  private let root: SyntaxNode
  private let parts: RepeatedParts
  private var names: Set<String>
  /// Components that went away with a copy around them.
  private var gone: Set<ObjectIdentifier> = []
  private var lifted: [SyntaxEntry] = []

  /// Changes the tree. Nothing is lifted when the definitions themselves come from an alias.
  static func normalize(_ root: SyntaxNode) {
    guard case .mapping(let entries) = root.content else { return }
    let present = entries.first { $0.key?.scalar?.text == definitions }
    if let present, !present.value.isMapping { return }
    let names = (present?.value.entries ?? []).compactMap { $0.key?.scalar?.text }
    var normalizer = ManifestNormalizer(root: root, parts: RepeatedParts(root), names: Set(names))
    normalizer.lift()
    normalizer.define()
  }

  private init(root: SyntaxNode, parts: RepeatedParts, names: Set<String>) {
    self.root = root
    self.parts = parts
    self.names = names
  }

  private mutating func lift() {
    let passed = Set(parts.references.flatMap(Self.placesOnTheWay))
    for content in parts.contents {
      // A reference that leads through a place would not be followed through another reference.
      let live = (parts.occurrences[content] ?? []).filter { !gone.contains(ObjectIdentifier($0.node)) && !passed.contains($0.path) }
      guard live.count > 1 else { continue }
      let known = live.first { $0.path == "#/\(Self.definitions)/\($0.field ?? "")" }
      let name = known?.field ?? freshName(for: live[0])
      if known == nil { define(name, live[0].node) }
      for occurrence in live where occurrence.path != known?.path { replace(occurrence.node, by: name, isKept: known == nil) }
      if known == nil { restoreFirst(live[0].node) }
    }
  }

  /// The paths that a reference goes through before it comes to its end.
  private static func placesOnTheWay(_ reference: String) -> [String] {
    let steps = reference.split(separator: "/", omittingEmptySubsequences: false)
    return steps.indices.dropFirst().dropLast().map { steps[...$0].joined(separator: "/") }
  }

  // MARK: Changes

  /// Copies the node, whose object becomes the reference, into the definitions.
  private mutating func define(_ name: String, _ node: SyntaxNode) {
    let copy = SyntaxNode(node.content, isFlow: node.isFlow)
    copy.spansLines = node.spansLines
    lifted.append(SyntaxEntry(key: .word(name, meaning: name), value: copy))
  }

  private mutating func replace(_ node: SyntaxNode, by name: String, isKept: Bool) {
    markGone(below: node)
    let reference = "#/\(Self.definitions)/\(name)"
    let value = SyntaxNode.word("\"\(reference)\"", meaning: reference, style: .doubleQuoted)
    node.content = .mapping([SyntaxEntry(key: .word("$ref", meaning: "$ref"), value: value)])
    node.spansLines = false
  }

  /// The parts inside of what was lifted stand in the definitions now, once.
  private mutating func restoreFirst(_ node: SyntaxNode) {
    guard let copy = lifted.last?.value else { return }
    var pending = copy.entries?.map(\.value) ?? []
    while let inner = pending.popLast() {
      gone.remove(ObjectIdentifier(inner))
      pending += inner.entries?.map(\.value) ?? []
    }
  }

  private mutating func markGone(below node: SyntaxNode) {
    var pending = node.entries?.map(\.value) ?? []
    while let inner = pending.popLast() {
      gone.insert(ObjectIdentifier(inner))
      pending += inner.entries?.map(\.value) ?? []
    }
  }

  private mutating func define() {
    guard !lifted.isEmpty, case .mapping(var entries) = root.content else { return }
    if let place = entries.firstIndex(where: { $0.key?.scalar?.text == Self.definitions }) {
      let node = entries[place].value
      node.content = .mapping((node.entries ?? []) + lifted)
      node.isFlow = false
    } else {
      let place = entries.firstIndex { ["streams", "dynamic_streams"].contains($0.key?.scalar?.text) } ?? entries.count
      let hasBlank = place < entries.count && entries[place].hasBlankAbove
      let key = SyntaxNode.word(Self.definitions, meaning: Self.definitions)
      entries.insert(SyntaxEntry(hasBlankAbove: hasBlank, key: key, value: SyntaxNode(.mapping(lifted))), at: place)
    }
    root.content = .mapping(entries)
  }

  // MARK: Names

  /// The field's name, or the type's in a list, with a number when it is taken.
  private mutating func freshName(for occurrence: RepeatedParts.Occurrence) -> String {
    let type = occurrence.node.entries?.first { $0.key?.scalar?.text == "type" }?.value.scalar?.text ?? "part"
    let field = occurrence.field.flatMap { ScalarLayout.isName($0) && !$0.hasPrefix("$") ? $0 : nil }
    let name = field ?? Self.snakeCase(type)
    var candidate = name
    var number = 2
    while !names.insert(candidate).inserted {
      candidate = "\(name)_\(number)"
      number += 1
    }
    return candidate
  }

  private static func snakeCase(_ type: String) -> String {
    var name = ""
    for character in type {
      if character.isUppercase, !name.isEmpty { name += "_" }
      name += character.lowercased()
    }
    return name
  }
}
