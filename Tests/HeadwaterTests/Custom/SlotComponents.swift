import ConnectorKit

/// One small component for each slot, as an author would write it.
enum SlotComponents {
  static let catalogue: [AnyComponentSpec] = [
    HeaderKey.spec.erased, ShortWait.spec.erased, KeyMaker.spec.erased, PipeDecoder.spec.erased, PatientHandler.spec.erased,
    LastID.spec.erased, NextByHeader.spec.erased, TwoHalves.spec.erased, RowsExtractor.spec.erased, EvenOnly.spec.erased,
    PlainRequester.spec.erased, TwoCalls.spec.erased, FetchedSchema.spec.erased, TextOnly.spec.erased, OldState.spec.erased,
    Doubled.spec.erased, NotEmpty.spec.erased,
  ]
}

struct HeaderKey: Authenticator {
  static let spec = ComponentSpec<any Authenticator>(
    "HeaderKey", "Sends a key.", fields: Field<TemplateText>.template("key", doc: "The key."), Field<BuildContext>.context,
    make: { HeaderKey(key: try $0.string(TemplateScope(config: $1.config))) })
  let key: String

  func requestOptions(_ scope: RequestScope) async throws -> RequestOptions {
    var options = RequestOptions()
    options.headers["x-key"] = .string(key)
    return options
  }
}

struct ShortWait: BackoffStrategy {
  static let spec = ComponentSpec<any BackoffStrategy>("ShortWait", "Waits next to nothing.", make: { ShortWait() })
  func waitSeconds(after response: Response?, attempt: Int, run: RunServices) throws -> Double? { 0.001 }
}

struct KeyMaker: ConfigTransformation {
  static let spec = ComponentSpec<any ConfigTransformation>("KeyMaker", "Makes the key of its parts.", make: { KeyMaker() })
  func transform(_ config: inout JSONObject) throws { config["key"] = .string("made-\(config["part"]?.stringValue ?? "")") }
}

/// `id|name` line by line; lines may be cut anywhere.
struct PipeDecoder: BodyDecoder {
  static let spec = ComponentSpec<any BodyDecoder>("PipeDecoder", "Lines of two columns.", make: { PipeDecoder() })
  var isStreaming: Bool { false }
  func session(for response: Response, _ scope: RequestScope) throws -> any DecodingSession { Session() }

  struct Session: DecodingSession {
    var rest: [UInt8] = []
    mutating func decode(_ bytes: consuming [UInt8], isLast: Bool) throws -> [JSONView] {
      rest += bytes
      guard isLast else { return [] }
      let rows = String(decoding: rest, as: UTF8.self).split(separator: "\n").map { line -> JSONValue in
        let columns = line.split(separator: "|")
        return ["id": .integer(Int(columns[0]) ?? 0), "name": .string(String(columns[1]))]
      }
      return [try JSONView(encoding: ["data": .array(rows)])]
    }
  }
}

struct PatientHandler: ErrorHandler {
  static let spec = ComponentSpec<any ErrorHandler>(
    "PatientHandler", "Tries teapots again.",
    fields: Field<[any BackoffStrategy]>.slots("backoff_strategies", .backoffStrategy, doc: "The waits.").default([]),
    make: PatientHandler.init)
  let backoffStrategies: [any BackoffStrategy]
  var maxRetries: Int? { 3 }
  func verdict(on outcome: ResponseOutcome) throws -> ErrorResolution {
    guard let response = outcome.response else { return ErrorResolution(.fail, .transient, "nothing came") }
    return response.isOK ? ErrorResolution(.success) : ErrorResolution(response.status == 418 ? .retry : .fail, .config, "refused")
  }
}

struct NextByHeader: PaginationStrategy {
  static let spec = ComponentSpec<any PaginationStrategy>("NextByHeader", "Takes the token from a header.", make: { NextByHeader() })
  func initialToken() throws -> JSONValue? { nil }
  func pageSize() throws -> Int? { nil }
  func nextToken(after page: PageSummary) throws -> JSONValue? { page.response.headers["x-next"].map { .string($0) } }
}

struct TwoHalves: PartitionRouter {
  static let spec = ComponentSpec<any PartitionRouter>("TwoHalves", "Two partitions.", make: { TwoHalves() })
  func partitions(_ scope: PartitionScope, _ body: (Partition) async throws -> Void) async throws -> JSONObject? {
    for half in ["low", "high"] { try await body(Partition(StreamSlice(partition: ["half": .string(half)]))) }
    return nil
  }
  func requestOptions(_ scope: RequestScope) throws -> RequestOptions {
    var options = RequestOptions()
    options.parameters["half"] = scope.slice?["half"]
    return options
  }
}

struct RowsExtractor: RecordExtractor {
  static let spec = ComponentSpec<any RecordExtractor>(
    "RowsExtractor", "Rows of a table.", fields: Field<String>.string("columns", doc: "Where the names stand."), make: RowsExtractor.init)
  let columns: String
  func extract(from body: JSONView, into found: inout ExtractedRecords, _ scope: RecordScope) async throws {
    let names = body[columns]?.value.arrayValue?.compactMap(\.stringValue) ?? []
    for row in body["rows"]?.elements.map({ $0 }) ?? [] {
      found.append(JSONRecord(object: JSONObject(zip(names, row.value.arrayValue ?? []).map { ($0, $1) })))
    }
  }
}

struct EvenOnly: RecordFiltering {
  static let spec = ComponentSpec<any RecordFiltering>(
    "EvenOnly", "Keeps even ids.", fields: Field<JSONObject>.parameters, make: { EvenOnly(field: $0["field"]?.stringValue ?? "id") })
  let field: String
  func filter(_ records: inout [JSONRecord], _ scope: RecordScope) throws {
    records.removeAll { ($0[field]?.integerValue ?? 0) % 2 != 0 }
  }
}

struct PlainRequester: Requester {
  static let spec = ComponentSpec<any Requester>(
    "PlainRequester", "One request.", fields: Field<TemplateText>.template("address", doc: "Where."), make: PlainRequester.init)
  let address: TemplateText
  func send(_ scope: RequestScope, additions: RequestOptions, path: String?) async throws -> RequestOutcome<Response> {
    let request = try RequestAssembly.request(method: "GET", address: address.string(TemplateScope(scope)), options: additions)
    return .response(try await scope.run.fetch(request))
  }
  func open(_ scope: RequestScope, additions: RequestOptions, path: String?) async throws -> RequestOutcome<StreamingResponse> {
    throw SyncError(.system, "This requester reads whole answers.")
  }
}

struct TwoCalls: Retriever {
  static let spec = ComponentSpec<any Retriever>(
    "TwoCalls", "Reads two addresses as one stream.",
    fields: Field<[any Requester]>.slots("requesters", .requester, doc: "Both."),
    Field<RecordSelector>.recordSelector(doc: "Selects."),
    make: TwoCalls.init)
  let requesters: [any Requester]
  let selector: RecordSelector
  var partitionRouter: any PartitionRouter { SinglePartitionRouter() }
  func read(_ slice: StreamSlice, _ scope: RetrievalScope, _ emit: (RecordPage) async throws -> ReadControl) async throws {
    for requester in requesters {
      let request = RequestScope(streamName: scope.stream.name, slice: slice, run: scope.run)
      guard let body = try await requester.send(request, additions: RequestOptions(), path: nil).answer()?.json else { continue }
      let page = RecordScope(streamName: scope.stream.name, slice: slice, run: scope.run)
      _ = try await emit(RecordPage(try await selector.select(from: [body], page, scope).records))
    }
  }
}

struct FetchedSchema: SchemaLoader {
  static let spec = ComponentSpec<any SchemaLoader>(
    "FetchedSchema", "Asks the API.", fields: Field<any Requester>.slot("requester", .requester, doc: "Asks."), make: FetchedSchema.init)
  let requester: any Requester
  func schema(streamName: String, run: RunServices) async throws -> JSONObject {
    let scope = RequestScope(streamName: streamName, run: run)
    return try await requester.send(scope, additions: RequestOptions(), path: nil).answer()?.json?.object ?? [:]
  }
}

struct TextOnly: SchemaNormalization {
  static let spec = ComponentSpec<any SchemaNormalization>("TextOnly", "All ids are text.", make: { TextOnly() })
  func normalize(_ record: inout JSONRecord, _ schema: StreamSchema) throws {
    guard schema.object["properties"]?["id"]?["type"] == "string", let id = record["id"]?.integerValue else { return }
    record["id"] = .string("#\(id)")
  }
}

struct OldState: StateMigration {
  static let spec = ComponentSpec<any StateMigration>("OldState", "Renames the state's field.", make: { OldState() })
  func shouldMigrate(_ state: JSONObject, stream: StreamPlan) throws -> Bool { state["last"] != nil }
  func migrate(_ state: JSONObject, stream: StreamPlan) throws -> JSONObject { ["id": state["last"] ?? .null] }
}

struct Doubled: RecordTransformation {
  static let spec = ComponentSpec<any RecordTransformation>(
    "Doubled", "Doubles a field.", fields: Field<String>.string("field", doc: "Which.").default("id", shown: "id"), make: Doubled.init)
  let field: String
  func transform(_ records: inout [JSONRecord], _ scope: RecordScope) throws {
    for place in records.indices {
      if let value = records[place][field]?.integerValue { records[place][field] = .integer(value * 2) }
    }
  }
}

struct NotEmpty: ValidationStrategy {
  static let spec = ComponentSpec<any ValidationStrategy>("NotEmpty", "Wants some text.", make: { NotEmpty() })
  func validate(_ value: JSONValue, name: String) throws {
    if value.stringValue?.isEmpty ?? true { throw SyncError(.config, "Fill in \(name).") }
  }
}
