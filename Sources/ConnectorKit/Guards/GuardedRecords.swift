internal import JSON

struct GuardedRecordExtractor: RecordExtractor {
  let inner: any RecordExtractor
  let frame: ComponentGuard

  var acceptsRootObject: Bool { inner.acceptsRootObject }
  var needsWholeBody: Bool { inner.needsWholeBody }
  var concatenatesResults: Bool { inner.concatenatesResults }
  var bodyDecoder: (any BodyDecoder)? { inner.bodyDecoder.map { GuardedDecoder(inner: $0, frame: frame) } }

  func extract(from body: JSONView, into found: inout ExtractedRecords, _ scope: RecordScope) async throws {
    try await extract(into: &found, scope) { try await inner.extract(from: body, into: &$0, scope) }
  }

  func extract(fromEach bodies: [JSONView], into found: inout ExtractedRecords, _ scope: RecordScope) async throws {
    try await extract(into: &found, scope) { try await inner.extract(fromEach: bodies, into: &$0, scope) }
  }

  private func extract(
    into found: inout ExtractedRecords, _ scope: RecordScope, _ body: (inout ExtractedRecords) async throws -> Void
  ) async throws {
    var taken = found
    found = ExtractedRecords()
    let before = taken.records.count
    defer { found = taken }
    try await frame.call(scope.streamName) { try await body(&taken) }
    guard taken.records.count >= before else {
      throw frame.contractViolation("removed records that another extractor had found", scope.streamName)
    }
  }
}

struct GuardedRecordFilter: RecordFiltering {
  let inner: any RecordFiltering
  let frame: ComponentGuard

  func filter(_ records: inout [JSONRecord], _ scope: RecordScope) throws {
    let before = records.count
    try frame.call(scope.streamName) { try inner.filter(&records, scope) }
    guard records.count <= before else {
      throw frame.contractViolation("made \(records.count) records of \(before), but a filter only drops", scope.streamName)
    }
  }

  func keeps(_ value: JSONValue, _ scope: RecordScope) throws -> Bool {
    try frame.call(scope.streamName) { try inner.keeps(value, scope) }
  }
}

struct GuardedTransformation: RecordTransformation {
  let inner: any RecordTransformation
  let frame: ComponentGuard

  func transform(_ records: inout [JSONRecord], _ scope: RecordScope) throws {
    let before = records.count
    try frame.call(scope.streamName) { try inner.transform(&records, scope) }
    guard records.count == before else {
      throw frame.contractViolation("made \(records.count) records of \(before), but a transformation keeps their number", scope.streamName)
    }
  }
}

struct GuardedSchemaNormalization: SchemaNormalization {
  let inner: any SchemaNormalization
  let frame: ComponentGuard

  func normalize(_ record: inout JSONRecord, _ schema: StreamSchema) throws { try frame.call { try inner.normalize(&record, schema) } }

  func normalize(_ records: inout [JSONRecord], _ schema: StreamSchema) throws {
    let before = records.count
    try frame.call { try inner.normalize(&records, schema) }
    guard records.count == before else {
      throw frame.contractViolation("made \(records.count) records of \(before), but a normalization keeps their number")
    }
  }
}

struct GuardedSchemaLoader: SchemaLoader {
  let inner: any SchemaLoader
  let frame: ComponentGuard

  func schema(streamName: String, run: RunServices) async throws -> JSONObject {
    let schema = try await frame.call(streamName) { try await inner.schema(streamName: streamName, run: run) }
    if let properties = schema["properties"], properties.objectValue == nil {
      throw frame.contractViolation("returned a schema whose `properties` is not an object", streamName)
    }
    return schema
  }
}

struct GuardedDecoder: BodyDecoder {
  let inner: any BodyDecoder
  let frame: ComponentGuard

  var isStreaming: Bool { inner.isStreaming }

  func session(for response: Response, _ scope: RequestScope) throws -> any DecodingSession {
    try frame.call(scope.streamName) { Session(inner: try inner.session(for: response, scope), frame: frame, streamName: scope.streamName) }
  }

  struct Session: DecodingSession {
    var inner: any DecodingSession
    let frame: ComponentGuard
    let streamName: String

    mutating func decode(_ bytes: consuming [UInt8], isLast: Bool) throws -> [JSONView] {
      let bytes = bytes
      var inner = inner
      defer { self.inner = inner }
      return try frame.call(streamName) { try inner.decode(bytes, isLast: isLast) }
    }
  }
}
