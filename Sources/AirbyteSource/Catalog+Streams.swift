internal import AirbyteProtocol
internal import JSON
internal import Sync

extension AirbyteStream {
  /// How a catalog describes a stream.
  init(_ stream: StreamDescription) {
    self.init(
      name: stream.name, jsonSchema: stream.schema,
      supportedSyncModes: stream.cursor == nil ? [.fullRefresh] : [.fullRefresh, .incremental],
      sourceDefinedCursor: stream.cursor.map { !$0.canBeChosen }, defaultCursorField: stream.cursor.map { [$0.field] },
      sourceDefinedPrimaryKey: stream.primaryKey.isEmpty ? nil : stream.primaryKey, isResumable: stream.cursor != nil,
      isFileBased: stream.hasFiles)
  }
}

extension StreamSelection {
  /// What a configured catalog and a state ask for.
  init(_ configured: ConfiguredStream, state: JSONObject) {
    let descriptor = configured.stream.descriptor
    self.init(
      StreamID(descriptor.name, namespace: descriptor.namespace), state: state,
      readMode: configured.syncMode == .incremental ? .incremental : .fullRefresh, writeMode: WriteMode(configured.destinationSyncMode))
    cursorField = configured.cursorField?.first
    primaryKey = configured.primaryKey
    schema = configured.stream.jsonSchema
    if let id = configured.generationID {
      generation = Generation(id: id, minimum: configured.minimumGenerationID ?? 0, syncID: configured.syncID ?? 0)
    }
  }
}

extension StreamSelection.WriteMode {
  /// Nil for modes that no destination of a source's records has.
  init?(_ mode: DestinationSyncMode) {
    switch mode {
    case .append: self = .append
    case .overwrite: self = .overwrite
    case .appendDedup: self = .appendDedup
    case .update, .softDelete: return nil
    }
  }
}

extension StreamDescriptor {
  /// A connector's streams have no namespace of their own; the platform knows the one that it has chosen.
  init(_ id: StreamID) { self.init(name: id.name) }
}
