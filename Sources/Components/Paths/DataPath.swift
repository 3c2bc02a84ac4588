internal import JSON
internal import Templates

/// A path into a tree of objects and lists, in which segments may be patterns.
struct DataPath: Sendable {
  let segments: [PathSegment]
  private let isPlain: Bool
  /// The place of the segment `**`, if there is one.
  private let deepPlace: Int?
  /// The names of members that it consists of; nil for other paths.
  let memberKeys: MemberKeys?

  /// A value that a path has found, and the way to it.
  struct Found<Node: PathNode>: Sendable {
    var steps: [PathStep]
    var node: Node
  }

  init(_ segments: [PathSegment]) {
    self.segments = segments
    isPlain = !segments.contains { $0.isPattern }
    deepPlace = segments.firstIndex { $0.isDeep }
    let keys = segments.compactMap(\.exactKey)
    memberKeys = keys.count == segments.count ? MemberKeys(keys) : nil
  }

  init(_ segments: [String]) { self.init(segments.map { PathSegment($0) }) }

  var isEmpty: Bool { segments.isEmpty }

  /// Whether all matches are asked for: whether a segment is `*`.
  var hasStar: Bool { segments.contains { $0.isStar } }

  /// The only segment, when it is the name of one member.
  var singleKey: String? { segments.count == 1 ? segments[0].exactKey : nil }

  /// The path as errors show it.
  var text: String { "[" + segments.map(\.text).joined(separator: ", ") + "]" }

  /// The one value that the path leads to, the node itself for an empty path; nil when it leads nowhere.
  ///
  /// - Throws: when several values match.
  func value<Node: PathNode>(in node: Node) throws(DataPathError) -> Node? {
    if isPlain {
      var current = node
      for segment in segments {
        guard let next = current.child(segment) else { return nil }
        current = next
      }
      return current
    }
    let found = try values(in: node)
    guard found.count <= 1 else { throw DataPathError("the path \(text) matches several values where one is expected") }
    return found.first
  }

  /// All values that the path leads to, in order; none for an empty path.
  func values<Node: PathNode>(in node: Node) throws(DataPathError) -> [Node] {
    if isEmpty { return [] }
    if deepPlace != nil { return try matches(in: node).map(\.node) }
    var found = [node]
    for segment in segments {
      found = found.count == 1 ? found[0].children(matching: segment) : found.flatMap { $0.children(matching: segment) }
    }
    return found
  }

  /// All values that the path leads to with the ways to them; those of one level before those below it.
  func matches<Node: PathNode>(in node: Node) throws(DataPathError) -> [Found<Node>] {
    if isEmpty { return [] }
    var found: [Found<Node>] = []
    var steps: [PathStep] = []
    if let deepPlace {
      guard !segments[(deepPlace + 1)...].contains(where: \.isDeep) else {
        throw DataPathError("the path \(text) has more than one `**`")
      }
      collectDeep(node, &steps, deepPlace, &found)
    } else {
      collect(node, &steps, &found)
    }
    return found
  }

  private func collect<Node: PathNode>(_ node: Node, _ steps: inout [PathStep], _ found: inout [Found<Node>]) {
    let segment = segments[steps.count]
    let isLast = steps.count == segments.count - 1
    for (step, child) in node.steps where segment.matches(step) {
      steps.append(step)
      if isLast { found.append(Found(steps: steps, node: child)) } else { collect(child, &steps, &found) }
      steps.removeLast()
    }
  }

  private func collectDeep<Node: PathNode>(
    _ node: Node, _ steps: inout [PathStep], _ deepPlace: Int, _ found: inout [Found<Node>]
  ) {
    let children = node.steps
    for (step, child) in children where matches(steps + [step], deepPlace) {
      found.append(Found(steps: steps + [step], node: child))
    }
    for (step, child) in children {
      steps.append(step)
      collectDeep(child, &steps, deepPlace, &found)
      steps.removeLast()
    }
  }

  /// Whether steps fit the segments, `**` standing for as many as are left over.
  private func matches(_ steps: [PathStep], _ deepPlace: Int) -> Bool {
    let behind = segments.count - deepPlace - 1
    guard steps.count >= deepPlace + behind else { return false }
    return zip(segments[..<deepPlace], steps).allSatisfy { $0.matches($1) }
      && zip(segments[(deepPlace + 1)...], steps[(steps.count - behind)...]).allSatisfy { $0.matches($1) }
  }
}

/// A path that does not go with the data it is used on.
struct DataPathError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
