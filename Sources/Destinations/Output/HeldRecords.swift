internal import ConnectorKit
internal import JSON
internal import Sync
internal import Synchronization

/// Records of slices that no state covers yet. They wait in memory, and on disk when they are many.
final class HeldRecords: Sendable {
  /// The records of one slice.
  struct Slice: Sendable {
    var spilled: SpillFile?
    var pages: [RecordPage] = []
    var footprint = 0

    /// Hands over all records in order, several pages at a time where they are small.
    func forEachBatch(_ body: ([RecordPage]) async throws -> Void) async throws {
      try await spilled?.forEachPage { try await body([$0]) }
      if !pages.isEmpty { try await body(pages) }
    }
  }

  /// The memory that the records of all streams take.
  final class Budget: Sendable {
    let limit: Int
    fileprivate let footprint = Mutex(0)

    /// - Parameter limit: so many bytes are kept in memory.
    init(limit: Int) { self.limit = limit }
  }

  private let budget: Budget
  private let slices = Mutex<[SliceID: Slice]>([:])

  init(_ budget: Budget) { self.budget = budget }

  deinit {
    let rest = slices.withLock { $0.values.reduce(0) { $0 + $1.footprint } }
    budget.footprint.withLock { $0 -= rest }
  }

  /// Keeps a page. Calls for one slice come one after the other.
  ///
  /// - Throws: ``SyncError`` when the disk cannot take it.
  func add(_ page: RecordPage, of slice: SliceID) throws {
    let size = page.records.footprint
    var held = slices.withLock { $0.removeValue(forKey: slice) } ?? Slice()
    held.pages.append(page)
    held.footprint += size
    let total = budget.footprint.withLock { total in
      total += size
      return total
    }
    if total > budget.limit, held.footprint > budget.limit / 32 {
      let file = try held.spilled ?? SpillFile()
      for page in held.pages { try file.append(page.records) }
      budget.footprint.withLock { $0 -= held.footprint }
      held = Slice(spilled: file)
    }
    slices.withLock { $0[slice] = held }
  }

  /// Gives away what is held of all slices, in their order.
  func takeAll() -> [Slice] {
    slices.withLock { Array($0.keys) }.sorted { $0.number < $1.number }.compactMap(take)
  }

  /// Gives away what is held of a slice.
  func take(_ slice: SliceID) -> Slice? {
    let held = slices.withLock { $0.removeValue(forKey: slice) }
    if let held { budget.footprint.withLock { $0 -= held.footprint } }
    return held
  }
}
