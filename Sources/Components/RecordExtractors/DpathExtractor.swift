internal import ConnectorKit
internal import Document
internal import JSON

/// Finds the records at a path of the body.
struct DpathExtractor: RecordExtractor {
  static let spec = ComponentSpec<any RecordExtractor>(
    "DpathExtractor", "Finds the records at a path of the response body: the elements of a list, or one object.",
    fields: Field<[TemplateText]>.templates(
      "field_path", doc: "The path, segment by segment; `*` matches every member or element. An empty path is the whole body."
    ).variables(.config, .parameters).examples(["data"], ["data", "records"], ["data", "*", "record"]),
    Field<RecordExpander>.component(
      "record_expander", ["RecordExpander"], doc: "Makes records of the elements of a list in each record."
    ).typedByPlace("RecordExpander")
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

  /// Whether a body that is an object is one record.
  var acceptsRootObject: Bool { fieldPath.isEmpty && expander == nil }

  func extract(from body: JSONView, into found: inout ExtractedRecords, _ scope: RecordScope) async throws {
    try await extract(fromEach: [body], into: &found, scope)
  }

  func extract(fromEach bodies: [JSONView], into found: inout ExtractedRecords, _ scope: RecordScope) async throws {
    if bodies.isEmpty { return }
    let path = try fieldPath.path(scope)
    do {
      guard let expander else {
        // Lines and rows are mostly records themselves.
        if path.isEmpty, found.append(objects: bodies) { return }
        for body in bodies {
          try forEachPlace(of: body, path) { place, isList in
            if isList { found.append(elementsOf: place) } else { found.append(place) }
          }
        }
        return
      }
      for body in bodies {
        var records: [JSONView] = []
        try forEachPlace(of: body, path) { place, isList in
          if isList { records.append(contentsOf: place.elements) } else { records.append(place) }
        }
        for record in records { try await expander.expand(record, into: &found, scope) }
      }
    } catch let error as DataPathError {
      throw SyncError(
        .system, "Stream \(scope.streamName): the extractor cannot find the records: \(error).", streamName: scope.streamName)
    }
  }

  /// Finds the lists of records, and the records that stand alone.
  private func forEachPlace(of body: JSONView, _ path: DataPath, _ take: (_ place: JSONView, _ isList: Bool) -> Void) throws {
    guard body.isArray else { return try forEachPlace(at: path, in: body, take) }
    // Each element of a list is a body of its own.
    for element in body.elements { try forEachPlace(at: path, in: element, take) }
  }

  private func forEachPlace(at path: DataPath, in body: JSONView, _ take: (_ place: JSONView, _ isList: Bool) -> Void) throws {
    if path.hasStar { return try path.values(in: body).forEach { take($0, false) } }
    guard let place = try path.value(in: body) else { return }
    if place.isArray {
      take(place, true)
    } else if place.isTruthy {
      take(place, false)
    }
  }
}
