public import JSON

/// One piece of a stream's work: a partition (which parent, which list value) and a window of its cursor.
///
/// Request options and templates see the merged members (``subscript(_:)``): the partition's and the cursor slice's.
/// Extra fields travel along but are not merged.
public struct StreamSlice: Sendable {
  /// Of one word, a slice is handed from task to task without its members being counted one by one.
  private var storage: Storage

  /// Unchecked: changed only while one slice alone holds it.
  private final class Storage: @unchecked Sendable {
    var partition: JSONObject
    var cursorSlice: JSONObject
    var extraFields: JSONObject
    var answers: SliceAnswers

    init(_ partition: JSONObject, _ cursorSlice: JSONObject, _ extraFields: JSONObject, _ answers: SliceAnswers) {
      self.partition = partition
      self.cursorSlice = cursorSlice
      self.extraFields = extraFields
      self.answers = answers
    }
  }

  public init(partition: JSONObject = [:], cursorSlice: JSONObject = [:], extraFields: JSONObject = [:]) {
    storage = Storage(partition, cursorSlice, extraFields, SliceAnswers())
  }

  public var partition: JSONObject {
    get { storage.partition }
    _modify { yield &own.partition }
  }
  public var cursorSlice: JSONObject {
    get { storage.cursorSlice }
    _modify { yield &own.cursorSlice }
  }
  public var extraFields: JSONObject {
    get { storage.extraFields }
    _modify { yield &own.extraFields }
  }
  /// Answers about the job that the slice is read with. They travel along with it and are no part of what makes slices equal.
  public var answers: SliceAnswers {
    get { storage.answers }
    _modify { yield &own.answers }
  }

  /// The members, to be changed: not shared with a copy of the slice.
  private var own: Storage {
    mutating get {
      if !isKnownUniquelyReferenced(&storage) {
        storage = Storage(storage.partition, storage.cursorSlice, storage.extraFields, storage.answers)
      }
      return storage
    }
  }

  /// A member of the cursor slice or, when it has none of that name, of the partition.
  public subscript(key: String) -> JSONValue? { storage.cursorSlice[key] ?? storage.partition[key] }

  /// The partition's members, then the cursor slice's; of equal names the cursor slice's value.
  public var merged: JSONObject {
    var all = partition
    for (key, value) in cursorSlice { all[key] = value }
    return all
  }

  public var isEmpty: Bool { storage.partition.isEmpty && storage.cursorSlice.isEmpty }
}

extension StreamSlice: Hashable {
  public static func == (left: Self, right: Self) -> Bool {
    left.storage === right.storage
      || left.partition == right.partition && left.cursorSlice == right.cursorSlice && left.extraFields == right.extraFields
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(partition)
    hasher.combine(cursorSlice)
    hasher.combine(extraFields)
  }
}
