internal import ConnectorKit
internal import JSON

/// The cursors of a partitioned stream: one for each partition, and the furthest value over all of them.
///
/// Many partitions share one state from ``switchToGlobalLimit`` on; no more than ``maximumPartitions`` are remembered.
/// Parent states are taken over once every partition that was found before them is closed.
struct PartitionedCursor {
  static let maximumPartitions = 25_000
  static let switchToGlobalLimit = 10_000

  /// A partition that was begun and not yet read to its end.
  private struct Open {
    var sequence: Int
    var unclosedSlices = 0
    var isFullyGenerated = false
  }

  private let sync: any IncrementalSync
  private let setup: CursorSetup
  private let fieldName: String
  private let startSeconds: Double

  private var cursors: [JSONObject: any Cursor] = [:]
  /// Partitions in the order in which their cursors were made; those that were dropped are skipped.
  private var order: [JSONObject] = []
  /// Where the partitions in ``order`` start that were not yet dropped.
  private var firstKept = 0
  private var open: [JSONObject: Open] = [:]
  private var generated = 0
  private var partitionCount = 0

  private(set) var usesGlobalCursor: Bool
  private var globalState: JSONObject = [:]
  private var newGlobalState: JSONObject?
  private var lookbackSeconds = 0
  private var sawCursorValue = false

  private var parentState: JSONObject?
  private var pendingParentStates: [(state: JSONObject, sequence: Int)] = []

  /// - Throws: ``SyncError`` when the saved state cannot be understood.
  init(_ sync: any IncrementalSync, setup: CursorSetup, sharesCursor: Bool = false) throws {
    self.sync = sync
    self.setup = setup
    fieldName = setup.cursorField ?? sync.cursorField
    usesGlobalCursor = sharesCursor || sync.usesGlobalSubstreamCursor
    startSeconds = setup.run.clock.monotonicSeconds()
    try restore(setup.state)
  }

  private mutating func restore(_ state: JSONObject) throws {
    guard !state.isEmpty else { return }
    guard state["states"] != nil || state["state"] != nil else { return setGlobalState(state) }
    usesGlobalCursor = state["use_global_cursor"]?.boolValue ?? false
    lookbackSeconds = state["lookback_window"]?.integerValue ?? 0
    for saved in state["states"]?.arrayValue ?? [] {
      guard let partition = saved["partition"]?.objectValue else { continue }
      partitionCount += 1
      if cursors[partition] == nil { order.append(partition) }
      cursors[partition] = try makeCursor(saved["cursor"]?.objectValue ?? [:], lookbackSeconds: 0)
    }
    if let global = state["state"]?.objectValue { setGlobalState(global) }
    if let parents = state["parent_state"]?.objectValue, !parents.isEmpty { parentState = parents }
  }

  /// Gives a partition the saved cursor of the same value that an older state holds as text and without the parent's slice.
  private mutating func takeOverLegacyCursor(of key: JSONObject) {
    guard !setup.run.options.compat, cursors[key] == nil else { return }
    let values = key.filter { $0.key != "parent_slice" }
    guard let (name, value) = values.first, values.count == 1 else { return }
    let text: String
    switch value {
    case .string(let value): text = value
    case .integer, .bigInteger, .double, .bool: text = JSONText.compact(value)
    default: return
    }
    let legacy: JSONObject = [name: .string(text)]
    guard legacy != key, let cursor = cursors[legacy] else { return }
    cursors[legacy] = nil
    cursors[key] = cursor
    order.append(key)
  }

  private mutating func setGlobalState(_ state: JSONObject) {
    guard let value = sync.stateValue(of: state[fieldName]) else { return }
    globalState = [fieldName: value]
    newGlobalState = globalState
  }

  private func makeCursor(_ state: JSONObject, lookbackSeconds: Int) throws -> any Cursor {
    var setup = setup
    setup.state = state
    setup.runtimeLookbackSeconds = lookbackSeconds
    return try sync.makeCursor(setup)
  }

  private func makeGlobalCursor() throws -> any Cursor {
    try makeCursor(globalState, lookbackSeconds: globalState.isEmpty ? 0 : lookbackSeconds)
  }
}

extension PartitionedCursor {
  /// Starts a partition.
  ///
  /// - Returns: its windows, or nil when a partition of this value is being read already.
  mutating func begin(_ partition: Partition) throws -> AnySequence<JSONObject>? {
    let key = partition.slice.partition
    makeRoom()
    takeOverLegacyCursor(of: key)
    if cursors[key] == nil {
      cursors[key] = try makeGlobalCursor()
      order.append(key)
      partitionCount += 1
    }
    guard open[key] == nil else { return nil }
    open[key] = Open(sequence: generated)
    if let parents = partition.parentState, pendingParentStates.last?.state != parents {
      pendingParentStates.append((parents, generated))
    }
    generated += 1
    return try cursors[key]?.slices()
  }

  /// Counts a window that was handed out. A partition without any stays open until the end, as it does for the reference.
  mutating func handOut(_ partition: JSONObject, isLast: Bool) {
    open[partition]?.unclosedSlices += 1
    if isLast { open[partition]?.isFullyGenerated = true }
  }

  func observation(for partition: JSONObject) throws -> any CursorObservation {
    try (cursors[partition] ?? makeGlobalCursor()).observation()
  }

  func shouldBeSynced(_ record: JSONRecord, in partition: JSONObject) throws -> Bool {
    let cursor = usesGlobalCursor ? nil : cursors[partition]
    return try (cursor ?? makeGlobalCursor()).shouldBeSynced(record)
  }

  /// Takes a fully read window into the state.
  mutating func close(_ slice: StreamSlice, _ observation: any CursorObservation) throws {
    let key = slice.partition
    open[key]?.unclosedSlices -= 1
    let isDone = open[key].map { $0.isFullyGenerated && $0.unclosedSlices == 0 } ?? false
    if let value = observation.mostRecent {
      sawCursorValue = true
      advanceGlobalState(to: value)
    }
    if !usesGlobalCursor, var cursor = cursors[key] {
      cursors[key] = nil
      _ = try cursor.close(slice.cursorSlice, observation)
      cursors[key] = cursor
      if isDone, let value = cursor.state[fieldName] { advanceGlobalState(to: value) }
    }
    if isDone { open[key] = nil }
    takeOverParentStates()
  }

  /// The end of the stream. Only a stream whose every window was read moves its global state.
  mutating func finish(parentState final: JSONObject?) {
    guard !open.values.contains(where: { $0.unclosedSlices > 0 }) else { return }
    if sawCursorValue {
      globalState = newGlobalState ?? [:]
      lookbackSeconds = Int((setup.run.clock.monotonicSeconds() - startSeconds).rounded(.up))
    }
    if let final { parentState = final }
  }

  /// The state as it goes into a STATE message.
  var state: JSONObject {
    var state: JSONObject = ["use_global_cursor": .bool(usesGlobalCursor)]
    if !usesGlobalCursor {
      var states: [JSONValue] = []
      states.reserveCapacity(cursors.count)
      for partition in order[firstKept...] {
        guard let cursor = cursors[partition]?.state, !cursor.isEmpty else { continue }
        states.append(.object(["partition": .object(partition), "cursor": .object(cursor)]))
      }
      state["states"] = .array(states)
    }
    if !globalState.isEmpty { state["state"] = .object(globalState) }
    state["lookback_window"] = .integer(lookbackSeconds)
    if let parentState { state["parent_state"] = .object(parentState) }
    return state
  }

  /// Whether a state before the end would say something new.
  var hasIntermediateState: Bool { !usesGlobalCursor || !(parentState ?? [:]).isEmpty }

  private mutating func advanceGlobalState(to value: JSONValue) {
    guard let present = newGlobalState?[fieldName] else {
      newGlobalState = [fieldName: value]
      return
    }
    if CursorOrder.isAscending(present, value) { newGlobalState = [fieldName: value] }
  }

  private mutating func takeOverParentStates() {
    let earliestOpen = open.values.lazy.map(\.sequence).min()
    while let (state, sequence) = pendingParentStates.first {
      if let earliestOpen, earliestOpen <= sequence { return }
      parentState = state
      pendingParentStates.removeFirst()
    }
  }

  private mutating func makeRoom() {
    if !usesGlobalCursor, partitionCount > Self.switchToGlobalLimit {
      setup.run.log.write(
        .info,
        "Stream \(setup.streamName) has more than \(Self.switchToGlobalLimit) partitions; from now on they share one cursor.")
      usesGlobalCursor = true
    }
    guard cursors.count >= Self.maximumPartitions else { return }
    let dropped = order[firstKept...].firstIndex { open[$0] == nil && cursors[$0] != nil } ?? firstKept
    cursors[order[dropped]] = nil
    // Mostly it is the first one; the list is cut only now and then, as that moves all others.
    if dropped == firstKept { firstKept += 1 } else { order.remove(at: dropped) }
    if firstKept > Self.maximumPartitions {
      order.removeSubrange(..<firstKept)
      firstKept = 0
    }
  }
}

/// The order of cursor values as states hold them: numbers by size, texts by their characters.
enum CursorOrder {
  static func isAscending(_ left: JSONValue, _ right: JSONValue) -> Bool {
    if case .string(let left) = left, case .string(let right) = right {
      return left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
    }
    if let left = left.doubleValue, let right = right.doubleValue { return left < right }
    return false
  }
}
