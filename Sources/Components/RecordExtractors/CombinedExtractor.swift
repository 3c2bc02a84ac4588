internal import ConnectorKit
internal import Document
internal import JSON

/// Finds records with several extractors: with all of them, or with the first one that finds any.
struct CombinedExtractor: RecordExtractor {
  enum Mode: String, CaseIterable, Sendable {
    case union
    case firstMatch = "first_match"
  }

  static let spec = ComponentSpec<any RecordExtractor>(
    "CombinedExtractor", "Finds records with several extractors: with all of them, or with the first one that finds any.", since: "7.29",
    fields: Field<[any RecordExtractor]>.components(
      "extractors", ["DpathExtractor", "CustomRecordExtractor", "CombinedExtractor"],
      doc: "The extractors in the order in which they are asked."
    ).limited(.minimumCount(1)),
    Field<Mode>.choice("mode", doc: "Whether the records of all extractors are taken, or only those of the first one that finds any.")
      .default(.union, shown: "union"),
    Field<Bool>.bool("skip_empty_records", doc: "Whether empty records are skipped; they still count as records of the page.")
      .default(false, shown: false),
    Field<BuildContext>.context,
    examples: [
      """
      type: CombinedExtractor
      mode: first_match
      extractors:
        - type: DpathExtractor
          field_path: [data, items]
        - type: DpathExtractor
          field_path: [items]
      """
    ],
    make: CombinedExtractor.init)

  private let extractors: [any RecordExtractor]
  private let mode: Mode
  private let skipsEmpty: Bool

  init(extractors: [any RecordExtractor], mode: Mode, skipsEmpty: Bool, context: BuildContext) throws {
    guard !extractors.isEmpty else {
      throw Diagnostic(code: .emptyList, "a CombinedExtractor needs at least one extractor in `extractors`", at: context.location)
    }
    self.extractors = extractors
    self.mode = mode
    self.skipsEmpty = skipsEmpty
  }

  var needsWholeBody: Bool { true }
  var concatenatesResults: Bool { mode == .union || extractors.contains(where: \.concatenatesResults) }

  func extract(from body: JSONView, into found: inout ExtractedRecords, _ scope: RecordScope) async throws {
    for (place, extractor) in extractors.enumerated() {
      var part = found.part(skippingEmpty: skipsEmpty)
      try await extractor.extract(from: body, into: &part, scope)
      if skipsEmpty, part.skippedCount > 0 { warn(part.skippedCount, place, scope) }
      if mode == .firstMatch {
        if part.isEmpty, skipsEmpty || part.skippedCount == 0 { continue }
        return found.append(part)
      }
      found.append(part)
    }
  }

  private func warn(_ count: Int, _ place: Int, _ scope: RecordScope) {
    scope.run.log.write(
      .warning,
      "Stream \(scope.streamName): \(count) empty records found by extractor \(place + 1) of the CombinedExtractor were skipped. "
        + "Such APIs often report an error in a field of the body.")
  }
}
