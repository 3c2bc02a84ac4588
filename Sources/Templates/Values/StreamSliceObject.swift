public import JSON

/// The slice of a stream as templates see it.
///
/// Items come from the partition and the cursor's part together; `partition`, `cursor_slice` and `extra_fields` are
/// attributes that go before items of these names.
public final class StreamSliceObject: TemplateObject {
  public let typeName = "StreamSlice"
  private let partition: TemplateDict
  private let cursorSlice: TemplateDict
  private lazy var extraFields = makeExtraFields()
  private let makeExtraFields: () -> TemplateDict
  private let merged: TemplateDict

  /// - Parameter answers: gives extra fields that are no plain JSON, when a template asks for extra fields.
  public init(
    partition: JSONObject, cursorSlice: JSONObject = JSONObject(), extraFields: JSONObject = JSONObject(),
    answers: @escaping () -> [(name: String, value: TemplateValue)] = { [] }
  ) {
    self.partition = TemplateDict(partition)
    self.cursorSlice = TemplateDict(cursorSlice)
    makeExtraFields = {
      let fields = TemplateDict(extraFields)
      for (name, value) in answers() { fields.setText(name, to: value) }
      return fields
    }
    var all = partition
    for (key, value) in cursorSlice { all[key] = value }
    merged = TemplateDict(all)
  }

  /// A slice of values that need not be JSON.
  public init(partition: TemplateDict, cursorSlice: TemplateDict, extraFields: TemplateDict) throws(TemplateError) {
    self.partition = partition
    self.cursorSlice = cursorSlice
    makeExtraFields = { extraFields }
    merged = partition.copy()
    for (key, value) in zip(cursorSlice.keys, cursorSlice.values) { try merged.set(key, to: value) }
  }

  public var mapping: TemplateDict? { merged }

  public var privateNames: Set<String> { ["_cursor_slice", "_extra_fields", "_stream_slice"] }

  public var isTrue: Bool { merged.count > 0 || extraFields.count > 0 }

  public var shownValue: (before: String, value: TemplateValue, after: String)? { ("", .dict(merged), "") }

  public func attribute(_ name: String) throws(TemplateError) -> TemplateValue? {
    switch name {
    case "partition", "_partition": .dict(partition)
    case "cursor_slice": .dict(cursorSlice)
    case "extra_fields": .dict(extraFields)
    default: nil
    }
  }

  public func isEqual(to other: TemplateValue) -> Bool { false }

  public func pairsForEquality(with other: TemplateValue) -> [(TemplateDict, TemplateDict)]? {
    switch other {
    case .dict(let dict): [(merged, dict)]
    case .object(let object):
      (object as? StreamSliceObject).map { [(partition, $0.partition), (cursorSlice, $0.cursorSlice)] }
    default: nil
    }
  }
}
