/// Stubs for what builds, sends and judges requests.
extension ComponentStub {
  static let authenticator = ComponentStub(
    summary: "Sends a token with each request.",
    fields: "Field<TemplateText>.template(\"token\", doc: \"The token.\").variables(.config),", make: "NAME.init",
    body: """
      let token: TemplateText

      func requestOptions(_ scope: RequestScope) async throws -> RequestOptions {
        var options = RequestOptions()
        options.headers["Authorization"] = .string("Token \\(try token.string(TemplateScope(scope)))")
        return options
      }
      """)

  static let backoffStrategy = ComponentStub(
    summary: "Waits longer after each try.",
    body: """
      func waitSeconds(after response: Response?, attempt: Int, run: RunServices) throws -> Double? {
        Double(attempt) * 2
      }
      """)

  static let errorHandler = ComponentStub(
    summary: "Tries again what the server could not do.",
    body: """
      var maxRetries: Int? { 5 }

      func verdict(on outcome: ResponseOutcome) throws -> ErrorResolution {
        guard let response = outcome.response else { return ErrorResolution(.retry, .transient) }
        if response.isOK { return ErrorResolution(.success) }
        return response.status >= 500
          ? ErrorResolution(.retry, .transient) : ErrorResolution(.fail, .config, "The API refused the request.")
      }
      """)

  static let requester = ComponentStub(
    summary: "Sends one request to an address.",
    fields: "Field<TemplateText>.template(\"url\", doc: \"The address.\"),", make: "NAME.init",
    body: """
      let url: TemplateText

      func send(_ scope: RequestScope, additions: RequestOptions, path: String?) async throws -> RequestOutcome<Response> {
        let address = try path ?? url.string(TemplateScope(scope))
        let request = try RequestAssembly.request(method: "GET", address: address, options: additions)
        let response = try await scope.run.fetch(request)
        guard response.isOK else { throw SyncError(.system, "The API answered with status \\(response.status).") }
        return .response(response)
      }

      func open(_ scope: RequestScope, additions: RequestOptions, path: String?) async throws -> RequestOutcome<StreamingResponse> {
        throw SyncError(.system, "NAME reads whole answers: use a decoder that does, such as JsonDecoder.")
      }
      """)

  static let paginationStrategy = ComponentStub(
    summary: "Takes the next token from the body.",
    body: """
      func initialToken() throws -> JSONValue? { nil }
      func pageSize() throws -> Int? { nil }

      func nextToken(after page: PageSummary) throws -> JSONValue? { page.body?["next"]?.value }
      """)

  static let decoder = ComponentStub(
    summary: "Makes a record of each line.",
    body: """
      var isStreaming: Bool { false }

      func session(for response: Response, _ scope: RequestScope) throws -> any DecodingSession { NAMESession() }
      """,
    more: """
      struct NAMESession: DecodingSession {
        private var text: [UInt8] = []

        mutating func decode(_ bytes: consuming [UInt8], isLast: Bool) throws -> [JSONView] {
          text += bytes
          guard isLast else { return [] }
          return try String(decoding: text, as: UTF8.self).split(separator: "\\n").map { line in
            try JSONView(encoding: ["line": .string(String(line))])
          }
        }
      }
      """)

  static let retriever = ComponentStub(
    summary: "Reads one page.",
    fields: """
      Field<any Requester>.slot("requester", .requester, doc: "Sends the request."),
          Field<RecordSelector>.recordSelector(doc: "Finds the records."),
      """, make: "NAME.init",
    body: """
      let requester: any Requester
      let selector: RecordSelector
      var partitionRouter: any PartitionRouter { SinglePartitionRouter() }

      func read(_ slice: StreamSlice, _ scope: RetrievalScope, _ emit: (RecordPage) async throws -> ReadControl) async throws {
        let request = RequestScope(streamName: scope.stream.name, slice: slice, run: scope.run)
        guard let body = try await requester.send(request, additions: RequestOptions(), path: nil).answer()?.json else { return }
        let page = RecordScope(streamName: scope.stream.name, slice: slice, run: scope.run)
        let selected = try await selector.select(from: [body], page, scope)
        guard try await emit(RecordPage(selected.records)) == .proceed else { return }
        if let failure = selected.failure { throw failure }
      }
      """)
}
