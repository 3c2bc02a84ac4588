internal import Document

/// A value as it was written: tags resolved, aliases followed, but not yet made into a ``Node``.
final class ComposedNode {
  enum Content {
    case scalar(String)
    case sequence([ComposedNode])
    case mapping([Pair])
  }

  struct Pair {
    var key: ComposedNode
    var value: ComposedNode
  }

  var content: Content
  let tag: Tag
  let start: Mark
  /// How many values this one stands for when every alias in it is written out.
  var weight = 1
  /// True while its members are being read: an alias to it then would never end.
  var isOpen = false
  /// Of a mapping whose merge keys were followed: how many of its pairs came in by merging.
  var mergedPairs: Int?
  /// The finished value, so that aliases share it.
  var constructed: Node?

  init(_ content: Content, tag: Tag, start: Mark) {
    self.content = content
    self.tag = tag
    self.start = start
  }

  /// What the value is written as, in the words of messages.
  var form: String {
    switch content {
    case .scalar: "a single value"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}

/// The types YAML 1.1 knows, and whatever else a text names.
enum Tag: Equatable {
  case null, bool, int, float, string, binary, timestamp, merge, value, sequence, mapping, set, orderedMap, pairs
  case unknown(String)

  private static let prefix = "tag:yaml.org,2002:"

  init(_ name: String) {
    guard name.hasPrefix(Self.prefix) else {
      self = .unknown(name)
      return
    }
    switch name.dropFirst(Self.prefix.count) {
    case "null": self = .null
    case "bool": self = .bool
    case "int": self = .int
    case "float": self = .float
    case "str": self = .string
    case "binary": self = .binary
    case "timestamp": self = .timestamp
    case "merge": self = .merge
    case "value": self = .value
    case "seq": self = .sequence
    case "map": self = .mapping
    case "set": self = .set
    case "omap": self = .orderedMap
    case "pairs": self = .pairs
    default: self = .unknown(name)
    }
  }

  /// The tag as a person writes it.
  var shorthand: String {
    switch self {
    case .null: "!!null"
    case .bool: "!!bool"
    case .int: "!!int"
    case .float: "!!float"
    case .string: "!!str"
    case .binary: "!!binary"
    case .timestamp: "!!timestamp"
    case .merge: "!!merge"
    case .value: "!!value"
    case .sequence: "!!seq"
    case .mapping: "!!map"
    case .set: "!!set"
    case .orderedMap: "!!omap"
    case .pairs: "!!pairs"
    case .unknown(let name): name.hasPrefix(Self.prefix) ? "!!" + name.dropFirst(Self.prefix.count) : name
    }
  }
}
