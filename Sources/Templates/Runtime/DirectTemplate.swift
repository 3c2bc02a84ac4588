import JSON

/// The simplest templates, run without a runtime: fields of the record and text put together, and fields compared with text.
///
/// They are most of what manifests hold, and reading the bytes of a record in place takes a fraction of the time
/// (`MicroBenchmarks templates`). A value that is not of a common form gives nil, and the template runs the usual way.
struct DirectTemplate: Sendable {
  private enum Body: Sendable {
    case field([[UInt8]])
    case output([Part])
    case test(Test)
  }

  private enum Part: Sendable {
    case text([UInt8])
    case field([[UInt8]])
  }

  private indirect enum Test: Sendable {
    case equal([[UInt8]], [UInt8])
    case not(Test)
    case and(Test, Test)
    case or(Test, Test)
  }

  /// Texts that grow beyond this are made the usual way.
  private static let longestText = 2048
  private static let record = TemplateVariable("record")

  private let body: Body

  /// - Parameters:
  ///   - recordSlots: the slots that hold the record.
  init?(_ shape: CompiledTemplate.Shape, recordSlots: [Int]) {
    guard !recordSlots.isEmpty else { return nil }
    switch shape {
    case .text: return nil
    case .expression(let node):
      if let path = Self.path(node, recordSlots) {
        body = .field(path)
      } else if let test = Self.test(node, recordSlots) {
        body = .test(test)
      } else {
        return nil
      }
    case .statements(let nodes):
      guard nodes.count == 1, let output = nodes[0] as? OutputNode else { return nil }
      var parts: [Part] = []
      for part in output.parts {
        switch part {
        case .text(let text): parts.append(.text(Array(text.utf8)))
        case .value(let node):
          guard let path = Self.path(node, recordSlots) else { return nil }
          parts.append(.field(path))
        }
      }
      body = .output(parts)
    }
  }

  private static func path(_ node: any Evaluable, _ recordSlots: [Int]) -> [[UInt8]]? {
    if let name = node as? NameNode { return recordSlots.contains(name.slot) ? [] : nil }
    let target: any Evaluable
    let name: AttributeName
    if let item = node as? TextItemNode {
      (target, name) = (item.target, item.name)
    } else if let attribute = node as? AttributeNode, attribute.name.dictMethod == nil, !attribute.name.isPrivate {
      (target, name) = (attribute.target, attribute.name)
    } else {
      return nil
    }
    return path(target, recordSlots).map { $0 + [Array(name.name.utf8)] }
  }

  private static func test(_ node: any Evaluable, _ recordSlots: [Int]) -> Test? {
    switch node {
    case let node as NotNode: return test(node.operand, recordSlots).map { .not($0) }
    case let node as AndNode:
      guard let left = test(node.left, recordSlots), let right = test(node.right, recordSlots) else { return nil }
      return .and(left, right)
    case let node as OrNode:
      guard let left = test(node.left, recordSlots), let right = test(node.right, recordSlots) else { return nil }
      return .or(left, right)
    case let node as CompareNode:
      guard node.rest.count == 1, let path = path(node.first, recordSlots), !path.isEmpty,
        let constant = node.rest[0].operand as? ConstantNode, case .string(let text) = constant.constant
      else { return nil }
      switch node.rest[0].comparison {
      case .equal: return .equal(path, Array(text.utf8))
      case .notEqual: return .not(.equal(path, Array(text.utf8)))
      default: return nil
      }
    default: return nil
    }
  }
}

extension DirectTemplate {
  /// What the template gives; nil when it has to run the usual way.
  func outcome(_ context: any TemplateContext) -> Interpolation.Outcome? {
    guard case .dict(let dict)? = context.value(of: Self.record), let record = dict.untouchedRecord else { return nil }
    switch body {
    case .field(let path): return record.withToken(at: path, Self.value).map { .value($0) }
    case .test(let test): return Self.holds(test, record).map { .value(.bool($0)) }
    case .output(let parts): return Self.text(of: parts, record).map { .text($0) }
    }
  }

  private static func value(_ tape: JSONTape, _ token: JSONToken) -> TemplateValue? {
    let bytes = tape.bytes + token.offset
    if token.isKind(.string) {
      if token.isEscaped { return nil }
      return .string(String(decoding: UnsafeBufferPointer(start: bytes + 1, count: token.length &- 2), as: UTF8.self))
    }
    if token.isKind(.null) { return TemplateValue.none }
    return token.isKind(.yes) ? .bool(true) : token.isKind(.no) ? .bool(false) : nil
  }

  private static func holds(_ test: Test, _ record: JSONRecord) -> Bool? {
    switch test {
    case .equal(let path, let text):
      return record.withToken(at: path) { tape, token -> Bool? in
        guard token.isKind(.string) else { return token.isKind(.null) ? false : nil }
        guard !token.isEscaped else { return nil }
        return UnsafeBufferPointer(start: tape.bytes + token.offset + 1, count: token.length &- 2).elementsEqual(text)
      }
    case .not(let test): return holds(test, record).map { !$0 }
    case .and(let left, let right):
      guard let first = holds(left, record) else { return nil }
      return first ? holds(right, record) : false
    case .or(let left, let right):
      guard let first = holds(left, record) else { return nil }
      return first ? true : holds(right, record)
    }
  }

  private static func text(of parts: [Part], _ record: JSONRecord) -> String? {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: longestText) { buffer in
      guard let base = buffer.baseAddress else { return nil }
      var count = 0
      for part in parts {
        let length: Int?
        switch part {
        case .text(let text): length = append(text, to: base, at: count)
        case .field(let path): length = record.withToken(at: path) { append($1, of: $0, to: base, at: count) }
        }
        guard let length else { return nil }
        count &+= length
      }
      return String(decoding: UnsafeBufferPointer(start: base, count: count), as: UTF8.self)
    }
  }

  private static func append(_ text: [UInt8], to base: UnsafeMutablePointer<UInt8>, at place: Int) -> Int? {
    guard place &+ text.count <= longestText else { return nil }
    text.withUnsafeBufferPointer { if let start = $0.baseAddress { (base + place).initialize(from: start, count: $0.count) } }
    return text.count
  }

  /// Appends a string, or an integer as it stands.
  private static func append(_ token: JSONToken, of tape: JSONTape, to base: UnsafeMutablePointer<UInt8>, at place: Int) -> Int? {
    var start = tape.bytes + token.offset
    var length = token.length
    if token.isKind(.string), !token.isEscaped {
      start += 1
      length &-= 2
    } else if !token.isKind(.integer) || length > 18 || start[0] == UInt8(ascii: "-") {
      return nil
    }
    guard place &+ length <= longestText else { return nil }
    (base + place).initialize(from: start, count: length)
    return length
  }
}
