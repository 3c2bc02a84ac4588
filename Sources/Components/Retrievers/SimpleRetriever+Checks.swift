internal import ConnectorKit
internal import Document

/// What a retriever can be found wanting of before anything is read.
extension SimpleRetriever {
  func checkDeclaration(at location: SourceLocation?) throws {
    let actions = (requester as? HttpRequester)?.errorHandler.declaredActions ?? []
    try demand(
      sizeReduction != nil || !actions.contains(.reducePageSize),
      "an error handler has the action REDUCE_PAGE_SIZE, but the retriever has no `page_size_reduction`", location)
    try demand(
      windowSplitting != nil || !actions.contains(.splitRequestWindow),
      "an error handler has the action SPLIT_REQUEST_WINDOW, but the retriever has no `request_window_splitting`", location)
    if let selector = selector as? RecordSelector, selector.filter != nil, reset?.limits != nil {
      throw Self.problem("`limits` of `pagination_reset` do not go with a `record_filter`, which hides records from the count", location)
    }
    if let sizeReduction {
      try demand(!readsLazily, "`page_size_reduction` does not go with first pages that stand in parent records", location)
      try demand(queryProperties == nil, "`page_size_reduction` does not go with query properties", location)
      if let obstacle = (paginator as? DefaultPaginator).map({ $0.obstacleToReduction(minimum: sizeReduction.minimum) })
        ?? "needs a DefaultPaginator"
      {
        throw Self.problem("`page_size_reduction` \(obstacle)", location)
      }
    }
    if windowSplitting != nil {
      try demand(!readsLazily, "`request_window_splitting` does not go with first pages that stand in parent records", location)
      try demand(queryProperties == nil, "`request_window_splitting` does not go with query properties", location)
    }
  }

  /// Checks what depends on the stream that the retriever reads.
  func check(_ incrementalSync: (any IncrementalSync)?, hasUploader: Bool, at location: SourceLocation?) throws {
    try demand(!hasUploader || sizeReduction == nil, "`page_size_reduction` does not go with a `file_uploader`", location)
    guard windowSplitting != nil else { return }
    try demand(!hasUploader, "`request_window_splitting` does not go with a `file_uploader`", location)
    guard let cursor = incrementalSync as? DatetimeBasedCursor else {
      throw Self.problem("`request_window_splitting` needs a DatetimeBasedCursor with `cursor_granularity`", location)
    }
    if let obstacle = cursor.obstacleToSplitting { throw Self.problem("`request_window_splitting` \(obstacle)", location) }
  }

  private func demand(_ holds: Bool, _ problem: String, _ location: SourceLocation?) throws {
    if !holds { throw Self.problem(problem, location) }
  }

  private static func problem(_ text: String, _ location: SourceLocation?) -> Diagnostic {
    Diagnostic(code: "retriever", text, at: location)
  }
}
