internal import ConnectorKit
internal import Document
internal import JSON

/// Properties to name in requests, all at once or in chunks whose records are merged.
struct QueryProperties: RequestedProperties {
  /// The member of a slice's extra fields that holds the properties of a request.
  static let sliceField = "query_properties"

  static let spec = ComponentSpec<QueryProperties>(
    "QueryProperties", "Names properties in requests, all at once or in chunks whose records are merged.", since: "6.45",
    fields: Field<PropertyList>.propertyList,
    Field<[String]>.strings("always_include_properties", doc: "Properties that each request names.").default([], shown: []),
    Field<PropertyChunking>.component(
      "property_chunking", ["PropertyChunking"], doc: "Divides the properties between several requests."
    ).optional,
    Field<JsonSchemaPropertySelector>.component(
      "property_selector", ["JsonSchemaPropertySelector"],
      doc: "Leaves out the properties that nobody asked for."
    ).optional,
    examples: ["type: QueryProperties\nproperty_list: [id, name, created_at]"],
    make: QueryProperties.init)

  let list: PropertyList
  let alwaysIncluded: [String]
  let chunking: PropertyChunking?
  let selector: JsonSchemaPropertySelector?

  init(list: PropertyList, alwaysIncluded: [String] = [], chunking: PropertyChunking? = nil, selector: JsonSchemaPropertySelector? = nil) {
    self.list = list
    self.alwaysIncluded = alwaysIncluded
    self.chunking = chunking
    self.selector = selector
  }

  func chunks(streamName: String, run: RunServices) async throws -> [[String]] {
    let selected = try selector?.selection(streamName: streamName, run: run)
    let properties = try await list.properties(run: run)
    if let chunking { return chunking.chunks(of: properties, alwaysIncluded: alwaysIncluded, selected: selected) }
    return [alwaysIncluded + properties.filter { selected?.contains($0) ?? true }]
  }

  func group(of record: JSONRecord, run: RunServices) throws -> [JSONValue]? {
    try chunking?.strategy.group(of: record, joinsTexts: run.follows(.mergesByTextKeysOnly))
  }
}

/// Properties that the manifest lists, or that an endpoint of the API gives.
enum PropertyList: Sendable {
  case names([String])
  case endpoint(PropertiesFromEndpoint)

  func properties(run: RunServices) async throws -> [String] {
    switch self {
    case .names(let names): names
    case .endpoint(let endpoint): try await endpoint.properties(run: run)
    }
  }
}

extension Field where Value == PropertyList {
  static var propertyList: Field<PropertyList> {
    let types = ["PropertiesFromEndpoint"]
    let doc = "The names of the properties, or the endpoint that gives them."
    return .custom("property_list", as: .anyOf([.list(.string), .component(types)]), doc: doc) { node, context in
      if let names = node.sequence { return .names(names.map(\.keyText)) }
      return .endpoint(try context.build(node, as: PropertiesFromEndpoint.self, types: types))
    }
  }
}
