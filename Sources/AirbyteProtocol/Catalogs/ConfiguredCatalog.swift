package import JSON

/// The streams to read and how: the input of `read`.
package struct ConfiguredCatalog: Sendable, Hashable {
  package var streams: [ConfiguredStream]

  package init(streams: [ConfiguredStream]) { self.streams = streams }

  /// Reads a catalog; unknown fields are ignored.
  ///
  /// - Throws: ``ProtocolInputError`` that names the field and the stream.
  package static func parse(_ value: JSONValue) throws(ProtocolInputError) -> ConfiguredCatalog {
    let fields = try FieldReader(value, input: "catalog", path: "")
    var streams: [ConfiguredStream] = []
    for (place, stream) in try fields.list("streams").enumerated() {
      streams.append(try ConfiguredStream(FieldReader(stream, input: "catalog", path: "streams[\(place)]")))
    }
    return ConfiguredCatalog(streams: streams)
  }
}

/// One stream of a ``ConfiguredCatalog``.
package struct ConfiguredStream: Sendable, Hashable {
  package var stream: AirbyteStream
  package var syncMode: SyncMode
  package var destinationSyncMode: DestinationSyncMode
  package var cursorField: [String]?
  package var destinationObjectName: String?
  /// Each key is a path to a field.
  package var primaryKey: [[String]]?
  package var generationID: Int?
  package var minimumGenerationID: Int?
  package var syncID: Int?
  package var includesFiles: Bool?

  package init(
    stream: AirbyteStream, syncMode: SyncMode, destinationSyncMode: DestinationSyncMode, cursorField: [String]? = nil,
    destinationObjectName: String? = nil, primaryKey: [[String]]? = nil, generationID: Int? = nil,
    minimumGenerationID: Int? = nil, syncID: Int? = nil, includesFiles: Bool? = nil
  ) {
    self.stream = stream
    self.syncMode = syncMode
    self.destinationSyncMode = destinationSyncMode
    self.cursorField = cursorField
    self.destinationObjectName = destinationObjectName
    self.primaryKey = primaryKey
    self.generationID = generationID
    self.minimumGenerationID = minimumGenerationID
    self.syncID = syncID
    self.includesFiles = includesFiles
  }

  init(_ fields: FieldReader) throws(ProtocolInputError) {
    stream = try AirbyteStream(fields.child("stream"))
    var fields = fields
    fields.about = "stream `\(stream.name)`"
    syncMode = try fields.choice("sync_mode", try fields.required("sync_mode"), as: SyncMode.self)
    destinationSyncMode = try fields.choice(
      "destination_sync_mode", try fields.required("destination_sync_mode"), as: DestinationSyncMode.self)
    cursorField = try fields.optionalTexts("cursor_field")
    destinationObjectName = try fields.optionalText("destination_object_name")
    primaryKey = try fields.optionalTextLists("primary_key")
    generationID = try fields.optionalInteger("generation_id")
    minimumGenerationID = try fields.optionalInteger("minimum_generation_id")
    syncID = try fields.optionalInteger("sync_id")
    includesFiles = try fields.optionalFlag("include_files")
  }
}
