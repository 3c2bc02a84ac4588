internal import ConnectorKit
internal import Document
internal import JSON
package import Sync

/// A stream with the settings that hold for it.
package struct EffectiveStream: Sendable {
  package let description: StreamDescription
  package let choice: StreamChoice
  package let mode: StreamChoice.Mode

  package var key: [[String]] { choice.primaryKey ?? description.primaryKey }
  package var cursorField: String? { mode.readMode == .incremental ? choice.cursorField ?? description.cursor?.field : nil }

  /// As it is recorded.
  var json: JSONObject {
    var json: JSONObject = ["mode": .string(mode.rawValue)]
    if let cursorField, !cursorField.isEmpty { json["cursor"] = .string(cursorField) }
    if !key.isEmpty { json["key"] = .array(key.map { .string($0.joined(separator: ".")) }) }
    if let fields = choice.fields { json["fields"] = .array(fields.sorted().map(JSONValue.string)) }
    return json
  }
}

extension ConnectionRunner {
  /// All streams of a source, as it describes them now.
  ///
  /// - Throws: what keeps the source from being asked.
  package func streams(of source: ConnectionsFile.Source, log: SyncLog) async throws -> [StreamDescription] {
    let settings = ResolvedSettings(source.settings, file: file.path)
    guard settings.problems.isEmpty else { throw DiagnosticList(settings.problems) }
    return try await maker.make(source, settings, log: log).source.streams()
  }

  /// Streams as a connection syncs them.
  ///
  /// - Parameter described: all that the source has.
  /// - Throws: what keeps the destination from being used.
  package func effective(
    _ described: [StreamDescription], of connection: ConnectionsFile.Connection
  ) throws -> [EffectiveStream] {
    guard let destination = file.destination(connection.destination) else { return [] }
    let modes = try Place(destination, schema: connection.schema, file: file.path).writeModes
    return described.compactMap { stream in
      guard let choice = connection.rule(for: stream.name) else { return nil }
      return EffectiveStream(
        description: FieldSelection.narrowed(stream, choice.fields.map(Set.init)), choice: choice,
        mode: choice.mode(for: stream, writeModes: modes))
    }
  }
}
