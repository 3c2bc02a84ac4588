public import JSON

/// One piece of a stream's work: a partition (which parent, which list value) and a window of its cursor.
///
/// Request options and templates see the merged members (``subscript(_:)``): the partition's and the cursor slice's.
/// Extra fields travel along but are not merged.
public struct StreamSlice: Sendable {
  private struct Members {
    var partition: JSONObject
    var cursorSlice: JSONObject
    var extraFields: JSONObject
    var answers = JobResponses()
  }

  private var members: CopyOnWrite<Members>

  public init(partition: JSONObject = [:], cursorSlice: JSONObject = [:], extraFields: JSONObject = [:]) {
    members = CopyOnWrite(Members(partition: partition, cursorSlice: cursorSlice, extraFields: extraFields))
  }

  public var partition: JSONObject {
    get { members.value.partition }
    _modify { yield &members.value.partition }
  }
  public var cursorSlice: JSONObject {
    get { members.value.cursorSlice }
    _modify { yield &members.value.cursorSlice }
  }
  public var extraFields: JSONObject {
    get { members.value.extraFields }
    _modify { yield &members.value.extraFields }
  }
  /// Answers about the job that the slice is read with. They travel along with it and are no part of what makes slices equal.
  public var answers: JobResponses {
    get { members.value.answers }
    _modify { yield &members.value.answers }
  }

  /// A member of the cursor slice or, when it has none of that name, of the partition.
  public subscript(key: String) -> JSONValue? { members.value.cursorSlice[key] ?? members.value.partition[key] }

  /// The partition's members, then the cursor slice's; of equal names the cursor slice's value.
  public var merged: JSONObject {
    var all = partition
    for (key, value) in cursorSlice { all[key] = value }
    return all
  }

  public var isEmpty: Bool { members.value.partition.isEmpty && members.value.cursorSlice.isEmpty }
}

extension StreamSlice: Hashable {
  public static func == (left: Self, right: Self) -> Bool {
    left.members.isIdentical(to: right.members)
      || left.partition == right.partition && left.cursorSlice == right.cursorSlice && left.extraFields == right.extraFields
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(partition)
    hasher.combine(cursorSlice)
    hasher.combine(extraFields)
  }
}
