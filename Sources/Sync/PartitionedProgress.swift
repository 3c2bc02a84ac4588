internal import ConnectorKit
internal import JSON

/// The progress of a partitioned stream: a cursor for each partition, and the furthest value over all of them.
///
/// Many partitions share one state from ``switchToGlobalLimit`` on; no more than ``maximumPartitions`` are remembered.
/// Parent states are taken over once every partition that was found before them is closed.
struct PartitionedProgress: StreamProgress {
  static let maximumPartitions = 25_000
  static let switchToGlobalLimit = 10_000

  /// A partition: how far it has been read, and what is still to come of it.
  private struct Entry {
    /// An object, but for what a saved state of another form holds.
    var partition: JSONValue
    /// Nil when there was no room to remember it.
    var cursor: (any Cursor)?
    /// Its number in the order in which cursors were made.
    var rank = 0
    /// The number of the partition among those that were begun, from when it was begun until it was read to its end.
    var sequence: Int?
    var unclosedSlices = 0
    var isFullyGenerated = false
    /// Whether this run has read it to its end.
    var isRead = false

    mutating func begin(_ sequence: Int) {
      self.sequence = sequence
      unclosedSlices = 0
      isFullyGenerated = false
    }

    /// - Returns: whether it was the last window of the partition.
    mutating func closeSlice() -> Bool {
      unclosedSlices -= 1
      return sequence != nil && isFullyGenerated && unclosedSlices == 0
    }
  }

  /// A billion days; the reference fails where it is asked to go back further.
  private static let mostLookbackSeconds: UInt = 86_400_000_000_000

  private let sync: any IncrementalSync
  private let setup: CursorSetup
  private let fieldName: String
  private let startSeconds: Double
  /// Seconds between states before the end.
  private let interval: Double
  private var lastCheckpoint = -Double.infinity

  /// The partitions that are remembered or open, at places that are used again.
  private var entries: [Entry] = []
  private var freePlaces: [Int] = []
  /// Where they stand. A partition is looked up once for each step: to hash an object takes longer than most of what is done then.
  private var places: [JSONValue: Int] = [:]
  /// How many of them have a cursor.
  private var cursorCount = 0
  /// Partitions in the order in which their cursors were made; those that have lost it are skipped.
  private var order: [(place: Int, rank: Int)] = []
  private var nextRank = 0
  /// Where the partitions in ``order`` start that were not yet dropped.
  private var firstKept = 0
  /// Whether the saved state had partitions, which may be those of an older form.
  private var hasSavedPartitions = false
  /// The partitions that were begun and not yet read to their end, by their numbers.
  private var open: [Int: Int] = [:]
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
    interval = setup.run.follows(.checkpointsEvery600Seconds) ? 600 : setup.run.options.checkpointInterval
    try restore(setup.state)
  }

  private mutating func restore(_ state: JSONObject) throws {
    guard !state.isEmpty else { return }
    let saved = try SavedPartitions(
      state, field: fieldName, streamName: setup.streamName, rules: SavedStateRules(setup.run.options))
    if let flag = saved.sharesCursor {
      usesGlobalCursor = flag.isTruthy
      savedFlag = flag
    }
    for fault in saved.faults {
      setup.run.log.write(
        .warning, "Ignored a part of the saved state of stream \(setup.streamName): \(fault).")
    }
    lookbackSeconds = saved.lookbackSeconds
    for (partition, cursor) in saved.partitions {
      partitionCount += 1
      hasSavedPartitions = true
      let cursor = try makeCursor(cursor, lookbackSeconds: 0)
      if let place = places[partition] { entries[place].cursor = cursor } else { remember(cursor, at: addEntry(partition)) }
    }
    try setGlobalState(saved.shared)
    parentState = saved.parents
  }

  private mutating func addEntry(_ partition: JSONValue) -> Int {
    let place = freePlaces.popLast() ?? entries.count
    if place == entries.count { entries.append(Entry(partition: partition)) } else { entries[place] = Entry(partition: partition) }
    places[partition] = place
    return place
  }

  private mutating func removeEntry(at place: Int) {
    places[entries[place].partition] = nil
    entries[place] = Entry(partition: .null)
    freePlaces.append(place)
  }

  private mutating func remember(_ cursor: any Cursor, at place: Int) {
    entries[place].cursor = cursor
    entries[place].rank = nextRank
    order.append((place, nextRank))
    nextRank += 1
    cursorCount += 1
  }

  /// Drops the cursor of a partition, and all of the partition unless it is open.
  private mutating func forget(at place: Int) {
    entries[place].cursor = nil
    cursorCount -= 1
    if entries[place].sequence == nil { removeEntry(at: place) }
  }

  /// Where the entry of an element of the order is; nil when it has lost its cursor.
  private func placeOfCursor(_ index: Int) -> Int? {
    let (place, rank) = order[index]
    return entries[place].cursor != nil && entries[place].rank == rank ? place : nil
  }

  /// The saved cursor of a partition of the same value, which an older state holds as text and without the parent's slice.
  private mutating func takeLegacyCursor(of key: JSONObject) -> (any Cursor)? {
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
    guard legacy != key, let place = places[.object(legacy)], let cursor = entries[place].cursor else { return nil }
    forget(at: place)
    return cursor
  }

  private mutating func setGlobalState(_ state: JSONObject) throws {
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
      throw SyncError(.system, "`lookback_window` in the saved state is too long.", streamName: setup.streamName)
    }
    return try makeCursor(globalState, lookbackSeconds: globalState.isEmpty ? 0 : lookbackSeconds)
  }
}

extension PartitionedProgress {
  var isPartitioned: Bool { true }
  var coversOnlyAtEnd: Bool { usesGlobalCursor }

  mutating func begin(_ partition: Partition) throws -> AnySequence<JSONObject>? {
    let key = JSONValue.object(partition.slice.partition)
    evictIfNeeded()
    let known = places[key]
    let isNew = known.map { entries[$0].cursor == nil } ?? true
    let cursor = isNew ? try newCursor(of: partition.slice.partition) : nil
    let place = known ?? addEntry(key)
    if let cursor { remember(cursor, at: place) }
    guard entries[place].sequence == nil, !entries[place].isRead else { return nil }
    entries[place].begin(generated)
    open[generated] = place
    if let parents = partition.parentState, pendingParentStates.last?.state != parents {
      pendingParentStates.append((parents, generated))
    }
    generated += 1
    return try entries[place].cursor?.slices()
  }

  private mutating func newCursor(of partition: JSONObject) throws -> any Cursor {
    if let cursor = takeLegacyCursor(of: partition) { return cursor }
    let cursor = try makeGlobalCursor()
    partitionCount += 1
    return cursor
  }

  /// A partition without any window stays open until the end, as it does for the reference.
  mutating func handOut(_ slice: StreamSlice, isLast: Bool) {
    guard let place = places[.object(slice.partition)], entries[place].sequence != nil else { return }
    entries[place].unclosedSlices += 1
    if isLast { entries[place].isFullyGenerated = true }
  }

  func observation(for slice: StreamSlice) throws -> (any CursorObservation)? {
    try (cursor(of: slice.partition) ?? makeGlobalCursor()).observation(for: slice.cursorSlice)
  }

  func shouldBeSynced(_ record: JSONRecord, in slice: StreamSlice) throws -> Bool {
    try comparingCursor(of: slice.partition).shouldBeSynced(record)
  }

  func wasSynced(_ record: JSONRecord, in slice: StreamSlice) throws -> Bool {
    try comparingCursor(of: slice.partition).wasSynced(record)
  }

  /// The cursor that records of a partition are compared with.
  private func comparingCursor(of partition: JSONObject) throws -> any Cursor {
    let own = usesGlobalCursor ? nil : cursor(of: partition)
    return try own ?? makeGlobalCursor()
  }

  private func cursor(of partition: JSONObject) -> (any Cursor)? { places[.object(partition)].flatMap { entries[$0].cursor } }

  func covers(_ slice: StreamSlice) -> Bool { cursor(of: slice.partition)?.covers(slice.cursorSlice) ?? true }

  mutating func close(_ slice: StreamSlice, _ observation: any CursorObservation) throws -> JSONObject? {
    let place = places[.object(slice.partition)]
    let isDone = place.map { entries[$0].closeSlice() } ?? false
    if let value = observation.mostRecent {
      sawCursorValue = true
      advanceGlobalState(to: value)
    }
    if !usesGlobalCursor, let place, entries[place].cursor != nil {
      do {
        _ = try entries[place].cursor?.close(slice.cursorSlice, observation)
      } catch {
        forget(at: place)
        throw error
      }
      if isDone, let value = entries[place].cursor?.state[fieldName] { advanceGlobalState(to: value) }
    }
    if isDone, let place, let sequence = entries[place].sequence {
      open[sequence] = nil
      entries[place].sequence = nil
      entries[place].isRead = true
      if entries[place].cursor == nil { removeEntry(at: place) }
    }
    commitParentStates()
    let now = Double(setup.run.clock.now()) / 1_000_000
    guard now - lastCheckpoint > interval else { return nil }
    lastCheckpoint = now
    return hasIntermediateState ? state : nil
  }

  /// Only a stream whose every window was found and read moves its global state: a partition that was not found, as its parent could not
  /// be read, would start from there.
  @discardableResult
  mutating func finish(parentState final: JSONObject?, foundAll: Bool) throws -> Bool {
    if let stateError { throw StateUnavailable(fault: stateError) }
    guard foundAll || setup.run.follows(.advancesPastFailedParents) else { return false }
    guard !open.values.contains(where: { entries[$0].unclosedSlices > 0 }) else { return false }
    if sawCursorValue {
      globalState = newGlobalState ?? [:]
      lookbackSeconds = Int((setup.run.clock.monotonicSeconds() - startSeconds).rounded(.up))
    }
    parentState = final.map(JSONValue.object)
    return true
  }

  var state: JSONObject {
    var state: JSONObject = ["use_global_cursor": savedFlag ?? .bool(usesGlobalCursor)]
    if !usesGlobalCursor {
      var states: [JSONValue] = []
      states.reserveCapacity(cursorCount)
      for place in (firstKept..<order.count).lazy.compactMap(placeOfCursor) {
        guard let cursor = entries[place].cursor?.state, !cursor.isEmpty else { continue }
        states.append(.object(["partition": entries[place].partition, "cursor": .object(cursor)]))
      }
      state["states"] = .array(states)
    }
    if !globalState.isEmpty { state["state"] = .object(globalState) }
    state["lookback_window"] = .integer(lookbackSeconds)
    if let parentState { state["parent_state"] = parentState }
    return state
  }

  /// Why the state cannot be told, when one of its cursors does not know its own.
  private var stateError: SyncError? {
    guard !usesGlobalCursor, setup.run.follows(.refusesOddStates) else { return nil }
    return (firstKept..<order.count).lazy.compactMap(placeOfCursor).compactMap { entries[$0].cursor?.stateError }.first
  }

  /// Whether a state before the end would say something new.
  private var hasIntermediateState: Bool { !usesGlobalCursor || parentState?.isTruthy == true }

  private mutating func advanceGlobalState(to value: JSONValue) {
    guard let present = newGlobalState?[fieldName] else {
      newGlobalState = [fieldName: value]
      return
    }
    if CursorOrder.isAscending(present, value) { newGlobalState = [fieldName: value] }
  }

  private mutating func commitParentStates() {
    guard !pendingParentStates.isEmpty else { return }
    let earliestOpen = open.keys.min()
    while let (state, sequence) = pendingParentStates.first {
      if let earliestOpen, earliestOpen <= sequence { return }
      parentState = .object(state)
      pendingParentStates.removeFirst()
    }
  }

  private mutating func evictIfNeeded() {
    if !usesGlobalCursor, partitionCount > Self.switchToGlobalLimit {
      setup.run.log.write(
        .info,
        "Stream \(setup.streamName) has more than \(Self.switchToGlobalLimit) partitions; switching to one global cursor.")
      usesGlobalCursor = true
      savedFlag = nil
    }
    guard cursorCount >= Self.maximumPartitions else { return }
    let dropped = (firstKept..<order.count).first { placeOfCursor($0).map { entries[$0].sequence == nil } ?? false } ?? firstKept
    if let place = placeOfCursor(dropped) { forget(at: place) }
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
