internal import ConnectorKit
internal import JSON

/// Counts the records of a slice and finds where to take up when its pagination starts over. A value without I/O.
struct PaginationTracker {
  private let window: StreamSlice
  private let limit: Int?
  private let cursor: (any Cursor)?
  private var observation: (any CursorObservation)?
  private var count = 0
  private var restartsOfSameSlice = 0

  init(window: StreamSlice, reset: PaginationReset?, cursor: (any Cursor)?) {
    self.window = window
    limit = reset?.limits?.records
    self.cursor = reset?.action == .splitUsingCursor ? cursor : nil
    observation = self.cursor?.observation(for: window.cursorSlice)
  }

  var hasReachedLimit: Bool { limit.map { count >= $0 } ?? false }

  mutating func observe(_ records: JSONRecords) {
    count += records.count
    observation?.observe(records.array)
  }

  /// The slice to read from its first page on.
  ///
  /// With a cursor, reading the same slice again leads nowhere; without one, a second try is allowed.
  ///
  /// - Throws: ``SyncError`` when the same slice was tried often enough.
  mutating func restart(after previous: StreamSlice, streamName: String) throws -> StreamSlice {
    var next = previous
    if let cursor, let observation {
      next = window
      if let narrowed = try cursor.narrowed(window.cursorSlice, by: observation) { next.cursorSlice = narrowed }
    }
    if next == previous {
      restartsOfSameSlice += 1
      guard restartsOfSameSlice < (cursor == nil ? 2 : 1) else {
        throw SyncError(
          .system,
          "Stream \(streamName): pagination was reset but made no progress. "
            + "Check `pagination_reset` in the manifest.", streamName: streamName)
      }
    } else {
      restartsOfSameSlice = 0
    }
    count = 0
    return next
  }
}
