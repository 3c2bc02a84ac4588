import JSON

/// What a schema asks of the types of values, compiled. Other nodes are named by their place in the plan.
struct NormalizationNode: Sendable {
  enum Step: Sendable {
    /// The value must have one of the types; the names are tried in order.
    case types([TypeName], written: JSONValue)
    case properties(PropertyPlan)
    case items(Coercion, node: Int)
    case reference(Int)
    /// The schema is `false`: no value fits.
    case mismatch
    case impossible(when: Trigger, String)
  }

  enum TypeName: Sendable {
    case known(SchemaType)
    case unknown(String)
  }

  /// When a mistake in a schema shows.
  enum Trigger: Sendable { case always, objects, filledLists }

  struct Property: Sendable {
    let name: String
    let coercion: Coercion
    let node: Int
  }

  final class PropertyPlan: Sendable {
    let properties: [Property]
    let table: KeyTable

    init(_ properties: [Property]) {
      self.properties = properties
      table = KeyTable(properties.map(\.name))
    }
  }

  var steps: [Step] = []
}

/// Compiles schemas into nodes, each place of a document once.
struct NormalizationCompiler {
  private var registry = SchemaRegistry(dialect: .draft7, resolver: nil)
  private(set) var nodes: [NormalizationNode] = []
  private var known: [String: Int] = [:]
  private var pending: [(node: Int, place: SchemaPlace, converts: Bool)] = []

  /// The nodes, the root first.
  static func compile(_ schema: JSONValue) -> [NormalizationNode] {
    var compiler = NormalizationCompiler()
    do throws(JSONSchemaError) {
      _ = compiler.node(for: try compiler.registry.add(schema, at: ""), converts: true)
    } catch {
      return [NormalizationNode(steps: [.impossible(when: .always, error.description)])]
    }
    while let (node, place, converts) = compiler.pending.popLast() {
      // Where a schema below the root names its draft, the reference goes on with a validator that converts nothing.
      let staysConverting = converts && (node == 0 || SchemaDialect.declared(in: place.value) == nil)
      compiler.nodes[node].steps = compiler.steps(of: place, converts: staysConverting)
    }
    return compiler.nodes
  }

  private mutating func node(for place: SchemaPlace, converts: Bool) -> Int {
    let key = "\(place.document)\(place.path.pointer) \(place.base) \(converts)"
    if let node = known[key] { return node }
    let node = nodes.count
    nodes.append(NormalizationNode())
    known[key] = node
    pending.append((node, place, converts))
    return node
  }

  private mutating func steps(of place: SchemaPlace, converts: Bool) -> [NormalizationNode.Step] {
    switch place.value {
    case .bool(true): return []
    case .bool(false): return [.mismatch]
    case .object(let members):
      let base = registry.address(of: place.value, base: place.base)
      return members.flatMap { steps(of: $0.key, $0.value, in: place, base: base, converts) }
    default: return [.impossible(when: .always, "the schema at \(place.path.pointer) is not an object")]
    }
  }

  private mutating func steps(
    of keyword: String, _ value: JSONValue, in place: SchemaPlace, base: String, _ converts: Bool
  ) -> [NormalizationNode.Step] {
    switch keyword {
    case "type": return [typeStep(value)]
    case "properties":
      guard case .object(let members) = value else { return [.impossible(when: .objects, "`properties` is not an object")] }
      let properties = members.map { name, schema in
        let path = place.path.appending(key: keyword).appending(key: name)
        return NormalizationNode.Property(
          name: name, coercion: converts ? Coercion(schema: schema) : .none, node: child(of: place, at: path, schema, base, converts))
      }
      return [.properties(NormalizationNode.PropertyPlan(properties))]
    case "items":
      guard case .object = value else { return [.impossible(when: .filledLists, "`items` is not an object")] }
      let item = child(of: place, at: place.path.appending(key: keyword), value, base, converts)
      return [.items(converts ? Coercion(schema: value) : .none, node: item)]
    case "$ref":
      guard case .string(let reference) = value else { return [.impossible(when: .always, "`$ref` is not text")] }
      guard let target = try? registry.resolve(reference, base: base) else {
        return [.impossible(when: .always, "the schema refers to `\(reference)`, which does not exist")]
      }
      return [.reference(node(for: target, converts: converts))]
    default: return []
    }
  }

  private mutating func child(of place: SchemaPlace, at path: SchemaPath, _ schema: JSONValue, _ base: String, _ converts: Bool) -> Int {
    node(for: SchemaPlace(document: place.document, path: path, value: schema, base: base), converts: converts)
  }

  private func typeStep(_ value: JSONValue) -> NormalizationNode.Step {
    let names: [JSONValue]
    switch value {
    case .string: names = [value]
    case .array(let several): names = several
    case .object(let members): names = members.keys.map { .string($0) }
    default: return .impossible(when: .always, "`type` is neither text nor a list")
    }
    let types = names.map { name -> NormalizationNode.TypeName in
      let text = name.stringValue ?? PythonText.text(of: name)
      return name.stringValue.flatMap(SchemaType.init(rawValue:)).map { .known($0) } ?? .unknown(text)
    }
    return .types(types, written: value)
  }
}
