internal import ConnectorKit
internal import Document

/// What a retriever can be found wanting of before anything is read.
extension SimpleRetriever {
  func checkDeclaration(at location: SourceLocation?) throws {
    let actions = requester.declaredActions
    try require(
      sizeReduction != nil || !actions.contains(.reducePageSize),
      "an error handler has the action REDUCE_PAGE_SIZE, but the retriever has no `page_size_reduction`", location)
    try require(
      windowSplitting != nil || !actions.contains(.splitRequestWindow),
      "an error handler has the action SPLIT_REQUEST_WINDOW, but the retriever has no `request_window_splitting`", location)
    if selector.filter != nil, reset?.limits != nil {
      throw Self.problem("`pagination_reset.limits` cannot be combined with `record_filter`: filtered records are not counted", location)
    }
    if let sizeReduction {
      try require(!usesEmbeddedFirstPage, "`page_size_reduction` cannot be combined with `lazy_read_pointer`", location)
      try require(requestedProperties == nil, "`page_size_reduction` cannot be combined with query properties", location)
      try require(paginator.pageSizeReduction(minimum: sizeReduction.minimum), of: "page_size_reduction", location)
    }
    if windowSplitting != nil {
      try require(!usesEmbeddedFirstPage, "`request_window_splitting` cannot be combined with `lazy_read_pointer`", location)
      try require(requestedProperties == nil, "`request_window_splitting` cannot be combined with query properties", location)
    }
  }

  /// Refuses extractors and decoders, or paginators, with which records would be lost.
  func checkExtraction() throws(SyncError) {
    guard !selector.extractor.needsWholeBody || !decoder.isStreaming else {
      throw SyncError(
        .config,
        "A CombinedExtractor cannot be used with a decoder that reads the response as a stream. "
          + "Use a JsonDecoder, an XmlDecoder or a ZipfileDecoder, or a single extractor.")
    }
    guard !selector.extractor.concatenatesResults || !paginator.countsRecords else {
      throw SyncError(
        .config,
        "A CombinedExtractor of mode `union` cannot be used with an OffsetIncrement, which would skip records. "
          + "Use the mode `first_match` or another pagination strategy.")
    }
  }

  /// Checks what depends on the stream that the retriever reads.
  func check(_ stream: StreamPlan, at location: SourceLocation?) throws {
    let hasUploader = stream.fileUploader != nil
    try require(!hasUploader || sizeReduction == nil, "`page_size_reduction` cannot be combined with a `file_uploader`", location)
    guard windowSplitting != nil else { return }
    try require(!hasUploader, "`request_window_splitting` cannot be combined with a `file_uploader`", location)
    let support = stream.incrementalSync?.windowSplitting ?? .unsupported("needs a DatetimeBasedCursor with `cursor_granularity`")
    try require(support, of: "request_window_splitting", location)
  }

  private func require(_ support: Support, of field: String, _ location: SourceLocation?) throws {
    if case .unsupported(let reason) = support { throw Self.problem("`\(field)` \(reason)", location) }
  }

  private func require(_ holds: Bool, _ problem: String, _ location: SourceLocation?) throws {
    if !holds { throw Self.problem(problem, location) }
  }

  private static func problem(_ text: String, _ location: SourceLocation?) -> Diagnostic {
    Diagnostic(code: .retriever, text, at: location)
  }
}
