internal import ConnectorKit
internal import JSON

extension SimpleRetriever {
  /// Records that belong together, and what the paginator may know of them; no summary when there is no page behind them.
  struct Page: Sendable {
    var records: JSONRecords
    var summary: PageSummary?
    /// What keeps the rest of the page from being read.
    var failure: (any Error)?
  }

  enum Answer: Sendable {
    case page(Page)
    case directive(PageDirective)
  }

  func firstPage(of window: StreamSlice, _ loop: inout PageLoop, _ scope: RetrievalScope) async throws -> Answer {
    guard readsLazily, let response = LazyPage.response(in: window) else {
      return try await ask(loop.request(scope.run), window, scope)
    }
    loop.begin(with: nil)
    return .page(try await select(response, loop.request(scope.run), window, scope))
  }

  func ask(_ request: RequestScope, _ window: StreamSlice, _ scope: RetrievalScope) async throws -> Answer {
    do {
      if let requestedProperties { return .page(try await pageInChunks(of: requestedProperties, request, window, scope)) }
      return .page(try await page(request, window, scope))
    } catch let directive as PageDirective where directive.kind != .splitRequestWindow {
      return .directive(directive)
    }
  }

  private func page(_ request: RequestScope, _ window: StreamSlice, _ scope: RetrievalScope) async throws -> Page {
    let response = try await requester.send(request, additions: additions(request, scope), path: paginator.path(request))
    guard let response else { return Page(records: [], summary: nil) }
    return try await select(response, request, window, scope)
  }

  private func select(_ response: Response, _ request: RequestScope, _ window: StreamSlice, _ scope: RetrievalScope) async throws -> Page {
    var session = try decoder.session(for: response, request)
    let (bodies, failure) = try decode(response.body, isLast: true, of: response, request, by: &session)
    if bodies.count == 1, failure == nil { response.remember(bodies[0]) }
    let documents = withoutRefusals(bodies, response)
    let selected = try await selector.select(from: documents, recordScope(request, window), scope)
    let summary = PageSummary(
      response: response, body: bodies.first, extractedCount: selected.extractedCount, selectedCount: selected.records.count,
      lastRecord: selected.records.last, scope: request)
    return Page(records: selected.records, summary: summary, failure: selected.failure ?? failure)
  }

  /// The documents of a body, and what keeps more of them from being read. Refused answers that the error handler calls a success mostly say in some form of their own what is wrong:
  /// what cannot be decoded there holds no records.
  private func decode(
    _ bytes: [UInt8], isLast: Bool, of response: Response, _ request: RequestScope, by session: inout any DecodingSession
  ) throws -> (documents: [JSONView], failure: (any Error)?) {
    do {
      return (try session.decode(bytes, isLast: isLast), nil)
    } catch let error as InterruptedDecoding where response.isOK {
      return (error.values, error.cause)
    } catch {
      if response.isOK { throw error }
      let reason = SyncError(wrapping: error).message
      request.run.log.write(
        .info, "Stream \(request.streamName): an answer with status \(response.http.status) holds no records that can be read. \(reason)")
      return ([], nil)
    }
  }

  /// The documents of a page without those that just say what is wrong with a refused request, and would be records where whole bodies
  /// are.
  private func withoutRefusals(_ documents: [JSONView], _ response: Response) -> [JSONView] {
    response.isOK || !selector.takesWholeBody ? documents : documents.filter { !$0.isObject }
  }

  /// A page that takes a request for each chunk of the properties; records that are parts of one come merged, after the others.
  private func pageInChunks(
    of properties: any RequestedProperties, _ request: RequestScope, _ window: StreamSlice, _ scope: RetrievalScope
  ) async throws -> Page {
    var whole = Page(records: [], summary: nil)
    var merged = MergedRecords()
    for chunk in try await properties.chunks(streamName: scope.stream.name, run: scope.run) {
      var request = request
      request.slice?.extraFields = [QueryProperties.sliceField: .array(chunk.map { .string($0) })]
      let part = try await page(request, window, scope)
      whole.summary = part.summary
      whole.failure = whole.failure ?? part.failure
      for record in part.records {
        if let group = try properties.group(of: record, run: scope.run) {
          merged.add(record, to: group)
        } else {
          whole.records.append(record)
        }
      }
    }
    for object in merged.objects { whole.records.append(JSONRecord(object: object)) }
    whole.summary?.selectedCount = whole.records.count
    whole.summary?.lastRecord = whole.records.last
    return whole
  }

  /// Filters are told of no page token, whatever page the records are from: that is what manifests are written for.
  private func recordScope(_ request: RequestScope, _ window: StreamSlice) -> RecordScope {
    var scope = RecordScope(streamName: request.streamName, slice: window, run: request.run)
    scope.pageNumber = request.pageNumber
    return scope
  }

  /// Reads answers while they arrive and hands over their records in pages of what arrived together.
  func readStreamed(
    _ loop: inout PageLoop, _ window: StreamSlice, _ scope: RetrievalScope, _ emit: (RecordPage) async throws -> Void
  ) async throws {
    var request: RequestScope? = loop.request(scope.run)
    while let current = request {
      do {
        let summary = try await readStreamedPage(current, &loop, window, scope, emit)
        request = try next(after: summary, &loop, scope)
      } catch let directive as PageDirective where directive.kind != .splitRequestWindow {
        try await obey(directive, &loop, scope)
        request = loop.request(scope.run)
      }
    }
  }

  /// - Returns: what the paginator may know of the page; nil when the answer was ignored.
  private func readStreamedPage(
    _ request: RequestScope, _ loop: inout PageLoop, _ window: StreamSlice, _ scope: RetrievalScope,
    _ emit: (RecordPage) async throws -> Void
  ) async throws -> PageSummary? {
    guard
      let arriving = try await requester.open(request, additions: additions(request, scope), path: paginator.path(request))
    else { return nil }
    var session = try decoder.session(for: arriving.response, request)
    var summary = PageSummary(
      response: arriving.response, body: nil, extractedCount: 0, selectedCount: 0, lastRecord: nil, scope: request)
    var fingerprint = BodyFingerprint()
    let isCompared = !paginator.isSinglePage
    let chunks = ArrivingChunks(arriving.body, request.run)
    while true {
      let (chunk, isLast) = try await chunks.next()
      if isCompared { fingerprint.add(chunk) }
      let (bodies, failure) = try decode(chunk, isLast: isLast, of: arriving.response, request, by: &session)
      let documents = withoutRefusals(bodies, arriving.response)
      let selected = try await selector.select(from: documents, recordScope(request, window), scope)
      summary.extractedCount += selected.extractedCount
      summary.selectedCount += selected.records.count
      summary.lastRecord = selected.records.last ?? summary.lastRecord
      loop.observe(selected.records)
      let records = try wanted(selected.records, scope, window)
      if !records.isEmpty { try await emit(RecordPage(records)) }
      if let failure = selected.failure ?? failure { throw failure }
      guard !isLast else {
        if isCompared { summary.fingerprint = fingerprint }
        return summary
      }
    }
  }
}
