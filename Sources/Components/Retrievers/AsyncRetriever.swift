internal import ConnectorKit
internal import Document
internal import JSON

/// Has an API make the records of each slice by a job, and downloads them when it is completed.
struct AsyncRetriever: Retriever {
  private static let extractorTypes = ["DpathExtractor", "CustomRecordExtractor", "CombinedExtractor"]

  static let spec = ComponentSpec<any Retriever>(
    "AsyncRetriever", "Has the API make the records of each slice by a job and downloads them when it is completed.",
    fields: Field<RecordSelector>.component("record_selector", ["RecordSelector"], doc: "Filters the records and brings them into form."),
    Field<JobExtraction>.group(
      Field<AsyncJobStatusMap>.component(
        "status_mapping", ["AsyncJobStatusMap"], doc: "What the API's words for the states of a job mean."),
      Field<any RecordExtractor>.component("status_extractor", extractorTypes, doc: "Finds the state of a job in the response to a poll."),
      Field<any RecordExtractor>.component(
        "download_target_extractor", extractorTypes, doc: "Finds where the records are, as `download_target` of the download requests."
      ).optional,
      Field<any RecordExtractor>.component(
        "download_extractor", extractorTypes + ["ResponseToFileExtractor"], doc: "Finds the records in what was downloaded."
      ).optional,
      make: JobExtraction.init),
    Field<JobTerms>.group(
      Field<any Requester>.slot(
        "creation_requester", .requester, doc: "Creates the job of a slice; its response is `creation_response` from then on."),
      Field<any Requester>.slot(
        "polling_requester", .requester, doc: "Asks for the state of a job; its response is `polling_response`."),
      Field<Int?>.templateInteger("polling_job_timeout", doc: "Minutes that a job may take.").default(nil, shown: 60),
      Field<Int?>.templateInteger(
        "failed_retry_wait_time_in_seconds", doc: "Seconds to wait before a failed job is created again."
      ).typed(.anyOf([.limited(.integer, .atLeast(1)), .string])).default(nil),
      make: JobTerms.init),
    Field<JobDownloads>.group(
      Field<any Requester>.slot("download_target_requester", .requester, doc: "Asks where the records are.").optional,
      Field<any Requester>.slot("download_requester", .requester, doc: "Downloads the records, once for each `download_target`."),
      Field<DefaultPaginator>.component(
        "download_paginator", ["DefaultPaginator", "NoPagination"], doc: "Walks through the pages of a download."
      )
      .optional,
      make: JobDownloads.init),
    Field<JobEnd>.group(
      Field<any Requester>.slot("abort_requester", .requester, doc: "Ends a job that takes too long.").optional,
      Field<any Requester>.slot("delete_requester", .requester, doc: "Removes a job whose records were downloaded.").optional,
      make: JobEnd.init),
    Field<any PartitionRouter>.partitionRouter.optional.shown([]),
    Field<JobDecoders>.group(
      Field<any BodyDecoder>.slot("decoder", .decoder, doc: "Reads the responses about jobs; JSON by default.")
        .optional,
      Field<any BodyDecoder>.slot("download_decoder", .decoder, doc: "Reads what is downloaded; JSON by default.")
        .optional,
      make: JobDecoders.init),
    Field<BuildContext>.context,
    examples: [
      """
      type: AsyncRetriever
      creation_requester:
        type: HttpRequester
        url: https://api.example.com/exports
        http_method: POST
      polling_requester:
        type: HttpRequester
        url: "https://api.example.com/exports/{{ creation_response['id'] }}"
      status_extractor:
        type: DpathExtractor
        field_path: [state]
      status_mapping:
        type: AsyncJobStatusMap
        running: [queued, running]
        completed: [done]
        failed: [error]
        timeout: [expired]
      download_target_extractor:
        type: DpathExtractor
        field_path: [files, "*", url]
      download_requester:
        type: HttpRequester
        url: "{{ download_target }}"
      download_decoder:
        type: GzipDecoder
        decoder: {type: JsonlDecoder}
      record_selector:
        type: RecordSelector
        extractor: {type: DpathExtractor, field_path: []}
      polling_job_timeout: 30
      """
    ],
    make: AsyncRetriever.init)

  let partitionRouter: any PartitionRouter
  private let selector: RecordSelector
  private let requests: JobRequests
  private let download: SimpleRetriever
  /// Seconds that a job may take.
  private let timeout: Double
  private let retryWait: Double?

  init(
    selector: RecordSelector, extraction: JobExtraction, terms: JobTerms, downloads: JobDownloads, end: JobEnd,
    partitionRouter: (any PartitionRouter)?, decoders: JobDecoders, context: BuildContext
  ) throws {
    if downloads.targetRequester != nil, extraction.target == nil {
      throw Diagnostic(
        code: .noTargetExtractor, "`download_target_requester` needs a `download_target_extractor`", at: context.location)
    }
    if let retryWait = terms.retryWait, retryWait < 1 {
      throw Diagnostic(code: .outOfRange, "`failed_retry_wait_time_in_seconds` must be at least 1", at: context.location)
    }
    let requesters = [terms.creation, terms.polling, downloads.targetRequester, downloads.requester, end.aborting, end.deletion]
    for requester in requesters.compactMap(\.self) {
      guard requester.declaredActions.isDisjoint(with: [.reducePageSize, .splitRequestWindow]) else {
        throw Diagnostic(
          code: .retriever, "the actions REDUCE_PAGE_SIZE and SPLIT_REQUEST_WINDOW are only for the requester of a SimpleRetriever",
          at: context.location)
      }
    }
    self.partitionRouter = partitionRouter ?? SinglePartitionRouter()
    self.selector = selector
    timeout = Double(terms.timeout ?? 60) * 60
    retryWait = terms.retryWait.map(Double.init)
    requests = JobRequests(
      creation: terms.creation, polling: terms.polling, targetRequester: downloads.targetRequester, aborting: end.aborting,
      deletion: end.deletion, statusExtractor: extraction.status, targetExtractor: extraction.target, states: extraction.states,
      decoder: decoders.jobs ?? JsonDecoder())
    let extractor = extraction.records ?? DpathExtractor(fieldPath: [], expander: nil, context: context)
    download = try SimpleRetriever(
      requester: downloads.requester,
      selector: RecordSelector(extractor: extractor, filter: nil, normalization: nil, transformsFirst: nil),
      paginator: downloads.paginator, decoder: decoders.downloads, context: context)
  }

  func preparation(_ scope: RetrievalScope) -> (any SlicePreparation)? { queue(scope) }

  private func queue(_ scope: RetrievalScope) -> JobQueue {
    JobQueue(named(scope), scope: scope, timeout: timeout, retryWait: retryWait)
  }

  private func named(_ scope: RetrievalScope) -> JobRequests {
    var requests = requests
    requests.streamName = scope.stream.name
    return requests
  }

  func read(_ slice: StreamSlice, _ scope: RetrievalScope, _ emit: (RecordPage) async throws -> ReadControl) async throws {
    if slice.answers.polling != nil { return try await fetch(slice, scope, emit) }
    // Some readers have one slice and prepare nothing.
    var queue = queue(scope)
    try await queue.add(slice) { try await fetch($0, scope, emit) }
    try await queue.finish { try await fetch($0, scope, emit) }
  }

  /// Downloads the records of a slice whose job is completed.
  private func fetch(_ slice: StreamSlice, _ scope: RetrievalScope, _ emit: (RecordPage) async throws -> ReadControl) async throws {
    let requests = named(scope)
    // What is downloaded is brought into form here, not while it is downloaded.
    var bare = RetrievalScope(
      stream: StreamPlan(name: scope.stream.name, retriever: download, schemaLoader: InlineSchemaLoader(schema: [:])), run: scope.run)
    bare.prefetches = scope.prefetches
    bare.purpose = scope.purpose
    bare.reading = scope.reading
    var plain = slice
    plain.answers = JobResponses()
    let recordScope = RecordScope(streamName: scope.stream.name, slice: plain, run: scope.run)
    let parts = try await requests.downloads(of: slice, scope.run)
    if parts.isEmpty, !scope.run.follows(.ignoresMissingDownloads) {
      scope.run.log.write(
        .warning,
        "Stream \(scope.stream.name): a completed job has no download address, so it gives no records\(slice.place). If it should have "
          + "some, check `download_target_extractor` in the manifest.")
    }
    var control = ReadControl.proceed
    for part in parts {
      try await download.read(part, bare) { page in
        control = try await emit(RecordPage(try selector.finish(page.records, recordScope, scope)))
        return control
      }
      if control == .stop { return }
      if scope.reading?.isCut == true { break }
    }
    try await requests.delete(slice, scope.run)
  }
}

extension Field where Value == Int? {
  /// An integer, or a template that gives it from the config; nil where it gives nothing.
  ///
  /// - Parameter onFailure: stands for a template that gives no integer; without it that is an error.
  static func templateInteger(_ name: String, doc: String, onFailure: Int? = nil) -> Field<Int?> {
    .custom(name, as: .anyOf([.integer, .string]), doc: doc) { node, context in
      let value = try? TemplateText(node.templateText, context, at: node.location).json(TemplateScope(config: context.config))
      switch value {
      case .integer(let number)?: return number == 0 ? nil : number
      case .double(let number)?: if let whole = Int(exactly: number.rounded(.towardZero)) { return whole }
      case .bool(let flag)?: return flag ? 1 : nil
      default: break
      }
      guard let onFailure else {
        throw Diagnostic(code: .wrongType, "`\(name)` must give an integer", at: node.location)
      }
      return onFailure
    }.variables(.config, .parameters)
  }
}
