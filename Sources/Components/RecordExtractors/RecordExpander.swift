internal import ConnectorKit
internal import Document
internal import JSON

/// Makes records of the elements of a list in each record that was found.
struct RecordExpander: Sendable {
  enum OnNoRecords: String, CaseIterable, Sendable {
    case skip
    case emitParent = "emit_parent"
  }

  static let spec = ComponentSpec<RecordExpander>(
    "RecordExpander", "Makes records of the elements of a list in each record.", since: "7.17",
    fields: Field<[TemplateText]>.templates(
      "expand_records_from_field", doc: "The path of the list; with `*` it may be several lists. An empty path leaves records as they are."
    ),
    Field<Bool>.bool("remain_original_record", doc: "Whether each new record holds the expanded one in its field `original_record`.")
      .default(false, shown: false),
    Field<[ParentFieldPath]>.components(
      "parent_fields", ["ParentFieldPath"], defaultType: "ParentFieldPath",
      doc: "Fields of the expanded record that are copied onto the new ones."
    ).default([], shown: []),
    Field<Bool>.bool(
      "merge_parent", doc: "Whether each new record also has the fields of the expanded one, without the list; its own fields win."
    ).default(false, shown: false),
    Field<OnNoRecords>.choice("on_no_records", doc: "Whether a record without any element is skipped or kept as it is.")
      .default(.skip, shown: "skip"),
    Field<[TemplateText]>.templates("truncation_indicator_path", doc: "The path of a field that is true when the list is not complete.")
      .default([]),
    Field<TruncatedListRetriever>.truncatedListRetriever.optional,
    Field<BuildContext>.context,
    examples: [
      """
      type: RecordExpander
      expand_records_from_field: [lines]
      parent_fields:
        - type: ParentFieldPath
          parent_path: [id]
          record_path: [order_id]
      on_no_records: skip
      """
    ],
    make: RecordExpander.init)

  private let listPath: PathTemplates
  private let keepsOriginal: Bool
  private let parentFields: [ParentFieldPath]
  private let mergesParent: Bool
  private let onNoRecords: OnNoRecords
  private let truncation: ListTruncation?

  init(
    listPath: [TemplateText], keepsOriginal: Bool, parentFields: [ParentFieldPath], mergesParent: Bool, onNoRecords: OnNoRecords,
    indicatorPath: [TemplateText], retriever: TruncatedListRetriever?, context: BuildContext
  ) throws {
    self.listPath = PathTemplates(listPath, context)
    self.keepsOriginal = keepsOriginal
    self.parentFields = parentFields
    self.mergesParent = mergesParent
    self.onNoRecords = onNoRecords
    let indicator = PathTemplates(indicatorPath, context)
    _ = try indicator.fieldName("truncation_indicator_path", at: context.location)
    if retriever != nil {
      guard !indicatorPath.isEmpty else {
        throw Diagnostic(
          code: .missingField, "`truncated_list_retriever` needs a `truncation_indicator_path`", at: context.location,
          fix: "name the field that says that a list is not complete")
      }
      _ = try self.listPath.fieldName("expand_records_from_field", at: context.location)
    }
    truncation = indicatorPath.isEmpty ? nil : ListTruncation(indicator: indicator, retriever: retriever)
  }

  /// Whether new records carry anything of the expanded one.
  private var carriesParent: Bool { keepsOriginal || mergesParent || !parentFields.isEmpty }

  /// Appends the records that are made of one; what is no object is appended as it is.
  func expand(_ parent: JSONView, into found: inout ExtractedRecords, _ scope: RecordScope) async throws {
    guard parent.isObject else { return found.append(parent) }
    let path = try listPath.path(scope)
    guard !path.isEmpty else { return found.append(parent) }
    let base = mergesParent ? try parent.removingLists(at: path) : nil
    let isTruncated = try truncation?.isTruncated(parent, scope) ?? false
    if isTruncated, let truncation, truncation.retriever != nil {
      let fetched = try await truncation.fetch(parent, scope)
      for record in fetched { found.append(try withParent(record, parent, base, scope)) }
      truncation.warnIfIncomplete(parent, fetched.count, path, scope)
      if !fetched.isEmpty { return }
    }
    let lists = try path.values(in: parent).filter(\.isArray)
    var count = 0
    for list in lists {
      for element in list.elements {
        count += 1
        try append(element, of: parent, base, to: &found, scope)
      }
    }
    if isTruncated { truncation?.warnOfMissing(parent, count, path, scope) }
    if count == 0, onNoRecords == .emitParent { found.append(parent) }
  }

  private func append(
    _ element: JSONView, of parent: JSONView, _ base: JSONRecord?, to found: inout ExtractedRecords, _ scope: RecordScope
  ) throws {
    guard carriesParent else { return found.append(element) }
    var record = JSONRecord()
    if let own = JSONRecord(view: element) { record = own } else { record.set(.view(element), for: "value") }
    found.append(try withParent(record, parent, base, scope))
  }

  /// The record with what it carries of the expanded one: merged below it, then copied onto it, then embedded.
  private func withParent(_ record: JSONRecord, _ parent: JSONView, _ base: JSONRecord?, _ scope: RecordScope) throws -> JSONRecord {
    var record = record
    if var merged = base {
      for (key, field) in record.fields { merged.set(field, for: key) }
      record = merged
    }
    for field in parentFields { try field.copy(from: parent, to: &record, scope) }
    if keepsOriginal { record.set(.view(parent), for: "original_record") }
    return record
  }
}
