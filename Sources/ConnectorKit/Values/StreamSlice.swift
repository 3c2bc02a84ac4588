public import JSON

/// One piece of a stream's work: a partition (which parent, which list value) and a window of its cursor.
///
/// Request options and templates see the merged members (``subscript(_:)``): the partition's and the cursor slice's.
/// Extra fields travel along but are not merged.
public struct StreamSlice: Sendable, Hashable {
  public var partition: JSONObject
  public var cursorSlice: JSONObject
  public var extraFields: JSONObject

  public init(partition: JSONObject = [:], cursorSlice: JSONObject = [:], extraFields: JSONObject = [:]) {
    self.partition = partition
    self.cursorSlice = cursorSlice
    self.extraFields = extraFields
  }

  /// A member of the cursor slice or, when it has none of that name, of the partition.
  public subscript(key: String) -> JSONValue? { cursorSlice[key] ?? partition[key] }

  /// The partition's members, then the cursor slice's; of equal names the cursor slice's value.
  public var merged: JSONObject {
    var all = partition
    for (key, value) in cursorSlice { all[key] = value }
    return all
  }

  public var isEmpty: Bool { partition.isEmpty && cursorSlice.isEmpty }
}
