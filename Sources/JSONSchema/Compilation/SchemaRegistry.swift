import JSON

/// A schema in one of the documents of a compilation.
struct SchemaPlace {
  let document: Int
  /// The place from the document's root.
  let path: SchemaPath
  let value: JSONValue
  /// The address that references inside are relative to, before the schema's own `$id`.
  let base: String
}

/// The documents of a compilation with the addresses and names their schemas go by.
struct SchemaRegistry {
  private let dialect: SchemaDialect
  private let resolver: (@Sendable (String) -> JSONValue?)?
  private var documentCount = 0
  private var resources: [String: SchemaPlace] = [:]
  private var anchors: [String: SchemaPlace] = [:]
  /// The base of each schema in a place where schemas are expected, by document and pointer.
  private var bases: [String: String] = [:]
  private static let maximumDepth = 256

  init(dialect: SchemaDialect, resolver: (@Sendable (String) -> JSONValue?)?) {
    self.dialect = dialect
    self.resolver = resolver
  }

  /// Takes a document in under the address it was asked for by.
  @discardableResult
  mutating func add(_ document: JSONValue, at address: String) throws(JSONSchemaError) -> SchemaPlace {
    let place = SchemaPlace(document: documentCount, path: SchemaPath(), value: document, base: address)
    documentCount += 1
    resources[address] = place
    try crawl(place, depth: 0)
    return place
  }

  /// The address that references inside a schema are relative to.
  func address(of schema: JSONValue, base: String) -> String {
    guard let id = identifier(of: schema) else { return base }
    return URIReference.resolve(id, against: base).address
  }

  private func identifier(of schema: JSONValue) -> String? {
    guard let object = schema.objectValue, let id = object[dialect == .draft4 ? "id" : "$id"]?.stringValue,
      !id.hasPrefix("#")
    else { return nil }
    return dialect.ignoresReferenceSiblings && object["$ref"] != nil ? nil : id
  }

  private func anchor(of schema: JSONValue) -> String? {
    if !dialect.ignoresReferenceSiblings { return schema["$anchor"]?.stringValue }
    guard let id = schema[dialect == .draft4 ? "id" : "$id"]?.stringValue, id.hasPrefix("#") else { return nil }
    return String(id.dropFirst())
  }

  private mutating func crawl(_ place: SchemaPlace, depth: Int) throws(JSONSchemaError) {
    guard depth < Self.maximumDepth else {
      throw JSONSchemaError(path: place.path, message: "nests more than \(Self.maximumDepth) schemas deep")
    }
    guard let object = place.value.objectValue else { return }
    bases[Self.key(place.document, place.path.pointer)] = place.base
    let address = address(of: place.value, base: place.base)
    if address != place.base { resources[address] = place }
    if let name = anchor(of: place.value) { anchors[address + "#" + name] = place }
    for (keyword, value) in object {
      for child in Self.subschemas(keyword, value, of: place, base: address) { try crawl(child, depth: depth + 1) }
    }
  }

  private static func subschemas(
    _ keyword: String, _ value: JSONValue, of parent: SchemaPlace, base: String
  ) -> [SchemaPlace] {
    let path = parent.path.appending(key: keyword)
    func place(_ path: SchemaPath, _ value: JSONValue) -> SchemaPlace {
      SchemaPlace(document: parent.document, path: path, value: value, base: base)
    }
    if SubschemaKeywords.values.contains(keyword) { return [place(path, value)] }
    switch value {
    case .array(let elements) where SubschemaKeywords.lists.contains(keyword) || keyword == "items":
      return elements.enumerated().map { place(path.appending(.index($0)), $1) }
    case .object(let members) where SubschemaKeywords.maps.contains(keyword):
      return members.map { place(path.appending(key: $0.key), $0.value) }
    case _ where keyword == "items": return [place(path, value)]
    default: return []
    }
  }

  private static func key(_ document: Int, _ pointer: String) -> String { "\(document)\(pointer)" }

  /// The schema that a reference leads to, or nil.
  mutating func resolve(_ reference: String, base: String) throws(JSONSchemaError) -> SchemaPlace? {
    let (address, fragment) =
      reference.hasPrefix("#") ? (base, String(reference.dropFirst())) : URIReference.resolve(reference, against: base)
    guard let resource = try resource(at: address) else { return nil }
    if fragment.isEmpty { return resource }
    guard fragment.hasPrefix("/") else {
      let home = self.address(of: resource.value, base: resource.base)
      return anchors[address + "#" + fragment] ?? anchors[home + "#" + fragment]
    }
    return walk(from: resource, along: JSONPointerText.tokens(of: URIReference.percentDecoded(fragment)))
  }

  private mutating func resource(at address: String) throws(JSONSchemaError) -> SchemaPlace? {
    if let known = resources[address] { return known }
    if let known = MetaSchema.document(at: address) { return try add(known, at: address) }
    guard let document = resolver?(address) else { return nil }
    return try add(document, at: address)
  }

  private func walk(from resource: SchemaPlace, along tokens: [String]) -> SchemaPlace? {
    var value = resource.value
    var path = resource.path
    for token in tokens {
      switch value {
      case .object(let members):
        guard let member = members[token] else { return nil }
        value = member
        path = path.appending(key: token)
      case .array(let elements):
        guard let index = Int(token), elements.indices.contains(index) else { return nil }
        value = elements[index]
        path = path.appending(.index(index))
      default: return nil
      }
    }
    let base =
      bases[Self.key(resource.document, path.pointer)] ?? address(of: resource.value, base: resource.base)
    return SchemaPlace(document: resource.document, path: path, value: value, base: base)
  }
}
