internal import ConnectorKit
package import JSON

/// The progress of a stream without a cursor that is read whole, but can be taken up at the partitions that are missing.
///
/// Its state names the partitions that are done, by fingerprints; the state at the end is that of any stream that was read whole.
struct ResumableProgress: StreamProgress {
  /// The shortest time between two states, in seconds.
  private static let interval = 5.0

  private var seen: FingerprintSet<JSONObject>?
  /// In the order in which they were read.
  private var done: [UInt64]
  private var isDone: Set<UInt64>
  /// Those that an earlier read has done.
  private let skipped: Set<UInt64>
  private var isFinished = false
  private let clock: any RunClock
  private var lastState: Double

  init(state: JSONObject, skipsEqualPartitions: Bool, clock: any RunClock) {
    seen = skipsEqualPartitions ? FingerprintSet() : nil
    let words = state[FullRefreshState.key]?.stringValue?.split(separator: " ") ?? []
    done = words.compactMap { UInt64($0, radix: 16) }
    isDone = Set(done)
    skipped = isDone
    self.clock = clock
    lastState = clock.monotonicSeconds()
  }

  mutating func begin(_ partition: Partition) -> AnySequence<JSONObject>? {
    guard seen?.insert(partition.slice.partition) ?? true else { return nil }
    return AnySequence(skipped.contains(Self.fingerprint(partition.slice)) ? [] : [[:]])
  }

  func observation(for slice: StreamSlice) -> (any CursorObservation)? { nil }
  func shouldBeSynced(_ record: JSONRecord, in slice: StreamSlice) -> Bool { true }
  func wasSynced(_ record: JSONRecord, in slice: StreamSlice) -> Bool { false }
  mutating func close(_ slice: StreamSlice, _ observation: any CursorObservation) -> JSONObject? { close(slice) }

  mutating func close(_ slice: StreamSlice) -> JSONObject? {
    let fingerprint = Self.fingerprint(slice)
    if isDone.insert(fingerprint).inserted { done.append(fingerprint) }
    let now = clock.monotonicSeconds()
    guard now - lastState >= Self.interval else { return nil }
    lastState = now
    return state
  }

  func covers(_ slice: StreamSlice) -> Bool { isDone.contains(Self.fingerprint(slice)) }

  mutating func finish(parentState: JSONObject?, foundAll: Bool) -> Bool {
    isFinished = foundAll
    return true
  }

  var state: JSONObject {
    if isFinished { return FullRefreshState.complete }
    return [FullRefreshState.key: .string(done.map { String($0, radix: 16) }.joined(separator: " "))]
  }

  /// The same whatever the order of members; 100,000 partitions take 1.7 MB of the state.
  private static func fingerprint(_ slice: StreamSlice) -> UInt64 {
    let members = slice.partition.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    return JSONText.compact(.object(JSONObject(members))).utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}

/// States of streams without a cursor.
package enum FullRefreshState {
  /// The member that names the partitions that are done.
  static let key = "__headwater_done_partitions"

  /// The state of a stream that was read whole.
  static let complete: JSONObject = ["__ab_no_cursor_state_message": true]

  /// Whether a state says that a stream was read in part, so that a read can go on from it.
  package static func isPartial(_ state: JSONObject?) -> Bool { state?[key] != nil }
}
