internal import ConnectorKit
internal import JSON

/// Divides properties between several requests, for APIs that take only so many.
struct PropertyChunking: Sendable {
  enum Limit: String, CaseIterable, Sendable {
    case characters
    case count = "property_count"
  }

  static let spec = ComponentSpec<PropertyChunking>(
    "PropertyChunking", "Divides the properties between several requests and merges their records.", since: "6.45",
    fields: Field<Limit>.choice("property_limit_type", doc: "Whether the limit counts properties or the characters of their names."),
    Field<Int>.integer("property_limit", doc: "How much a request may name; everything at once by default.").optional,
    Field<GroupByKeyMergeStrategy>.component(
      "record_merge_strategy", ["GroupByKeyMergeStrategy"],
      doc: "Says which records belong together; those of the same `id` by default."
    ).optional,
    examples: ["type: PropertyChunking\nproperty_limit_type: property_count\nproperty_limit: 50"],
    make: PropertyChunking.init)

  /// What a name takes besides its characters: the encoded separator.
  private static let separatorLength = 3

  let limitType: Limit
  let limit: Int?
  let strategy: GroupByKeyMergeStrategy

  init(limitType: Limit, limit: Int?, strategy: GroupByKeyMergeStrategy?) {
    self.limitType = limitType
    self.limit = limit
    self.strategy = strategy ?? GroupByKeyMergeStrategy(keys: ["id"])
  }

  /// - Parameter selected: the properties that are wanted; nil for all. Without a limit it is not looked at.
  func chunks(of properties: [String], alwaysIncluded: [String], selected: Set<String>?) -> [[String]] {
    guard let limit, limit != 0 else { return [properties + alwaysIncluded] }
    var chunks: [[String]] = []
    var current = alwaysIncluded
    var size = 0
    for property in properties where selected?.contains(property) ?? true {
      let length = limitType == .characters ? property.unicodeScalars.count + Self.separatorLength : 1
      if size + length > limit {
        chunks.append(current)
        current = alwaysIncluded
        size = 0
      }
      current.append(property)
      size += length
    }
    return chunks + [current]
  }
}
