internal import ConnectorKit
internal import JSON

/// The saved state of a partitioned stream, taken apart.
struct SavedPartitions {
  /// What it says about sharing one cursor: a flag, or whatever stands there where odd parts are refused. Nil when the state is that of a stream
  /// without partitions.
  private(set) var sharesCursor: JSONValue?
  private(set) var lookbackSeconds = 0
  /// The cursors of partitions in the order in which they stand there; equal partitions may occur. Where odd partitions are kept,
  /// one may be any value: one that is no object is kept, although none that is read will ever equal it.
  private(set) var partitions: [(partition: JSONValue, cursor: JSONObject)] = []
  /// The state that holds for all partitions.
  private(set) var shared: JSONObject = [:]
  /// The states of parent streams, or whatever stands there where odd ones are kept; nil when there are none.
  private(set) var parents: JSONValue?
  /// What was passed over because it has another form than expected; each in words, once.
  private(set) var faults: [String] = []

  private let streamName: String
  private let rules: SavedStateRules

  /// - Parameters:
  ///   - field: the field that the cursor goes by.
  ///   - rules: whether what has another form than expected is passed over.
  /// - Throws: `SyncError` when it is not, and something has.
  init(_ state: JSONObject, field: String, streamName: String, rules: SavedStateRules) throws {
    self.streamName = streamName
    self.rules = rules
    takeParents(state["parent_state"])
    guard state["states"] != nil || state["state"] != nil else {
      shared = state
      return
    }
    let flag = state["use_global_cursor"] ?? false
    sharesCursor = rules.refusesOddParts ? flag : .bool(flag.isTruthy)
    let lookback = state["lookback_window"] ?? 0
    if lookback.wholeNumber == nil { try refuse("its `lookback_window` must be a number") }
    lookbackSeconds = lookback.wholeNumber ?? 0
    try takePartitions(state["states"] ?? [])
    guard let global = state["state"] else { return }
    if !Self.mayLack(field, global) { try refuse("its `state` must be an object") }
    shared = global.objectValue ?? [:]
  }

  private mutating func takeParents(_ saved: JSONValue?) {
    guard let saved, saved.isTruthy else { return }
    if !rules.keepsOddPartitions, saved.objectValue == nil {
      pass("its `parent_state` must be an object")
    } else {
      parents = saved
    }
  }

  private mutating func takePartitions(_ saved: JSONValue) throws {
    let isEmpty = saved.objectValue?.isEmpty == true || saved.stringValue?.isEmpty == true
    if saved.arrayValue == nil, !isEmpty { try refuse("its `states` must be a list") }
    for entry in saved.arrayValue ?? [] {
      let (partition, cursor) = (entry["partition"], entry["cursor"]?.objectValue)
      if partition == nil || cursor == nil { try refuse("one of its `states` lacks a `partition` or a `cursor`") }
      guard let partition else { continue }
      if !rules.keepsOddPartitions, partition.objectValue == nil {
        pass("each of its partitions must be an object")
      } else {
        partitions.append((partition, cursor ?? [:]))
      }
    }
  }

  /// Passes over a part of the state where that is tolerated.
  private mutating func refuse(_ part: String) throws {
    guard !rules.refusesOddParts else {
      throw SyncError(.system, "The saved state of stream \(streamName) cannot be read: \(part).", streamName: streamName)
    }
    pass(part)
  }

  private mutating func pass(_ part: String) {
    if !faults.contains(part) { faults.append(part) }
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
