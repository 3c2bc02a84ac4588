internal import ConnectorKit
internal import JSON

/// The cursors of a partitioned stream: one for each partition, and the furthest value over all of them.
///
/// Many partitions share one state from ``switchToGlobalLimit`` on; no more than ``maximumPartitions`` are remembered.
/// Parent states are taken over once every partition that was found before them is closed.
///
/// Unchecked: its owner, the ``StreamLedger``, serialises all calls.
final class PartitionedCursor: @unchecked Sendable {
  static let maximumPartitions = 25_000
  static let switchToGlobalLimit = 10_000

  /// A partition: how far it has been read, and what is still to come of it.
  private final class Entry {
    /// An object, but for what a saved state of another form holds.
    let partition: JSONValue
    /// Nil when there was no room to remember it.
    var cursor: (any Cursor)?
    /// The number of the partition among those that were begun, from when it was begun until it was read to its end.
    var sequence: Int?
    var unclosedSlices = 0
    var isFullyGenerated = false
    /// Whether this run has read it to its end.
    var isRead = false

    init(_ partition: JSONValue) { self.partition = partition }
  }

  /// A billion days; the reference fails where it is asked to go back further.
  private static let mostLookbackSeconds: UInt = 86_400_000_000_000

  private let sync: any IncrementalSync
  private let setup: CursorSetup
  private let fieldName: String
  private let startSeconds: Double

  /// The partitions that are remembered or open.
  private var entries: [JSONValue: Entry] = [:]
  /// How many of them have a cursor.
  private var cursorCount = 0
  /// Partitions in the order in which their cursors were made; those without one are skipped.
  private var order: [Entry] = []
  /// Where the partitions in ``order`` start that were not yet dropped.
  private var firstKept = 0
  /// Whether the saved state had partitions, which may be those of an older form.
  private var hasSavedPartitions = false
  /// The partitions that were begun and not yet read to their end, by their numbers.
  private var open: [Int: Entry] = [:]
  private var generated = 0
  private var partitionCount = 0

  private(set) var usesGlobalCursor: Bool
  /// What the saved state says about sharing the cursor, as it is put out again.
  private var savedFlag: JSONValue?
  private var globalState: JSONObject = [:]
  private var newGlobalState: JSONObject?
  private var lookbackSeconds = 0
  private var sawCursorValue = false

  private var parentState: JSONValue?
  private var pendingParentStates: [(state: JSONObject, sequence: Int)] = []

  /// - Throws: `SyncError` when the saved state cannot be understood.
  init(_ sync: any IncrementalSync, setup: CursorSetup, sharesCursor: Bool = false) throws {
    self.sync = sync
    self.setup = setup
    fieldName = setup.cursorField ?? sync.cursorField
    usesGlobalCursor = sharesCursor || sync.usesGlobalSubstreamCursor
    startSeconds = setup.run.clock.monotonicSeconds()
    try restore(setup.state)
  }

  private func restore(_ state: JSONObject) throws {
    guard !state.isEmpty else { return }
    let saved = try SavedPartitions(
      state, field: fieldName, streamName: setup.streamName, rules: SavedStateRules(setup.run.options))
    if let flag = saved.sharesCursor {
      usesGlobalCursor = flag.isTruthy
      savedFlag = flag
    }
    for fault in saved.faults {
      setup.run.log.write(
        .warning, "The saved state of stream \(setup.streamName) is used without a part that cannot be read: \(fault).")
    }
    lookbackSeconds = saved.lookbackSeconds
    for (partition, cursor) in saved.partitions {
      partitionCount += 1
      hasSavedPartitions = true
      let cursor = try makeCursor(cursor, lookbackSeconds: 0)
      if let entry = entries[partition] { entry.cursor = cursor } else { remember(Entry(partition), cursor) }
    }
    try setGlobalState(saved.shared)
    parentState = saved.parents
  }

  private func remember(_ entry: Entry, _ cursor: any Cursor) {
    entry.cursor = cursor
    entries[entry.partition] = entry
    order.append(entry)
    cursorCount += 1
  }

  private func forget(_ entry: Entry) {
    entry.cursor = nil
    cursorCount -= 1
    if entry.sequence == nil { entries[entry.partition] = nil }
  }

  /// The saved cursor of a partition of the same value, which an older state holds as text and without the parent's slice.
  private func takeLegacyCursor(of key: JSONObject) -> (any Cursor)? {
    guard hasSavedPartitions, !setup.run.follows(.losesLegacyNumericCursors) else { return nil }
    let values = key.filter { $0.key != "parent_slice" }
    guard let (name, value) = values.first, values.count == 1 else { return nil }
    let text: String
    switch value {
    case .string(let value): text = value
    case .integer, .bigInteger, .double, .bool: text = JSONText.compact(value)
    default: return nil
    }
    let legacy: JSONObject = [name: .string(text)]
    guard legacy != key, let entry = entries[.object(legacy)], let cursor = entry.cursor else { return nil }
    forget(entry)
    return cursor
  }

  private func setGlobalState(_ state: JSONObject) throws {
    guard let saved = state[fieldName] else { return }
    var value = isInFuture(saved) ? nil : sync.stateValue(of: saved)
    if value == nil {
      // A cursor knows further forms of a value, what to do with one in the future, or says what is wrong with it.
      let cursor = try makeCursor([fieldName: saved], lookbackSeconds: 0)
      value = saved.isNull ? JSONValue?.none : cursor.state[fieldName]
    }
    guard let value else { return }
    globalState = [fieldName: value]
    newGlobalState = globalState
  }

  /// Whether a saved value stands for a time to come. Compat mode makes no difference.
  private func isInFuture(_ saved: JSONValue) -> Bool {
    guard !setup.run.follows(.movesCursorsPastWindows), let instant = sync.instant(ofState: [sync.cursorField: saved]) else { return false }
    return instant.microsecondsSinceEpoch > setup.run.clock.now()
  }

  private func makeCursor(_ state: JSONObject, lookbackSeconds: Int) throws -> any Cursor {
    var setup = setup
    setup.state = state
    setup.runtimeLookbackSeconds = lookbackSeconds
    return try sync.makeCursor(setup)
  }

  private func makeGlobalCursor() throws -> any Cursor {
    if setup.run.follows(.refusesOddStates), !globalState.isEmpty, lookbackSeconds.magnitude >= Self.mostLookbackSeconds {
      throw SyncError(.system, "The `lookback_window` of the saved state is too long to be gone back by.", streamName: setup.streamName)
    }
    return try makeCursor(globalState, lookbackSeconds: globalState.isEmpty ? 0 : lookbackSeconds)
  }
}

extension PartitionedCursor {
  /// Starts a partition.
  ///
  /// - Returns: its windows, or nil when a partition of this value was begun before: parents that are read window by window
  ///   come more than once.
  func begin(_ partition: Partition) throws -> AnySequence<JSONObject>? {
    let key = partition.slice.partition
    makeRoom()
    let entry = try remembered(key)
    guard entry.sequence == nil, !entry.isRead else { return nil }
    entry.sequence = generated
    entry.unclosedSlices = 0
    entry.isFullyGenerated = false
    open[generated] = entry
    if let parents = partition.parentState, pendingParentStates.last?.state != parents {
      pendingParentStates.append((parents, generated))
    }
    generated += 1
    return try entry.cursor?.slices()
  }

  private func remembered(_ key: JSONObject) throws -> Entry {
    let known = entries[.object(key)]
    if let known, known.cursor != nil { return known }
    let entry = known ?? Entry(.object(key))
    if let cursor = takeLegacyCursor(of: key) {
      remember(entry, cursor)
    } else {
      remember(entry, try makeGlobalCursor())
      partitionCount += 1
    }
    return entry
  }

  /// Counts a window that was handed out. A partition without any stays open until the end, as it does for the reference.
  func handOut(_ partition: JSONObject, isLast: Bool) {
    guard let entry = entries[.object(partition)], entry.sequence != nil else { return }
    entry.unclosedSlices += 1
    if isLast { entry.isFullyGenerated = true }
  }

  func observation(for slice: StreamSlice) throws -> any CursorObservation {
    try (entries[.object(slice.partition)]?.cursor ?? makeGlobalCursor()).observation(for: slice.cursorSlice)
  }

  func shouldBeSynced(_ record: JSONRecord, in partition: JSONObject) throws -> Bool {
    try comparingCursor(of: partition).shouldBeSynced(record)
  }

  func wasSynced(_ record: JSONRecord, in partition: JSONObject) throws -> Bool {
    try comparingCursor(of: partition).wasSynced(record)
  }

  /// The cursor that records of a partition are compared with.
  private func comparingCursor(of partition: JSONObject) throws -> any Cursor {
    let cursor = usesGlobalCursor ? nil : entries[.object(partition)]?.cursor
    return try cursor ?? makeGlobalCursor()
  }

  /// Whether the state accounts for a window that was closed; nil where only the state at the end of the stream does, as all partitions
  /// share one cursor.
  func covers(_ slice: StreamSlice) -> Bool? {
    guard !usesGlobalCursor else { return nil }
    return entries[.object(slice.partition)]?.cursor?.covers(slice.cursorSlice) ?? true
  }

  /// Takes a fully read window into the state.
  func close(_ slice: StreamSlice, _ observation: any CursorObservation) throws {
    let entry = entries[.object(slice.partition)]
    entry?.unclosedSlices -= 1
    let isDone = entry.map { $0.sequence != nil && $0.isFullyGenerated && $0.unclosedSlices == 0 } ?? false
    if let value = observation.mostRecent {
      sawCursorValue = true
      advanceGlobalState(to: value)
    }
    if !usesGlobalCursor, let entry, entry.cursor != nil {
      do {
        _ = try entry.cursor?.close(slice.cursorSlice, observation)
      } catch {
        forget(entry)
        throw error
      }
      if isDone, let value = entry.cursor?.state[fieldName] { advanceGlobalState(to: value) }
    }
    if isDone, let entry, let sequence = entry.sequence {
      open[sequence] = nil
      entry.sequence = nil
      entry.isRead = true
      if entry.cursor == nil { entries[entry.partition] = nil }
    }
    takeOverParentStates()
  }

  /// The end of the stream. Only a stream whose every window was found and read moves its global state: a partition that was not found,
  /// as its parent could not be read, would start from there.
  ///
  /// - Parameters:
  ///   - final: how far incremental parents were read; nil when there are none.
  ///   - foundAll: whether all partitions were found.
  /// - Returns: whether the state accounts for everything that was closed.
  @discardableResult
  func finish(parentState final: JSONObject?, foundAll: Bool) -> Bool {
    guard foundAll || setup.run.follows(.advancesPastFailedParents) else { return false }
    guard !open.values.contains(where: { $0.unclosedSlices > 0 }) else { return false }
    if sawCursorValue {
      globalState = newGlobalState ?? [:]
      lookbackSeconds = Int((setup.run.clock.monotonicSeconds() - startSeconds).rounded(.up))
    }
    parentState = final.map(JSONValue.object)
    return true
  }

  /// The state as it goes into a STATE message.
  var state: JSONObject {
    var state: JSONObject = ["use_global_cursor": savedFlag ?? .bool(usesGlobalCursor)]
    if !usesGlobalCursor {
      var states: [JSONValue] = []
      states.reserveCapacity(cursorCount)
      for entry in order[firstKept...] {
        guard let cursor = entry.cursor?.state, !cursor.isEmpty else { continue }
        states.append(.object(["partition": entry.partition, "cursor": .object(cursor)]))
      }
      state["states"] = .array(states)
    }
    if !globalState.isEmpty { state["state"] = .object(globalState) }
    state["lookback_window"] = .integer(lookbackSeconds)
    if let parentState { state["parent_state"] = parentState }
    return state
  }

  /// Why the state cannot be told, when one of its cursors does not know its own.
  var stateFault: SyncError? {
    guard !usesGlobalCursor, setup.run.follows(.refusesOddStates) else { return nil }
    return order[firstKept...].lazy.compactMap { $0.cursor?.stateFault }.first
  }

  /// Whether a state before the end would say something new.
  var hasIntermediateState: Bool { !usesGlobalCursor || parentState?.isTruthy == true }

  private func advanceGlobalState(to value: JSONValue) {
    guard let present = newGlobalState?[fieldName] else {
      newGlobalState = [fieldName: value]
      return
    }
    if CursorOrder.isAscending(present, value) { newGlobalState = [fieldName: value] }
  }

  private func takeOverParentStates() {
    guard !pendingParentStates.isEmpty else { return }
    let earliestOpen = open.keys.min()
    while let (state, sequence) = pendingParentStates.first {
      if let earliestOpen, earliestOpen <= sequence { return }
      parentState = .object(state)
      pendingParentStates.removeFirst()
    }
  }

  private func makeRoom() {
    if !usesGlobalCursor, partitionCount > Self.switchToGlobalLimit {
      setup.run.log.write(
        .info,
        "Stream \(setup.streamName) has more than \(Self.switchToGlobalLimit) partitions; from now on they share one cursor.")
      usesGlobalCursor = true
      savedFlag = nil
    }
    guard cursorCount >= Self.maximumPartitions else { return }
    let dropped = order[firstKept...].firstIndex { $0.sequence == nil && $0.cursor != nil } ?? firstKept
    if order[dropped].cursor != nil { forget(order[dropped]) }
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
