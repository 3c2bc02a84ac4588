/// How a stream is read.
package enum SyncMode: String, Sendable, Hashable, CaseIterable {
  case fullRefresh = "full_refresh"
  case incremental
}

/// How a destination keeps what it gets.
package enum DestinationSyncMode: String, Sendable, Hashable, CaseIterable {
  case append
  case overwrite
  case appendDedup = "append_dedup"
  case update
  case softDelete = "soft_delete"
}
