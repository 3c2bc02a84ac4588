package import JSON

/// The state a read starts from.
package struct StateInput: Sendable, Hashable {
  /// The state of each stream that has one; empty objects for streams that are listed without a state.
  package private(set) var streams: [StreamDescriptor: JSONObject]
  /// State of streams by their bare name, from the form that was used before states were kept by stream.
  package private(set) var legacy: JSONObject

  /// No state.
  package init() {
    streams = [:]
    legacy = JSONObject()
  }

  /// The state of a stream, or an empty object.
  package func state(of stream: StreamDescriptor) -> JSONObject {
    streams[stream] ?? legacy[stream.name]?.objectValue ?? JSONObject()
  }

  package var isEmpty: Bool { streams.isEmpty && legacy.isEmpty }

  /// Reads a state file: a list of state messages, by stream (`STREAM`) or one for all (`GLOBAL`). Null and empty values are
  /// no state.
  ///
  /// Also read, which the reference refuses or passes over: one state message without a list, messages as a connector prints
  /// them (`{"type": "STATE", "state": …}`), messages without `type`, `LEGACY` messages, `{"data": …}`, and an object of
  /// states by stream name.
  ///
  /// - Parameter acceptsMessagesOnly: refuse and pass over what the reference does.
  /// - Throws: ``ProtocolInputError`` that names the message and the field.
  package static func parse(_ value: JSONValue, acceptsMessagesOnly: Bool = false) throws(ProtocolInputError) -> StateInput {
    var input = StateInput()
    switch value {
    case .null: return input
    case .array(let messages):
      for (place, message) in messages.enumerated() {
        let fields = try FieldReader(message, input: "state", path: "[\(place)]")
        try input.take(fields, isAlone: messages.count == 1, acceptsMessagesOnly)
      }
    case .object(let members):
      if members.isEmpty { return input }
      if acceptsMessagesOnly { throw ProtocolInputError(input: "state", path: "", problem: "must be a list, got an object") }
      let fields = try FieldReader(value, input: "state", path: "")
      if Self.isMessage(members) { try input.take(fields, isAlone: true, acceptsMessagesOnly) } else { try input.takeByName(members, "") }
    default:
      throw ProtocolInputError(
        input: "state", path: "", problem: "must be a list of state messages, got \(FieldReader.kind(value))")
    }
    return input
  }

  /// Whether an object is a message and not states by stream name: a stream may be called `data`.
  private static func isMessage(_ members: JSONObject) -> Bool {
    if members["type"]?.stringValue != nil { return true }
    if let stream = members["stream"]?.objectValue, stream["stream_descriptor"] != nil { return true }
    if let global = members["global"]?.objectValue, global["stream_states"] != nil { return true }
    return members.count == 1 && members["data"]?.objectValue != nil
  }

  private enum MessageType: String, CaseIterable {
    case global = "GLOBAL"
    case stream = "STREAM"
    case legacy = "LEGACY"
  }

  private mutating func take(_ fields: FieldReader, isAlone: Bool, _ acceptsMessagesOnly: Bool) throws(ProtocolInputError) {
    if !acceptsMessagesOnly, fields.members["type"] == "STATE", fields.members["state"] != nil {
      return try take(fields.child("state"), isAlone: isAlone, acceptsMessagesOnly)
    }
    let declared = fields.optional("type")
    var type: MessageType?
    if let declared { type = try fields.choice("type", declared, as: MessageType.self) }
    guard fields.optional("stream") != nil || fields.optional("global") != nil || fields.optional("data") != nil else {
      let place = fields.path.isEmpty ? "" : fields.path
      throw ProtocolInputError(input: "state", path: place, problem: "must have one of the fields stream, global, data")
    }
    if type == nil && !acceptsMessagesOnly {
      type = fields.optional("stream") != nil ? .stream : fields.optional("global") != nil ? .global : .legacy
    }
    switch type {
    case .stream: try takeStream(fields.child("stream"))
    case .global: if isAlone || !acceptsMessagesOnly { try takeGlobal(fields.child("global")) }
    case .legacy: if !acceptsMessagesOnly { try takeByName(fields.object("data"), fields.path.isEmpty ? "data" : fields.path + ".data") }
    case nil: break
    }
  }

  private mutating func takeStream(_ fields: FieldReader) throws(ProtocolInputError) {
    let descriptor = try fields.child("stream_descriptor")
    let stream = StreamDescriptor(name: try descriptor.text("name"), namespace: try descriptor.optionalText("namespace"))
    var fields = fields
    fields.about = "stream `\(stream)`"
    streams[stream] = fields.optional("stream_state") == nil ? JSONObject() : try fields.object("stream_state")
  }

  private mutating func takeGlobal(_ fields: FieldReader) throws(ProtocolInputError) {
    if fields.optional("shared_state") != nil {
      throw fields.error("shared_state", "is set, but this connector has one state per stream; remove it or read without state")
    }
    for (place, state) in try fields.list("stream_states").enumerated() {
      try takeStream(FieldReader(state, input: fields.input, path: "\(fields.path).stream_states[\(place)]"))
    }
  }

  private mutating func takeByName(_ members: JSONObject, _ path: String) throws(ProtocolInputError) {
    for (name, state) in members {
      switch state {
      case .object: legacy[name] = state
      case .null: break
      default:
        let place = path.isEmpty ? name : "\(path).\(name)"
        throw ProtocolInputError(input: "state", path: place, problem: "must be an object, got \(FieldReader.kind(state))")
      }
    }
  }
}
