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
  /// The slice that each remembered record came with that is not covered yet. Equal records of one slice are no repetition.
  private var owners: [UInt64: SliceID] = [:]
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
      if isKnown(fingerprint, to: slice) {
        recognized.insert(fingerprint)
        isChanged = true
      } else {
        kept.append(view)
        remember(fingerprint, view[field].flatMap { position($0.value) }, of: slice)
      }
    }
    return isChanged ? JSONRecords(kept.compactMap(JSONRecord.init(view:))) : records
  }

  private func isKnown(_ fingerprint: UInt64, to slice: SliceID) -> Bool {
    saved.contains(fingerprint) || covered.contains(fingerprint) || owners[fingerprint].map { $0 != slice } ?? false
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
      owners[fingerprint] = slice
    }
    if content.records.count >= content.pruningCount { prune(&content) }
    slices[slice] = content
  }

  private mutating func prune(_ content: inout SliceRecords) {
    let bounds = content
    for record in content.records where !isOverlapping(record.position, bounds) { owners[record.fingerprint] = nil }
    content.records.removeAll { !isOverlapping($0.position, bounds) }
    content.pruningCount = 2 * content.records.count + 16
  }

  private func isOverlapping(_ position: Int?, _ slice: SliceRecords) -> Bool {
    guard let position else { return true }
    return position == slice.first || position >= slice.last.subtractingReportingOverflow(overlap).partialValue
  }

  /// Takes note of slices whose records are stored.
  mutating func cover(_ covered: [SliceID]) {
    for slice in covered {
      guard var content = slices.removeValue(forKey: slice) else { continue }
      prune(&content)
      for record in content.records {
        owners[record.fingerprint] = nil
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
    owners = [:]
  }

  /// What the next sync has to recognise.
  ///
  /// - Parameter isComplete: whether the stream was read as a whole: what did not come again by then will not do so any more.
  func recentRecords(isComplete: Bool) -> [UInt64] {
    (isComplete ? recognized.union(covered) : saved.union(covered)).sorted()
  }
}
