internal import ConnectorKit
internal import JSON

extension SimpleRetriever {
  /// Records that came together: all of a page, or a part of one whose body is still arriving.
  struct Page: Sendable {
    var records: JSONRecords = []
    /// What the paginator may know of the page; nil when there is no page behind it.
    var summary: PageSummary?
    /// What keeps the rest of the page from being read.
    var failure: (any Error)?
    /// What is still to come of the page.
    var rest: StreamingPage?
  }

  /// A page whose body is read while it arrives.
  struct StreamingPage: Sendable {
    let response: Response
    let chunks: BodyChunks
    var session: any DecodingSession
    /// Of what has arrived.
    var summary: PageSummary
    var fingerprint = BodyFingerprint()
  }

  enum Answer: Sendable {
    case page(Page)
    case directive(PageDirective)
  }

  func firstPage(of window: StreamSlice, _ loop: inout PageLoop, _ scope: RetrievalScope) async throws -> Answer {
    guard usesEmbeddedFirstPage, !readsWhileArriving, let response = EmbeddedFirstPage.response(in: window) else {
      return try await ask(loop.request(scope.run), window, scope)
    }
    loop.begin(with: nil)
    return .page(try await select(response, loop.request(scope.run), window, scope))
  }

  func ask(_ request: RequestScope, _ window: StreamSlice, _ scope: RetrievalScope) async throws -> Answer {
    if let requestedProperties { return try await askInChunks(of: requestedProperties, request, window, scope) }
    return try await readsWhileArriving ? open(request, scope) : page(request, window, scope)
  }

  private func page(_ request: RequestScope, _ window: StreamSlice, _ scope: RetrievalScope) async throws -> Answer {
    switch try await requester.send(request, additions: additions(request, scope), path: paginator.path(request)) {
    case .response(let response): .page(try await select(response, request, window, scope))
    case .ignored: .page(Page())
    case .directive(let directive): .directive(directive)
    }
  }

  private func open(_ request: RequestScope, _ scope: RetrievalScope) async throws -> Answer {
    switch try await requester.open(request, additions: additions(request, scope), path: paginator.path(request)) {
    case .response(let arriving):
      let summary = PageSummary(
        response: arriving.response, body: nil, extractedCount: 0, selectedCount: 0, lastRecord: nil, scope: request)
      return .page(
        Page(
          rest: StreamingPage(
            response: arriving.response, chunks: BodyChunks(arriving.body, request.run),
            session: try decoder.session(for: arriving.response, request), summary: summary)))
    case .ignored: return .page(Page())
    case .directive(let directive): return .directive(directive)
    }
  }

  /// The records of what arrives next.
  func part(of arriving: StreamingPage, _ window: StreamSlice, _ scope: RetrievalScope) async throws -> Page {
    var rest = arriving
    let request = rest.summary.scope
    let (chunk, isLast) = try await rest.chunks.next()
    if !paginator.isSinglePage { rest.fingerprint.add(chunk) }
    let (bodies, failure) = try decode(chunk, isLast: isLast, of: rest.response, request, by: &rest.session)
    let documents = droppingErrorObjects(bodies, rest.response)
    let selected = try await selector.select(from: documents, recordScope(request, window), scope)
    rest.summary.extractedCount += selected.extractedCount
    rest.summary.selectedCount += selected.records.count
    rest.summary.lastRecord = selected.records.last ?? rest.summary.lastRecord
    if isLast, !paginator.isSinglePage { rest.summary.fingerprint = rest.fingerprint }
    return Page(
      records: selected.records, summary: rest.summary, failure: selected.failure ?? failure, rest: isLast ? nil : rest)
  }

  private func select(_ response: Response, _ request: RequestScope, _ window: StreamSlice, _ scope: RetrievalScope) async throws -> Page {
    var session = try decoder.session(for: response, request)
    let (bodies, failure) = try decode(response.body, isLast: true, of: response, request, by: &session)
    if bodies.count == 1, failure == nil { response.cacheDocument(bodies[0]) }
    let documents = droppingErrorObjects(bodies, response)
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
        .info, "Stream \(request.streamName): a response with status \(response.http.status) could not be decoded. \(reason)")
      return ([], nil)
    }
  }

  /// The documents of a page without those that just say what is wrong with a refused request, and would be records where whole bodies
  /// are.
  private func droppingErrorObjects(_ documents: [JSONView], _ response: Response) -> [JSONView] {
    response.isOK || !selector.acceptsRootObject ? documents : documents.filter { !$0.isObject }
  }

  /// A page that takes a request for each chunk of the properties; records that are parts of one come merged, after the others.
  private func askInChunks(
    of properties: any RequestedProperties, _ request: RequestScope, _ window: StreamSlice, _ scope: RetrievalScope
  ) async throws -> Answer {
    var whole = Page()
    var merged = MergedRecords()
    for chunk in try await properties.chunks(streamName: scope.stream.name, run: scope.run) {
      var request = request
      request.slice?.extraFields = [QueryProperties.sliceField: .array(chunk.map { .string($0) })]
      let answer = try await page(request, window, scope)
      guard case .page(let part) = answer else { return answer }
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
    return .page(whole)
  }

  /// Filters are told of no page token, whatever page the records are from: that is what manifests are written for.
  private func recordScope(_ request: RequestScope, _ window: StreamSlice) -> RecordScope {
    var scope = RecordScope(streamName: request.streamName, slice: window, run: request.run)
    scope.pageNumber = request.pageNumber
    return scope
  }
}
