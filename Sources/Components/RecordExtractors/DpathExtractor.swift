internal import ConnectorKit
internal import Document
internal import JSON

/// Finds the records at a path of the body.
struct DpathExtractor: RecordExtractor {
  static let spec = ComponentSpec<any RecordExtractor>(
    "DpathExtractor", "Finds the records at a path of the answer's body: the elements of a list, or one object.",
    fields: Field<[TemplateText]>.templates(
      "field_path", doc: "The path, segment by segment; `*` stands for every member or element. An empty path is the whole body."
    ).variables(.config, .parameters).examples(["data"], ["data", "records"], ["data", "*", "record"]),
    Field<RecordExpander>.component("record_expander", ["RecordExpander"], doc: "Makes records of the elements of a list in each record.")
      .optional,
    Field<BuildContext>.context,
    examples: ["type: DpathExtractor\nfield_path: [data, records]"],
    make: DpathExtractor.init)

  private let fieldPath: PathTemplates
  private let expander: RecordExpander?

  init(fieldPath: [TemplateText], expander: RecordExpander?, context: BuildContext) {
    self.fieldPath = PathTemplates(fieldPath, context)
    self.expander = expander
  }

  func extract(from body: JSONView, into found: inout ExtractedRecords, _ scope: RecordScope) async throws {
    let path = try fieldPath.path(scope)
    do {
      guard body.isArray else { return try await extract(path, from: body, into: &found, scope) }
      // Each element of a list is a body of its own.
      for element in body.elements { try await extract(path, from: element, into: &found, scope) }
    } catch let error as DataPathError {
      throw SyncError(
        .system, "Stream \(scope.streamName): the extractor cannot find the records: \(error)", streamName: scope.streamName)
    }
  }

  private func extract(_ path: DataPath, from body: JSONView, into found: inout ExtractedRecords, _ scope: RecordScope) async throws {
    if path.hasStar {
      for record in try path.values(in: body) { try await append(record, to: &found, scope) }
      return
    }
    guard let place = try path.value(in: body) else { return }
    if place.isArray {
      for record in place.elements { try await append(record, to: &found, scope) }
    } else if place.isTruthy {
      try await append(place, to: &found, scope)
    }
  }

  @inline(__always)
  private func append(_ record: JSONView, to found: inout ExtractedRecords, _ scope: RecordScope) async throws {
    guard let expander else { return found.append(record) }
    try await expander.expand(record, into: &found, scope)
  }
}
