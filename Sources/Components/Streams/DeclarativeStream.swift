internal import ConnectorKit
internal import Document
internal import JSON

/// A stream as a manifest declares it.
enum DeclarativeStream {
  static let spec = ComponentSpec<any StreamSource>(
    "DeclarativeStream", "A stream: where its records come from, what they look like, and how far they were read.",
    fields: Field<any Retriever>.slot(
      "retriever", .retriever, doc: "Reads the records of a slice."
    ).typedByPlace("SimpleRetriever"),
    Field<String>.string("name", doc: "The name of the stream.").default("", shown: ""),
    Field<[[String]]>.primaryKey.default([], shown: ""),
    Field<any IncrementalSync>.slot(
      "incremental_sync", .incrementalSync,
      doc: "How the stream is read from where the last sync ended."
    ).optional,
    Field<any SchemaLoader>.schemaLoader.optional,
    Field<[any RecordTransformation]>.slots(
      "transformations", .transformation, doc: "Changes that are made to each record, in order."
    ).default([], shown: []),
    Field<[any StateMigration]>.slots(
      "state_migrations", .stateMigration,
      doc: "Rewrite states that earlier versions of the connector left, in order."
    ).default([], shown: []),
    Field<any FileUploading>.component("file_uploader", ["FileUploader"], doc: "Fetches the file that each record describes.").optional,
    Field<BuildContext>.context,
    examples: [
      """
      type: DeclarativeStream
      name: orders
      primary_key: id
      retriever:
        type: SimpleRetriever
        requester:
          type: HttpRequester
          url: https://api.example.com/orders
        record_selector:
          type: RecordSelector
          extractor: {type: DpathExtractor, field_path: [orders]}
      incremental_sync:
        type: DatetimeBasedCursor
        cursor_field: updated_at
        start_datetime: "{{ config['start_date'] }}"
        datetime_format: "%Y-%m-%dT%H:%M:%SZ"
        start_time_option: {type: RequestOption, inject_into: request_parameter, field_name: updated_since}
      schema_loader:
        type: InlineSchemaLoader
        schema:
          type: object
          properties:
            id: {type: integer}
            updated_at: {type: string, format: date-time}
      transformations:
        - type: AddFields
          fields:
            - type: AddedFieldDefinition
              path: [shop]
              value: "{{ config['shop'] }}"
      """
    ],
    make: { retriever, name, primaryKey, incrementalSync, schemaLoader, transformations, migrations, uploader, context in
      let stream = StreamPlan(
        name: name, primaryKey: primaryKey, retriever: retriever, incrementalSync: incrementalSync,
        schemaLoader: schemaLoader ?? DefaultSchemaLoader(directory: context.directory), transformations: transformations,
        stateMigrations: migrations, fileUploader: uploader, parameters: context.parameters)
      if incrementalSync?.supportsPartitions == false, retriever.partitionRouter.isPartitioned {
        throw Diagnostic(
          code: .partitionedCount, "stream `\(name)` cannot have both a partition router and an IncrementingCountCursor",
          at: context.location, fix: "remove one of them, or use a DatetimeBasedCursor")
      }
      try retriever.check(stream, at: context.location)
      for migration in migrations { try migration.check(stream) }
      return stream
    })
}

extension Field where Value == [[String]] {
  /// The fields that identify a record: one name, a list of names, or a list of paths.
  static var primaryKey: Field<[[String]]> {
    let type = FieldType.anyOf([.string, .list(.string), .list(.list(.string))])
    return .custom("primary_key", as: type, doc: "The field, fields or paths of fields that identify a record.") { node, context in
      if let name = node.string { return name.isEmpty && !context.follows(.emptyKeyIsAName) ? [] : [[name]] }
      if node.integer != nil || node.bool != nil { return [[node.keyText]] }
      guard let elements = node.sequence else {
        throw Diagnostic(code: .wrongType, "`primary_key` must be a name or a list of names, got \(node.kind)", at: node.location)
      }
      return elements.map { element in element.sequence?.map(\.keyText) ?? [element.keyText] }
    }
  }
}

extension Field where Value == any SchemaLoader {
  /// One loader, or several whose schemas are laid over each other.
  static var schemaLoader: Field<any SchemaLoader> {
    let types = ComponentSlot.schemaLoader.types
    let type = FieldType.anyOf([.component(types), .list(.component(types))])
    return .custom("schema_loader", as: type, doc: "Where the schema of the records comes from.") {
      node, context in
      guard let nodes = node.sequence else { return try context.build(node, as: (any SchemaLoader).self, types: types) }
      return CompositeSchemaLoader(loaders: try context.build(list: nodes, as: (any SchemaLoader).self, types: types))
    }.typedByPlace("JsonFileSchemaLoader")
  }
}

extension Field where Value == any PartitionRouter {
  static var partitionRouter: Field<any PartitionRouter> {
    let types = ComponentSlot.partitionRouter.types
    let type = FieldType.anyOf([.component(types), .list(.component(types))])
    return .custom("partition_router", as: type, doc: "Divides the stream; of several routers every combination is read.") {
      node, context in
      guard let nodes = node.sequence else { return try context.build(node, as: (any PartitionRouter).self, types: types) }
      let routers = try context.build(list: nodes, as: (any PartitionRouter).self, types: types)
      if routers.isEmpty { return SinglePartitionRouter() }
      return routers.count == 1 ? routers[0] : ProductPartitionRouter(routers: routers)
    }
  }
}
