internal import ConnectorKit
internal import JSON
internal import Sync

/// Recognises records that a read brings again because windows of a cursor include their bounds, or look back.
///
/// Remembers the records of each slice whose cursor values are its first and its last, those within the overlap before the last, and those
/// without a cursor value: the ones that the slices beside it and the next sync may bring again. A few thousand others are remembered as well,
/// for APIs that do not go by the window, and all records of slices that no state covers.
struct RepetitionFilter: Sendable {
  private struct SliceRecords {
    var first = Int.max
    var last = Int.min
    var records: [(fingerprint: UInt64, position: Int?)] = []
    var all: [UInt64] = []
    /// From so many records on it is worth looking for those that lie outside of the bounds by now.
    var pruningCount = 16
  }

  /// So many records are remembered that are not likely to come again.
  private static let others = 5_000

  private let field: String
  private let position: @Sendable (JSONValue) -> Int?
  private let overlap: Int
  /// What the sync before this one left.
  private let saved: Set<UInt64>
  private var recognized: Set<UInt64> = []
  private var slices: [SliceID: SliceRecords] = [:]
  private var fingerprints: [UInt64: Int] = [:]
  private var covered: Set<UInt64> = []
  private var otherCount = 0

  init(field: String, overlap: Int, saved: [UInt64], position: @escaping @Sendable (JSONValue) -> Int?) {
    self.field = field
    self.position = position
    self.overlap = overlap
    self.saved = Set(saved)
  }

  /// Takes out the records that are stored already.
  mutating func filter(_ records: JSONRecords, of slice: SliceID) -> JSONRecords {
    var kept: [JSONView] = []
    var isChanged = false
    let views = records.views
    kept.reserveCapacity(views.count)
    for view in views {
      let fingerprint = view.fingerprint
      if isKnown(fingerprint) {
        recognized.insert(fingerprint)
        isChanged = true
      } else {
        kept.append(view)
        remember(fingerprint, view[field].flatMap { position($0.value) }, of: slice)
      }
    }
    return isChanged ? JSONRecords(kept.compactMap(JSONRecord.init(view:))) : records
  }

  private func isKnown(_ fingerprint: UInt64) -> Bool {
    saved.contains(fingerprint) || covered.contains(fingerprint) || fingerprints[fingerprint] != nil
  }

  private mutating func remember(_ fingerprint: UInt64, _ position: Int?, of slice: SliceID) {
    var content = slices.removeValue(forKey: slice) ?? SliceRecords()
    content.all.append(fingerprint)
    if let position {
      content.first = min(content.first, position)
      content.last = max(content.last, position)
    }
    if isOverlapping(position, content) {
      content.records.append((fingerprint, position))
      fingerprints[fingerprint, default: 0] += 1
    }
    if content.records.count >= content.pruningCount { prune(&content) }
    slices[slice] = content
  }

  private mutating func prune(_ content: inout SliceRecords) {
    let bounds = content
    for record in content.records where !isOverlapping(record.position, bounds) { forget(record.fingerprint) }
    content.records.removeAll { !isOverlapping($0.position, bounds) }
    content.pruningCount = 2 * content.records.count + 16
  }

  private func isOverlapping(_ position: Int?, _ slice: SliceRecords) -> Bool {
    guard let position else { return true }
    return position == slice.first || position >= slice.last.subtractingReportingOverflow(overlap).partialValue
  }

  private mutating func forget(_ fingerprint: UInt64) {
    guard let count = fingerprints[fingerprint] else { return }
    fingerprints[fingerprint] = count > 1 ? count - 1 : nil
  }

  /// Takes note of slices whose records are stored.
  mutating func cover(_ covered: [SliceID]) {
    for slice in covered {
      guard var content = slices.removeValue(forKey: slice) else { continue }
      prune(&content)
      for record in content.records {
        forget(record.fingerprint)
        self.covered.insert(record.fingerprint)
      }
      if otherCount + content.all.count <= Self.others {
        otherCount += content.all.count
        self.covered.formUnion(content.all)
      }
    }
  }

  /// Takes note of slices whose records are stored although no state covers them, so that all of them come again.
  mutating func coverUncovered() {
    for slice in slices.values { covered.formUnion(slice.all) }
    slices = [:]
    fingerprints = [:]
  }

  /// What the next sync has to recognise.
  ///
  /// - Parameter isComplete: whether the stream was read as a whole: what did not come again by then will not do so any more.
  func recentRecords(isComplete: Bool) -> [UInt64] {
    (isComplete ? recognized.union(covered) : saved.union(covered)).sorted()
  }
}
