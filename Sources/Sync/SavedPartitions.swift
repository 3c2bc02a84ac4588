internal import ConnectorKit
internal import JSON

/// The saved state of a partitioned stream, taken apart.
struct SavedPartitions {
  /// What it says about sharing one cursor: a flag, or in compat mode whatever stands there. Nil when the state is that of a stream
  /// without partitions.
  var sharesCursor: JSONValue?
  var lookbackSeconds = 0
  /// The cursors of partitions in the order in which they stand there; equal partitions may occur.
  var partitions: [(partition: JSONObject, cursor: JSONObject)] = []
  /// The state that holds for all partitions.
  var shared: JSONObject = [:]
  /// The states of parent streams, nil when there are none.
  var parents: JSONObject?

  /// - Parameters:
  ///   - field: the field that the cursor goes by.
  ///   - isTolerant: whether what has another form than expected is passed over.
  /// - Throws: ``SyncError`` when it is not, and something has.
  init(_ state: JSONObject, field: String, streamName: String, isTolerant: Bool) throws {
    func refuse(_ part: String) throws {
      guard !isTolerant else { return }
      throw SyncError(.system, "The saved state of stream \(streamName) cannot be read: \(part).", streamName: streamName)
    }
    parents = state["parent_state"]?.objectValue.flatMap { $0.isEmpty ? nil : $0 }
    guard state["states"] != nil || state["state"] != nil else {
      shared = state
      return
    }
    let flag = state["use_global_cursor"] ?? false
    sharesCursor = isTolerant ? .bool(flag.isTruthy) : flag
    let lookback = state["lookback_window"] ?? 0
    if lookback.wholeNumber == nil { try refuse("its `lookback_window` is no number") }
    lookbackSeconds = lookback.wholeNumber ?? 0
    let saved = state["states"] ?? []
    let isEmpty = saved.objectValue?.isEmpty == true || saved.stringValue?.isEmpty == true
    if saved.arrayValue == nil, !isEmpty { try refuse("its `states` are no list") }
    for entry in saved.arrayValue ?? [] {
      guard let partition = entry["partition"]?.objectValue, let cursor = entry["cursor"]?.objectValue else {
        try refuse("one of its `states` lacks a `partition` or a `cursor`")
        if let partition = entry["partition"]?.objectValue { partitions.append((partition, [:])) }
        continue
      }
      partitions.append((partition, cursor))
    }
    guard let global = state["state"] else { return }
    if !Self.mayLack(field, global) { try refuse("its `state` is no object") }
    shared = global.objectValue ?? [:]
  }

  /// Whether a value can be asked for a field and has it or says that it has not. The reference asks texts and lists as well.
  private static func mayLack(_ field: String, _ value: JSONValue) -> Bool {
    switch value {
    case .object: true
    case .string(let text): !text.contains(field)
    case .array(let members): !members.contains(.string(field))
    default: false
    }
  }
}
