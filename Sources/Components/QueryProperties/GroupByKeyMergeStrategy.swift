internal import ConnectorKit
internal import Document
internal import JSON

/// Records with the same values at certain fields are parts of one record.
struct GroupByKeyMergeStrategy: Sendable {
  static let spec = ComponentSpec<GroupByKeyMergeStrategy>(
    "GroupByKeyMergeStrategy", "Merges the records that have the same values at certain fields.", since: "6.45",
    fields: Field<[String]>.groupKeys,
    examples: ["type: GroupByKeyMergeStrategy\nkey: id", "type: GroupByKeyMergeStrategy\nkey: [account, id]"],
    make: GroupByKeyMergeStrategy.init)

  let keys: [String]

  /// What tells the record's group; nil when one of its fields is missing or empty, so that it stands for itself.
  ///
  /// - Throws: ``SyncError`` when texts are joined and a field is not text.
  func group(of record: JSONRecord, joinsTexts: Bool) throws -> [JSONValue]? {
    var values: [JSONValue] = []
    for key in keys {
      guard let value = record[key], value.isTruthy else { return nil }
      values.append(value)
    }
    if joinsTexts {
      // The reference joins texts, so that `a,b` and `a` with `b` are the same.
      guard values.allSatisfy({ $0.stringValue != nil }) else {
        throw SyncError(.system, "Records cannot be merged by \(keys.joined(separator: ", ")): the values must be strings.")
      }
      return [.string(values.compactMap(\.stringValue).joined(separator: ","))]
    }
    return values
  }
}

extension Field where Value == [String] {
  static var groupKeys: Field<[String]> {
    let doc = "The field, or the fields, whose values tell which records belong together."
    return .custom("key", as: .anyOf([.string, .list(.string)]), doc: doc) { node, _ in (node.sequence ?? [node]).map(\.keyText) }
  }
}
