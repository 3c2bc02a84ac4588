import JSON

/// Writes messages field by field, in the reference's order; optional fields without a value are left out.
struct MessageEncoder: ~Copyable {
  private var writer: JSONWriter
  /// Whether a member was written in the object that is open.
  private var needsComma = false

  init(writer: consuming JSONWriter) { self.writer = writer }

  consuming func finish() -> JSONWriter { writer }

  mutating func encode(_ message: AirbyteMessage) {
    switch message {
    case .log(let log): envelope("LOG", "log") { $0.log(log) }
    case .spec(let spec): envelope("SPEC", "spec") { $0.spec(spec) }
    case .connectionStatus(let status):
      envelope("CONNECTION_STATUS", "connectionStatus") {
        $0.field("status", status.status.rawValue)
        $0.field("message", status.message)
      }
    case .catalog(let streams):
      envelope("CATALOG", "catalog") { encoder in
        encoder.list("streams", streams) { encoder, stream in encoder.object { $0.stream(stream) } }
      }
    case .state(let state): envelope("STATE", "state") { $0.state(state) }
    case .trace(let trace): envelope("TRACE", "trace") { $0.trace(trace) }
    case .control(let control):
      envelope("CONTROL", "control") { encoder in
        encoder.field("type", "CONNECTOR_CONFIG")
        encoder.field("emitted_at", control.emittedAt)
        encoder.object("connectorConfig") { $0.field("config", control.config.withoutNulls) }
      }
    }
  }

  private mutating func envelope(_ type: String, _ name: String, _ body: (inout MessageEncoder) -> Void) {
    object {
      $0.field("type", type)
      $0.object(name, body)
    }
  }

  private mutating func log(_ log: LogMessage) {
    field("level", log.level.rawValue)
    field("message", log.message)
    field("stack_trace", log.stackTrace)
  }

  private mutating func spec(_ spec: ConnectorSpecification) {
    field("connectionSpecification", spec.connectionSpecification.withoutNulls)
    field("documentationUrl", spec.documentationURL)
    field("changelogUrl", spec.changelogURL)
    field("supportsIncremental", spec.supportsIncremental)
    field("supportsNormalization", spec.supportsNormalization)
    field("supportsDBT", spec.supportsDBT)
    if let modes = spec.supportedDestinationSyncModes { field("supported_destination_sync_modes", modes.map(\.rawValue)) }
    if let auth = spec.advancedAuth { field("advanced_auth", AdvancedAuthFields.known(auth)) }
    field("protocol_version", spec.protocolVersion)
  }

  private mutating func stream(_ stream: AirbyteStream) {
    field("name", stream.name)
    field("json_schema", stream.jsonSchema.withoutNulls)
    field("supported_sync_modes", stream.supportedSyncModes.map(\.rawValue))
    field("source_defined_cursor", stream.sourceDefinedCursor)
    if let path = stream.defaultCursorField { field("default_cursor_field", path) }
    if let keys = stream.sourceDefinedPrimaryKey {
      list("source_defined_primary_key", keys) { $0.writer.write(.array($1.map { .string($0) })) }
    }
    field("namespace", stream.namespace)
    field("is_resumable", stream.isResumable)
    field("is_file_based", stream.isFileBased)
  }

  private mutating func state(_ state: StateMessage) {
    field("type", "STREAM")
    object("stream") { encoder in
      encoder.descriptor(state.stream)
      encoder.field("stream_state", state.state)
    }
    if let count = state.recordCount { object("sourceStats") { $0.field("recordCount", Double(count)) } }
  }

  private mutating func trace(_ trace: TraceMessage) {
    switch trace.content {
    case .error(let error):
      traceHead("ERROR")
      field("emitted_at", Int(trace.emittedAt.rounded(.down)))
      object("error") { encoder in
        encoder.field("message", error.message)
        encoder.field("internal_message", error.internalMessage)
        encoder.field("stack_trace", error.stackTrace)
        encoder.field("failure_type", error.failureType?.rawValue)
        if let stream = error.stream { encoder.descriptor(stream) }
      }
    case .streamStatus(let status):
      traceHead("STREAM_STATUS")
      field("emitted_at", trace.emittedAt)
      object("stream_status") { $0.streamStatus(status) }
    case .estimate(let estimate):
      traceHead("ESTIMATE")
      field("emitted_at", trace.emittedAt)
      object("estimate") { encoder in
        encoder.field("name", estimate.stream.name)
        encoder.field("type", estimate.scope.rawValue)
        encoder.field("namespace", estimate.stream.namespace)
        encoder.field("row_estimate", estimate.rows)
        encoder.field("byte_estimate", estimate.bytes)
      }
    case .analytics(let analytics):
      traceHead("ANALYTICS")
      field("emitted_at", trace.emittedAt)
      object("analytics") { encoder in
        encoder.field("type", analytics.type)
        encoder.field("value", analytics.value)
      }
    }
  }

  private mutating func traceHead(_ type: String) { field("type", type) }

  private mutating func streamStatus(_ status: StreamStatusTrace) {
    descriptor(status.stream)
    field("status", status.status.rawValue)
    guard !status.reasons.isEmpty else { return }
    list("reasons", status.reasons) { encoder, reason in
      encoder.object { encoder in
        switch reason {
        case .rateLimited(let reset):
          encoder.field("type", "RATE_LIMITED")
          if let reset { encoder.object("rate_limited") { $0.field("quota_reset", reset) } }
        }
      }
    }
  }

  private mutating func descriptor(_ stream: StreamDescriptor) {
    object("stream_descriptor") { encoder in
      encoder.field("name", stream.name)
      encoder.field("namespace", stream.namespace)
    }
  }
}

extension MessageEncoder {
  private mutating func key(_ name: String) {
    if needsComma { writer.writeRaw(UInt8(ascii: ",")) }
    writer.write(key: name)
    needsComma = true
  }

  fileprivate mutating func object(_ body: (inout MessageEncoder) -> Void) {
    writer.writeRaw(UInt8(ascii: "{"))
    needsComma = false
    body(&self)
    writer.writeRaw(UInt8(ascii: "}"))
    needsComma = true
  }

  fileprivate mutating func object(_ name: String, _ body: (inout MessageEncoder) -> Void) {
    key(name)
    object(body)
  }

  fileprivate mutating func list<Element>(_ name: String, _ elements: [Element], _ body: (inout MessageEncoder, Element) -> Void) {
    key(name)
    writer.writeRaw(UInt8(ascii: "["))
    for (place, element) in elements.enumerated() {
      if place > 0 { writer.writeRaw(UInt8(ascii: ",")) }
      body(&self, element)
    }
    writer.writeRaw(UInt8(ascii: "]"))
    needsComma = true
  }

  fileprivate mutating func field(_ name: String, _ text: String?) {
    guard let text else { return }
    key(name)
    writer.write(text)
  }

  fileprivate mutating func field(_ name: String, _ flag: Bool?) {
    guard let flag else { return }
    key(name)
    writer.write(flag)
  }

  fileprivate mutating func field(_ name: String, _ number: Int?) {
    guard let number else { return }
    key(name)
    writer.write(number)
  }

  fileprivate mutating func field(_ name: String, _ number: Double) {
    key(name)
    writer.write(number)
  }

  fileprivate mutating func field(_ name: String, _ texts: [String]) {
    key(name)
    writer.write(.array(texts.map { .string($0) }))
  }

  fileprivate mutating func field(_ name: String, _ object: JSONObject) {
    key(name)
    writer.write(object)
  }
}
