internal import ConnectorKit
internal import Document
internal import JSON

/// Makes a stream's schema of what an API tells about its fields.
struct DynamicSchemaLoader: SchemaLoader {
  static let spec = ComponentSpec<any SchemaLoader>(
    "DynamicSchemaLoader", "Makes the schema of what an API tells about the fields, in the first record that it gives.", since: "6.11",
    fields: Field<any Retriever>.cachedRetriever,
    Field<SchemaTypeIdentifier>.component(
      "schema_type_identifier", ["SchemaTypeIdentifier"],
      doc: "Where names and types of fields stand, and what the types mean."),
    Field<any RecordFiltering>.slot(
      "schema_filter", .recordFilter,
      doc: "Decides which fields are kept; its `record` is an object with the one field."
    ).optional,
    Field<[any RecordTransformation]>.slots(
      "schema_transformations", .transformation,
      doc: "Changes of the schema's properties, in order; their `record` is the object of all fields."
    ).default([], shown: []),
    examples: [
      """
      type: DynamicSchemaLoader
      retriever:
        type: SimpleRetriever
        requester:
          type: HttpRequester
          url: https://api.example.com/orders/fields
        record_selector:
          type: RecordSelector
          extractor: {type: DpathExtractor, field_path: []}
      schema_type_identifier:
        type: SchemaTypeIdentifier
        schema_pointer: [fields]
        key_pointer: [name]
        type_pointer: [type]
        types_mapping:
          - target_type: number
            current_type: money
          - target_type: string
            current_type: date
      """
    ],
    make: DynamicSchemaLoader.init)

  /// The name under which the fields are read.
  private static let streamName = "dynamic_properties"

  let retriever: any Retriever
  let identifier: SchemaTypeIdentifier
  let filter: (any RecordFiltering)?
  let transformations: [any RecordTransformation]

  func schema(streamName: String, run: RunServices) async throws -> JSONObject {
    do {
      let scope = RecordScope(streamName: Self.streamName, slice: StreamSlice(), run: run)
      var properties: JSONObject = [:]
      if let record = try await firstRecord(run) { properties = try identifier.properties(in: record, scope) }
      properties = try filtered(properties, scope)
      if !transformations.isEmpty {
        var records = [JSONRecord(object: properties)]
        for transformation in transformations { try transformation.transform(&records, scope) }
        properties = records.first?.object ?? [:]
      }
      return [
        "$schema": "https://json-schema.org/draft-07/schema#", "type": "object", "additionalProperties": true,
        "properties": .object(properties),
      ]
    } catch let error where !(error is CancellationError) {
      var failure = SyncError(wrapping: error)
      failure.streamName = nil
      failure.message = "Cannot build the schema of stream \(streamName): \(failure.message)"
      throw failure
    }
  }

  private func firstRecord(_ run: RunServices) async throws -> JSONRecord? {
    let stream = StreamPlan(name: Self.streamName, retriever: retriever, schemaLoader: InlineSchemaLoader(schema: [:]))
    var scope = RetrievalScope(stream: stream, run: run)
    scope.prefetches = false
    scope.purpose = .schema
    var first: JSONRecord?
    // One record is enough; no further page is requested.
    try await retriever.read(StreamSlice(), scope) { page in
      first = page.records.first
      return first == nil ? .proceed : .stop
    }
    return first
  }

  private func filtered(_ properties: JSONObject, _ scope: RecordScope) throws -> JSONObject {
    guard let filter else { return properties }
    var fields = properties.map { JSONRecord(object: [$0.key: $0.value]) }
    try filter.filter(&fields, scope)
    return fields.reduce(into: JSONObject()) { all, field in for (name, value) in field.object { all[name] = value } }
  }
}

extension Field where Value == any Retriever {
  /// A retriever whose answers are kept, since several streams may ask for the same.
  fileprivate static var cachedRetriever: Field<any Retriever> {
    let types = ComponentSlot.retriever.types
    return .custom("retriever", as: .component(types), defaultType: "SimpleRetriever", doc: "Reads the record that describes the fields.") {
      node, context in
      var node = node
      if var mapping = node.mapping, var requester = mapping["requester"]?.mapping {
        requester["use_cache"] = Node(.bool(true), at: node.location)
        mapping["requester"] = Node(.mapping(requester), at: mapping["requester"]?.location)
        node.value = .mapping(mapping)
      }
      return try context.build(node, as: (any Retriever).self, types: types, defaultType: "SimpleRetriever")
    }
  }
}
