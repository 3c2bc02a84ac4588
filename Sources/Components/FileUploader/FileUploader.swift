internal import ConnectorKit
internal import Document
internal import JSON
internal import Templates

/// Downloads the file that each record describes into the directory that the platform shares with the connector.
struct FileUploader: FileUploading {
  static let spec = ComponentSpec<any FileUploading>(
    "FileUploader", "Downloads the file that each record describes.",
    fields: Field<any Requester>.slot(
      "requester", .requester, doc: "Downloads a file, whose address is `download_target` in its templates."),
    Field<any RecordExtractor>.component(
      "download_target_extractor", ["DpathExtractor", "CustomRecordExtractor", "CombinedExtractor"],
      doc: "Finds where the file is, as `download_target` of the request."),
    Field<Node>.node(
      "file_extractor", as: .component(["DpathExtractor", "CustomRecordExtractor"]),
      doc: "Accepted, but not used: the whole response is the file."
    ).optional,
    Field<TemplateText>.template("filename_extractor", doc: "The name of the file below that of the stream; unique by default.")
      .variables(.config, .parameters, .record).optional,
    Field<BuildContext>.context,
    examples: [
      """
      type: FileUploader
      requester:
        type: HttpRequester
        url: "{{ download_target }}"
      download_target_extractor:
        type: DpathExtractor
        field_path: [content_url]
      filename_extractor: "{{ record['id'] }}/{{ record['file_name'] }}"
      """
    ],
    make: { requester, targetExtractor, _, fileName, context in
      try FileUploader(requester: requester, targetExtractor: targetExtractor, fileName: fileName, context: context)
    })

  private static let actionsOfPages: [ErrorResolution.Action] = [.reducePageSize, .resetPagination, .splitRequestWindow]

  private let requester: any Requester
  private let targetExtractor: any RecordExtractor
  private let fileName: TemplateText?
  private let directory: FileDirectory

  init(
    requester: any Requester, targetExtractor: any RecordExtractor, fileName: TemplateText?, directory: FileDirectory = .standard,
    context: BuildContext
  ) throws {
    let declared = requester.declaredActions
    let refused = Self.actionsOfPages.filter {
      declared.contains($0) && !($0 == .resetPagination && context.follows(.resetsPaginationInDownloads))
    }
    guard refused.isEmpty else {
      throw Diagnostic(
        code: .fileUploader,
        "a download has no pages: \(refused.map(\.rawValue).joined(separator: " and ")) cannot be used by the requester of a "
          + "`file_uploader`",
        at: context.location)
    }
    self.requester = requester
    self.targetExtractor = targetExtractor
    self.fileName = fileName.flatMap { $0.source.isEmpty ? nil : $0 }
    self.directory = directory
  }

  func upload(_ record: JSONRecord, _ scope: RecordScope) async throws -> JSONObject? {
    var slice = StreamSlice()
    slice.extraFields["download_target"] = .string(try await target(of: record, scope))
    var request = RequestScope(streamName: scope.streamName, slice: slice, run: scope.run)
    request.purpose = .file
    // The reference takes whatever came for the file, also the page that says why there is none.
    request.acceptsIgnoredResponses = scope.run.follows(.takesErrorPagesForFiles)
    guard let answer = try await requester.open(request, additions: RequestOptions(), path: nil).answer() else {
      guard !scope.run.follows(.takesErrorPagesForFiles) else {
        throw failure(scope, "cannot download the file of a record: no response")
      }
      scope.run.log.write(
        .warning,
        "Stream \(scope.streamName): a record\(scope.place) is delivered without its file, because the error handler ignored the response to its download."
      )
      return nil
    }
    let relative = try directory.relativePath(try name(of: record, scope), streamName: scope.streamName)
    let file = try directory.create(relative)
    while let chunk = try await answer.body.next() { try file.write(chunk) }
    let size = try file.finish()
    return [
      "staging_file_url": .string(file.path), "source_file_relative_path": .string(relative), "file_size_bytes": .integer(size),
    ]
  }

  private func target(of record: JSONRecord, _ scope: RecordScope) async throws -> String {
    var found = ExtractedRecords(collectingValues: true)
    let body = try JSONTape(Array(JSONText.compact(.object(record.object)).utf8), options: .python).root
    try await targetExtractor.extract(from: body, into: &found, scope)
    guard let first = found.values.first else { throw failure(scope, "`download_target_extractor` found no URL in the record") }
    guard let target = first.stringValue else {
      throw failure(scope, "`download_target_extractor` returned \(JSONText.compact(first)); expected a URL string")
    }
    return target
  }

  private func name(of record: JSONRecord, _ scope: RecordScope) throws -> String {
    guard let fileName else { return UniqueName.make() }
    var variables = TemplateScope(config: scope.run.config)
    variables.set(record: TemplateDict(record))
    let name = try fileName.value(variables)
    // The reference takes texts only, so that a number has to be made a text with something around it.
    guard scope.run.follows(.refusesNumericFileNames), name.textValue == nil else { return try name.pythonText() }
    throw failure(
      scope,
      "the name of a file must be a string (quirk `refusesNumericFileNames`), but `\(fileName.source)` gives \(try name.pythonText())")
  }

  private func failure(_ scope: RecordScope, _ text: String) -> SyncError {
    SyncError(.system, "Stream \(scope.streamName): \(text). Check the `file_uploader` in the manifest.", streamName: scope.streamName)
  }
}
