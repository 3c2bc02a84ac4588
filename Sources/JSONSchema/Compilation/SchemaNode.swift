import JSON

/// A compiled schema. Other nodes are named by their place in ``JSONSchema/nodes``.
struct SchemaNode: Sendable {
  enum Content: Sendable {
    case anything
    case nothing
    case rules([SchemaRule])
  }

  var content: Content = .anything
  /// The types the schema declares beside its other rules.
  var types: [SchemaType]?
  /// The schema as written, for messages.
  let source: JSONValue
}

/// One keyword of a schema.
struct SchemaRule: Sendable {
  let keyword: String
  let check: Check

  enum Check: Sendable {
    case reference(Int)
    case danglingReference(String)
    case types([SchemaType])
    case anyValue(of: [JSONValue])
    case exactly(JSONValue)
    case bound(NumberBound, JSONValue)
    case multiple(of: JSONValue)
    case count(CountLimit)
    case pattern(SchemaPattern, hint: String?)
    case format(SchemaFormat, name: String)
    case uniqueItems
    case items(Int)
    case itemsByPlace([Int])
    case noItemsBeyond(Int)
    case itemsBeyond(Int, Int)
    case contains(Int, ContainsLimits)
    case properties([NamedNode])
    case patternProperties([(pattern: SchemaPattern, node: Int)])
    case otherProperties(OtherProperties)
    case propertyNames(Int)
    case required([String])
    case dependencies([Dependency])
    case all([Int])
    case any([Int])
    case one([Int])
    case not(Int)
    case conditional(condition: Int, then: Int?, otherwise: Int?)
  }

  struct NamedNode: Sendable {
    let name: String
    let node: Int
  }

  struct OtherProperties: Sendable {
    let names: Set<String>
    let patterns: [SchemaPattern]
    /// Whether `patternProperties` stands beside it, even if empty.
    let mentionsPatterns: Bool
    /// The schema of the others; nil when there may be none.
    let node: Int?
  }

  enum Dependency: Sendable {
    case fields(of: String, [String])
    case schema(of: String, Int)
  }

  struct ContainsLimits: Sendable {
    var minimum = 1
    var maximum: Int?
    /// Draft-07 knows no limits and words its message in another way.
    var isLegacy: Bool
  }
}

enum NumberBound: Sendable {
  case atLeast, moreThan, atMost, lessThan
}

/// A limit on how many characters, items or fields there are.
struct CountLimit: Sendable {
  enum Unit: Sendable { case characters, items, fields }
  let unit: Unit
  let isMinimum: Bool
  let limit: Int
}

enum SchemaType: String, Sendable {
  case null, boolean, integer, number, string, array, object

  func admits(_ value: JSONValue) -> Bool { admits(value.kind, whole: { value }) }

  /// As ``admits(_:)``, asking for the value only where its kind does not tell: a whole double is an integer too.
  @inline(__always)
  func admits(_ kind: JSONKind, whole value: () -> JSONValue) -> Bool {
    switch (self, kind) {
    case (.null, .null), (.boolean, .bool), (.string, .string), (.array, .array), (.object, .object): true
    case (.integer, .integer), (.number, .integer), (.number, .double): true
    case (.integer, .double): value().doubleValue.map { $0.isFinite && $0.rounded(.towardZero) == $0 } ?? false
    default: false
    }
  }
}
