internal import ConnectorKit
internal import JSON
internal import Templates

/// The requests of an asynchronous stream's jobs, and what their answers mean.
struct JobRequests: Sendable {
  let creation: any Requester
  let polling: any Requester
  let targetRequester: (any Requester)?
  let aborting: (any Requester)?
  let deletion: (any Requester)?
  let statusExtractor: any RecordExtractor
  let targetExtractor: (any RecordExtractor)?
  let states: AsyncJobStatusMap
  let decoder: any BodyDecoder
  /// Names the stream in requests and messages.
  var streamName = ""

  func create(_ slice: StreamSlice, _ run: RunServices) async throws -> Response {
    try await send(creation, slice, run, "create a job")
  }

  /// - Throws: ``SyncError`` when the answer cannot be had or has a status that the map does not know.
  func poll(_ job: AsyncJob, _ run: RunServices) async throws -> (AsyncJob.State, Response) {
    let scope = request(slice(of: job), run)
    let response = try await send(polling, slice(of: job), run, "poll a job")
    let found = try await values(statusExtractor, response, scope)
    let word = try found.first.map { try TemplateValue($0).pythonText() } ?? "None"
    guard let state = states[word] else {
      let problem =
        found.isEmpty
        ? "`status_extractor` found no status of the job. Check its path in the manifest."
        : "Unknown job status `\(word)`. Add it to `status_mapping`, which has \(states.words)."
      throw SyncError(.system, problem, streamName: streamName)
    }
    return (state, response)
  }

  func abortJobs(_ job: AsyncJob, _ run: RunServices) async throws {
    guard let aborting, job.creation != nil else { return }
    _ = try await aborting.send(request(slice(of: job), run), additions: RequestOptions(), path: nil).answer()
  }

  /// Removes the job of a slice whose records were downloaded.
  func delete(_ slice: StreamSlice, _ run: RunServices) async throws {
    guard let deletion else { return }
    var slice = slice
    slice.answers.polling = nil
    _ = try await deletion.send(request(slice, run), additions: RequestOptions(), path: nil).answer()
  }

  /// The slices of the requests that download the records of a slice whose job is completed, in order.
  func downloads(of slice: StreamSlice, _ run: RunServices) async throws -> [StreamSlice] {
    var targets = try await targets(of: slice, run)
    // An address that is missing or empty leads nowhere.
    if targetExtractor != nil, !run.follows(.ignoresMissingDownloads) { targets.removeAll { $0.isNull || $0.stringValue?.isEmpty == true } }
    return targets.map { target in
      var part = slice
      part.extraFields["download_target"] = target
      return part
    }
  }

  private func targets(of whole: StreamSlice, _ run: RunServices) async throws -> [JSONValue] {
    guard let targetExtractor else { return [.string("")] }
    guard let targetRequester else {
      guard let completion = whole.answers.polling else { return [] }
      return try await values(targetExtractor, completion, request(whole, run))
    }
    var slice = whole
    if run.follows(.hidesCreationResponse) {
      slice = StreamSlice()
      slice.answers.polling = whole.answers.polling
    }
    let response = try await send(targetRequester, slice, run, "find where a job's records are")
    return try await values(targetExtractor, response, request(slice, run))
  }
}

extension JobRequests {
  private func request(_ slice: StreamSlice, _ run: RunServices) -> RequestScope {
    var scope = RequestScope(streamName: streamName, slice: slice, run: run)
    scope.purpose = .job
    return scope
  }

  private func send(_ requester: any Requester, _ slice: StreamSlice, _ run: RunServices, _ purpose: String) async throws -> Response {
    guard let response = try await requester.send(request(slice, run), additions: RequestOptions(), path: nil).answer() else {
      throw SyncError(
        .system, "The error handler ignored the response to the request to \(purpose). Remove its action IGNORE.", streamName: streamName)
    }
    return response
  }

  /// What an extractor finds in an answer, of any type.
  private func values(_ extractor: any RecordExtractor, _ response: Response, _ scope: RequestScope) async throws -> [JSONValue] {
    var session = try decoder.session(for: response, scope)
    var found = ExtractedRecords(collectingValues: true)
    let recordScope = RecordScope(streamName: streamName, slice: scope.slice ?? StreamSlice(), run: scope.run)
    for body in try session.decodeWhole(response.body) {
      try await extractor.extract(from: body, into: &found, recordScope)
    }
    return found.values
  }

  /// The slice as templates of a job's requests see it.
  private func slice(of job: AsyncJob) -> StreamSlice {
    var slice = job.slice
    slice.answers.creation = job.creation
    return slice
  }
}
