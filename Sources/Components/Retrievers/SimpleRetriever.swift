internal import ConnectorKit
internal import Document
internal import JSON

/// Reads a slice page by page: request, decode, select, ask the paginator for the next token.
///
/// The next page is requested before the present one is handed over, where the caller allows it.
struct SimpleRetriever: Retriever {
  static let spec = ComponentSpec<any Retriever>(
    "SimpleRetriever", "Reads records by sending requests and following their pages, for each slice of the stream.",
    fields: Field<any Requester>.component("requester", ["HttpRequester", "CustomRequester"], doc: "Sends the requests."),
    Field<any RecordSelecting>.component("record_selector", ["RecordSelector"], doc: "Finds the records in the answers."),
    Field<any Paginator>.component("paginator", ["DefaultPaginator", "NoPagination"], doc: "Walks from page to page.").optional,
    Field<any PartitionRouter>.partitionRouter.optional,
    Field<any Decoder>.component("decoder", decoderTypes, doc: "Reads the bodies of the answers; JSON when left out.").optional,
    Field<Bool>.bool(
      "ignore_stream_slicer_parameters_on_paginated_requests",
      doc: "Whether only the first page's request carries what the partition router and the cursor add."
    ).default(false, shown: false),
    make: SimpleRetriever.init)

  static let decoderTypes = [
    "JsonDecoder", "XmlDecoder", "CsvDecoder", "JsonlDecoder", "GzipDecoder", "IterableDecoder", "ZipfileDecoder", "JsonItemsDecoder",
    "CustomDecoder",
  ]

  let requester: any Requester
  let selector: any RecordSelecting
  let paginator: any Paginator
  let partitionRouter: any PartitionRouter
  let decoder: any Decoder
  let ignoresSliceOnLaterPages: Bool
  /// Whether first pages stand in the records of parents.
  private let readsLazily: Bool

  init(
    requester: any Requester, selector: any RecordSelecting, paginator: (any Paginator)?, partitionRouter: (any PartitionRouter)?,
    decoder: (any Decoder)?, ignoresSliceOnLaterPages: Bool
  ) {
    self.requester = requester
    self.selector = selector
    self.paginator = paginator ?? NoPagination()
    self.partitionRouter = partitionRouter ?? SinglePartitionRouter()
    self.decoder = decoder ?? JsonDecoder()
    self.ignoresSliceOnLaterPages = ignoresSliceOnLaterPages
    readsLazily = self.partitionRouter.readsLazily
  }

  func read(_ slice: StreamSlice, _ scope: RetrievalScope, _ emit: (RecordPage) async throws -> Void) async throws {
    var loop = PageLoop(slice: slice, streamName: scope.stream.name, compat: scope.run.options.compat)
    loop.begin(with: try paginator.initialToken())
    var request: RequestScope? = loop.request(scope.run)
    if decoder.isStreaming {
      while let current = request {
        guard let summary = try await readStreamed(current, scope, emit) else { return }
        request = try loop.next(after: summary, token: nextToken(after: summary, scope), scope.run)
      }
      return
    }
    var response = try await firstPage(of: slice, &loop, scope)
    while let page = response {
      let selected = try await select(page, loop.request(scope.run), scope)
      let summary = selected.summary
      request = try loop.next(after: summary, token: nextToken(after: summary, scope), scope.run)
      let records = try wanted(selected.records, scope, slice)
      guard let request else { return try await emit(RecordPage(records)) }
      if scope.prefetches {
        async let next = fetch(request, scope)
        try await emit(RecordPage(records))
        response = try await next
      } else {
        try await emit(RecordPage(records))
        response = try await fetch(request, scope)
      }
    }
  }
}

extension SimpleRetriever {
  /// The next token; none when a feed that gives the newest records first has come to one that is known.
  private func nextToken(after page: PageSummary, _ scope: RetrievalScope) throws -> JSONValue? {
    if scope.endsAtOldRecord, let isNew = scope.isNew, let last = page.lastRecord,
      try !isNew(last, page.scope.slice ?? StreamSlice())
    {
      return nil
    }
    return try paginator.nextToken(after: page)
  }

  /// The records of a feed without those that are known; the paginator has seen them all.
  private func wanted(_ records: [JSONRecord], _ scope: RetrievalScope, _ slice: StreamSlice) throws -> [JSONRecord] {
    guard scope.endsAtOldRecord, let isNew = scope.isNew else { return records }
    return try records.filter { try isNew($0, slice) }
  }

  private func additions(_ request: RequestScope, _ scope: RetrievalScope) throws -> RequestOptions {
    var options = try paginator.requestOptions(request)
    guard !ignoresSliceOnLaterPages || request.nextPageToken == nil else { return options }
    var slice = try partitionRouter.requestOptions(request)
    if let cursor = scope.stream.incrementalSync { try slice.merge(cursor.requestOptions(request)) }
    try options.merge(slice)
    return options
  }

  private func firstPage(of slice: StreamSlice, _ loop: inout PageLoop, _ scope: RetrievalScope) async throws -> Response? {
    if readsLazily, let page = LazyPage.response(in: slice) {
      loop.begin(with: nil)
      return page
    }
    return try await fetch(loop.request(scope.run), scope)
  }

  private func fetch(_ request: RequestScope, _ scope: RetrievalScope) async throws -> Response? {
    try await requester.send(request, additions: additions(request, scope), path: paginator.path(request))
  }

  private struct Selection {
    var records: [JSONRecord]
    var summary: PageSummary
  }

  private func select(_ response: Response, _ request: RequestScope, _ scope: RetrievalScope) async throws -> Selection {
    var session = try decoder.session(for: response, request)
    let bodies = try session.decode(response.body, isLast: true)
    if bodies.count == 1 { response.remember(bodies[0]) }
    let selected = try await selector.select(from: bodies, RecordScope(request), scope)
    let summary = PageSummary(
      response: response, body: bodies.first, extractedCount: selected.extractedCount, selectedCount: selected.records.count,
      lastRecord: selected.records.last, scope: request)
    return Selection(records: selected.records, summary: summary)
  }

  /// Reads an answer while it arrives and hands over its records in pages of what arrived together.
  ///
  /// - Returns: what the paginator may know of it; nil when the answer was ignored.
  private func readStreamed(
    _ request: RequestScope, _ scope: RetrievalScope, _ emit: (RecordPage) async throws -> Void
  ) async throws -> PageSummary? {
    guard
      let arriving = try await requester.open(request, additions: additions(request, scope), path: paginator.path(request))
    else { return nil }
    var session = try decoder.session(for: arriving.response, request)
    var summary = PageSummary(
      response: arriving.response, body: nil, extractedCount: 0, selectedCount: 0, lastRecord: nil, scope: request)
    var chunk = try await arriving.body.next()
    while true {
      let following = chunk == nil ? nil : try await arriving.body.next()
      let bodies = try session.decode(chunk ?? [], isLast: following == nil)
      let selected = try await selector.select(from: bodies, RecordScope(request), scope)
      summary.extractedCount += selected.extractedCount
      summary.selectedCount += selected.records.count
      summary.lastRecord = selected.records.last ?? summary.lastRecord
      let records = try wanted(selected.records, scope, request.slice ?? StreamSlice())
      if !records.isEmpty { try await emit(RecordPage(records)) }
      guard let following else { return summary }
      chunk = following
    }
  }
}

extension RecordScope {
  /// The scope of the records that a request brings.
  init(_ request: RequestScope) {
    self.init(
      streamName: request.streamName, slice: request.slice ?? StreamSlice(), nextPageToken: request.nextPageToken, run: request.run)
  }
}
