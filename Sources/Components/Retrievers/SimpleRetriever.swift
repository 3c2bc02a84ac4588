internal import ConnectorKit
internal import Document
internal import JSON

/// Reads a slice page by page: request, decode, select, ask the paginator for the next token.
///
/// The next page is read before the present one is handed over, where the caller allows it. A class, so that the tasks of its slices
/// share it instead of copying its fields.
final class SimpleRetriever: Retriever {
  static let spec = ComponentSpec<any Retriever>(
    "SimpleRetriever", "Reads records by sending requests and following their pages, for each slice of the stream.",
    fields: Field<any Requester>.slot("requester", .requester, doc: "Sends the requests.").typedByPlace("HttpRequester"),
    Field<RecordSelector>.component(
      "record_selector", ["RecordSelector"], doc: "Finds the records in the responses."
    ).typedByPlace("RecordSelector"),
    Field<DefaultPaginator>.component(
      "paginator", ["DefaultPaginator", "NoPagination"], doc: "Walks from page to page."
    ).typedByPlace("NoPagination").optional,
    Field<any PartitionRouter>.partitionRouter.optional,
    Field<any BodyDecoder>.slot("decoder", .decoder, doc: "Reads the bodies of the responses; JSON by default.").optional,
    Field<Bool>.bool(
      "ignore_stream_slicer_parameters_on_paginated_requests",
      doc: "Whether only the first page's request carries what the partition router and the cursor add."
    ).default(false, shown: false),
    Field<PageSizeReduction>.component(
      "page_size_reduction", ["PageSizeReduction"], doc: "Asks for smaller pages when a page is refused."
    ).optional,
    Field<PaginationReset>.component(
      "pagination_reset", ["PaginationReset"], doc: "How pagination starts over."
    ).optional,
    Field<RequestWindowSplitting>.component(
      "request_window_splitting", ["RequestWindowSplitting"],
      doc: "Reads a window in halves when it is refused."
    ).optional,
    Field<BuildContext>.context,
    examples: [
      """
      type: SimpleRetriever
      requester:
        type: HttpRequester
        url: https://api.example.com/orders
      record_selector:
        type: RecordSelector
        extractor: {type: DpathExtractor, field_path: [orders]}
      paginator:
        type: DefaultPaginator
        pagination_strategy: {type: PageIncrement, page_size: 100, start_from_page: 1}
        page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}
      partition_router:
        type: ListPartitionRouter
        values: "{{ config['regions'] }}"
        cursor_field: region
        request_option: {type: RequestOption, inject_into: request_parameter, field_name: region}
      """
    ],
    make: SimpleRetriever.init)

  let requester: any Requester
  let selector: RecordSelector
  let paginator: DefaultPaginator
  let partitionRouter: any PartitionRouter
  let decoder: any BodyDecoder
  let ignoresSliceOnLaterPages: Bool
  let sizeReduction: PageSizeReduction?
  let reset: PaginationReset?
  let windowSplitting: RequestWindowSplitting?
  let requestedProperties: (any RequestedProperties)?
  /// Whether first pages stand in the records of parents.
  let usesEmbeddedFirstPage: Bool
  /// Whether bodies are read while they arrive.
  var readsWhileArriving: Bool { decoder.isStreaming && requestedProperties == nil }

  init(
    requester: any Requester, selector: RecordSelector, paginator: DefaultPaginator? = nil,
    partitionRouter: (any PartitionRouter)? = nil, decoder: (any BodyDecoder)? = nil, ignoresSliceOnLaterPages: Bool = false,
    sizeReduction: PageSizeReduction? = nil, reset: PaginationReset? = nil, windowSplitting: RequestWindowSplitting? = nil,
    context: BuildContext
  ) throws {
    self.requester = requester
    self.selector = selector
    self.paginator = paginator ?? .onePage
    self.partitionRouter = partitionRouter ?? SinglePartitionRouter()
    self.decoder = selector.extractor.bodyDecoder ?? decoder ?? JsonDecoder()
    self.ignoresSliceOnLaterPages = ignoresSliceOnLaterPages
    self.sizeReduction = sizeReduction
    self.reset = reset
    self.windowSplitting = windowSplitting
    requestedProperties = requester.requestedProperties
    usesEmbeddedFirstPage = self.partitionRouter.providesFirstPage
    try checkDeclaration(at: context.location)
    try checkExtraction()
  }

  func read(_ slice: StreamSlice, _ scope: RetrievalScope, _ emit: (RecordPage) async throws -> ReadControl) async throws {
    _ = try await read(window: slice, depth: 0, scope, emit)
  }

  /// Reads a window; one that the API refuses is read in parts.
  private func read(
    window: StreamSlice, depth: Int, _ scope: RetrievalScope, _ emit: (RecordPage) async throws -> ReadControl
  ) async throws -> ReadControl {
    switch try await readPages(of: window, scope, emit) {
    case .finished: return .proceed
    case .stopped: return .stop
    case .refused(let directive):
      let name = scope.stream.name
      guard let windowSplitting, let cursor = scope.cursor else {
        throw SyncError(
          .config,
          "Stream \(name): the error handler asks for smaller windows, but the retriever cannot split them. "
            + "Add `request_window_splitting` and a cursor with `cursor_granularity`, or remove the action SPLIT_REQUEST_WINDOW.",
          streamName: name)
      }
      let parts = try windowSplitting.parts(of: window, cursor: cursor, depth: depth, directive, name)
      scope.run.log.write(.info, "Stream \(name): the API rejected a window; retrying as \(parts.count) smaller windows.")
      for part in parts where try await read(window: part, depth: depth + 1, scope, emit) == .stop { return .stop }
      return .proceed
    }
  }

  /// How the reading of a window's pages ended.
  private enum Ending {
    case finished
    case stopped
    /// The API refuses the window; it is to be read in smaller ones.
    case refused(PageDirective)
  }

  private func loop(over window: StreamSlice, _ scope: RetrievalScope) throws -> PageLoop {
    let reducer = try sizeReduction.map {
      PageSizeReducer($0, declared: try paginator.pageSize(), streamName: scope.stream.name)
    }
    return PageLoop(
      PaginationTracker(window: window, reset: reset, cursor: scope.cursor), slice: window, scope: scope,
      firstToken: try paginator.initialToken(), reducer: reducer)
  }

  /// Reads page after page. Bodies that are read while they arrive come in parts, all others in one.
  private func readPages(
    of window: StreamSlice, _ scope: RetrievalScope, _ emit: (RecordPage) async throws -> ReadControl
  ) async throws -> Ending {
    // The parts of a window that was split, and the downloads of a job, are one slice.
    guard scope.reading?.allowsAnotherPage() ?? true else { return .stopped }
    var loop = try loop(over: window, scope)
    var answer = try await firstPage(of: window, &loop, scope)
    // What came of the present page so far, for those who watch.
    var observed: [JSONRecord] = []
    while true {
      switch answer {
      case .directive(let directive):
        guard let wait = try loop.apply(directive) else { return .refused(directive) }
        try await pause(wait, for: directive, scope)
        answer = try await ask(loop.request(scope.run), window, scope)
      case .page(let page):
        loop.observe(page.records)
        let records = try newRecords(of: page.records, scope, window)
        if scope.reading?.isObserved == true { observed += records.array }
        if let rest = page.rest, page.failure == nil {
          if !records.isEmpty, try await emit(RecordPage(records)) == .stop {
            scope.reading?.didRead(records: observed, response: page.summary?.response.http.head, nextPageToken: nil)
            return .stopped
          }
          answer = .page(try await part(of: rest, window, scope))
          continue
        }
        let following = Result {
          if let failure = page.failure { throw failure }
          return try next(after: page.summary, &loop, scope)
        }
        let upcoming = try? following.get()
        scope.reading?.didRead(records: observed, response: page.summary?.response.http.head, nextPageToken: upcoming?.nextPageToken)
        observed = []
        if upcoming != nil, scope.reading?.allowsAnotherPage() == false {
          if !records.isEmpty { _ = try await emit(RecordPage(records)) }
          return .stopped
        }
        guard case .success(let request?) = following else {
          // What was read is handed over even when the next page cannot be found.
          if !records.isEmpty, try await emit(RecordPage(records)) == .stop { return .stopped }
          _ = try following.get()
          return .finished
        }
        guard let next = try await ask(request, window, scope, handingOver: records, emit) else { return .stopped }
        answer = next
      }
    }
  }

  /// Asks for the next page and hands records over meanwhile, where that is allowed; nil when the reading is to stop.
  private func ask(
    _ request: RequestScope, _ window: StreamSlice, _ scope: RetrievalScope, handingOver records: JSONRecords,
    _ emit: (RecordPage) async throws -> ReadControl
  ) async throws -> Answer? {
    guard scope.prefetches, !readsWhileArriving, !records.isEmpty else {
      if !records.isEmpty, try await emit(RecordPage(records)) == .stop { return nil }
      return try await ask(request, window, scope)
    }
    return try await withThrowingTaskGroup(of: Answer.self) { group in
      // Sent from this very thread: waking another one takes longer than making a request.
      group.addImmediateTask { try await self.ask(request, window, scope) }
      guard try await emit(RecordPage(records)) == .proceed else {
        group.cancelAll()
        return nil
      }
      return try await group.next()
    }
  }
}

extension SimpleRetriever {
  private func next(after summary: PageSummary?, _ loop: inout PageLoop, _ scope: RetrievalScope) throws -> RequestScope? {
    guard let summary else { return nil }
    return try loop.next(after: summary, scope.run) { try nextToken(after: $0, scope) }
  }

  private func pause(_ seconds: Double, for directive: PageDirective, _ scope: RetrievalScope) async throws {
    let what = directive.kind == .reducePageSize ? "asks for a smaller page" : "asks to restart from the first page"
    scope.run.log.write(.info, "Stream \(scope.stream.name): the error handler \(what). Waiting \(seconds) seconds.")
    if seconds > 0 { try await scope.run.clock.sleep(seconds: seconds) }
  }

  /// The next token; none when a feed that gives the newest records first has come to one that is known.
  private func nextToken(after page: PageSummary, _ scope: RetrievalScope) throws -> JSONValue? {
    if scope.stopsAtKnownRecord, let isOld = scope.isOld, let last = page.lastRecord,
      try isOld(last, page.scope.slice ?? StreamSlice())
    {
      return nil
    }
    return try paginator.nextToken(after: page)
  }

  /// The records of a feed without those that are known; the paginator has seen them all.
  private func newRecords(of records: JSONRecords, _ scope: RetrievalScope, _ slice: StreamSlice) throws -> JSONRecords {
    guard scope.stopsAtKnownRecord, let isNew = scope.isNew else { return records }
    return JSONRecords(try records.filter { try isNew($0, slice) })
  }

  func additions(_ request: RequestScope, _ scope: RetrievalScope) throws -> RequestOptions {
    var options = try paginator.requestOptions(request)
    guard !ignoresSliceOnLaterPages || request.nextPageToken == nil else { return options }
    var slice = try partitionRouter.requestOptions(request)
    if let cursor = scope.stream.incrementalSync { try slice.override(with: cursor.requestOptions(request)) }
    try options.merge(slice)
    return options
  }
}
