package import Destinations
package import Sync

/// How a stream is to be synced, where the user has a say.
package struct StreamChoice: Sendable, Equatable {
  /// The names of sync modes, as the Airbyte protocol has them.
  package enum Mode: String, Sendable, CaseIterable {
    case fullRefreshOverwrite = "full_refresh_overwrite"
    case fullRefreshAppend = "full_refresh_append"
    case incrementalAppend = "incremental_append"
    case incrementalAppendDedup = "incremental_append_dedup"

    package var readMode: StreamSelection.ReadMode {
      switch self {
      case .fullRefreshOverwrite, .fullRefreshAppend: .fullRefresh
      case .incrementalAppend, .incrementalAppendDedup: .incremental
      }
    }

    package var writeMode: StreamSelection.WriteMode {
      switch self {
      case .fullRefreshOverwrite: .overwrite
      case .fullRefreshAppend, .incrementalAppend: .append
      case .incrementalAppendDedup: .appendDedup
      }
    }
  }

  /// Nil for the one that suits the stream: dedup where it has a cursor and a key, append where it has only a cursor, overwrite otherwise.
  package var mode: Mode?
  package var cursorField: String?
  package var primaryKey: [[String]]?
  /// The fields that are stored, besides the key and the cursor; nil for all.
  package var fields: [String]?

  package init(mode: Mode? = nil, cursorField: String? = nil, primaryKey: [[String]]? = nil, fields: [String]? = nil) {
    self.mode = mode
    self.cursorField = cursorField
    self.primaryKey = primaryKey
    self.fields = fields
  }

  /// The mode in which a stream is synced.
  ///
  /// - Parameter writeModes: what the destination can do.
  package func mode(for stream: StreamDescription, writeModes: Set<StreamSelection.WriteMode>) -> Mode {
    if let mode { return mode }
    let hasKey = !(primaryKey ?? stream.primaryKey).isEmpty
    if stream.cursor != nil {
      if hasKey, writeModes.contains(.appendDedup) { return .incrementalAppendDedup }
      if writeModes.contains(.append) { return .incrementalAppend }
    }
    return writeModes.contains(.overwrite) ? .fullRefreshOverwrite : .fullRefreshAppend
  }

  /// What is asked of the source for a stream.
  ///
  /// - Parameters:
  ///   - saved: what the destination keeps of it.
  ///   - isRefresh: whether it is read from the start and replaces what is stored.
  package func selection(
    of stream: StreamDescription, saved: SavedStream?, isRefresh: Bool, writeModes: Set<StreamSelection.WriteMode>
  ) throws -> StreamSelection {
    let mode = mode(for: stream, writeModes: writeModes)
    if mode.readMode == .incremental, stream.cursor == nil {
      throw StreamChoiceError("stream `\(stream.name)` has no cursor, so it cannot be synced in the mode \(mode.rawValue)")
    }
    if mode == .incrementalAppendDedup, (primaryKey ?? stream.primaryKey).isEmpty {
      throw StreamChoiceError("stream `\(stream.name)` has no primary key, so it cannot be synced in the mode \(mode.rawValue)")
    }
    let generation = saved?.generation ?? 0
    var selection = StreamSelection(StreamID(stream.name), readMode: mode.readMode, writeMode: mode.writeMode)
    selection.cursorField = cursorField
    selection.primaryKey = primaryKey
    selection.schema = stream.schema
    // A replacement that was begun is brought to its end, whatever the mode.
    let replaces = isRefresh || mode == .fullRefreshOverwrite || saved?.isReplacing == true
    selection.resumesFullRefresh = mode.readMode == .fullRefresh && stream.cursor == nil && stream.hasPartitions
    let isPartial = selection.resumesFullRefresh && FullRefreshState.isPartial(saved?.state)
    if isPartial, !isRefresh, saved?.isReplacing == replaces {
      selection.state = saved?.state
      selection.generation = .init(id: generation, minimum: replaces ? generation : 0, syncID: 0)
    } else if saved?.isReplacing == true, mode.readMode == .incremental, !isRefresh {
      selection.state = saved?.state
      selection.generation = .init(id: generation, minimum: generation, syncID: 0)
    } else if replaces || mode.readMode == .fullRefresh {
      selection.generation = .init(id: generation + 1, minimum: replaces ? generation + 1 : 0, syncID: 0)
    } else {
      selection.state = saved?.state
      selection.generation = .init(id: generation, minimum: 0, syncID: 0)
    }
    return selection
  }
}

package struct StreamChoiceError: Error, Equatable {
  package let message: String

  package init(_ message: String) { self.message = message }
}
