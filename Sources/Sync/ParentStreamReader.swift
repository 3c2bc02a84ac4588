package import ConnectorKit
package import JSON

/// Reads streams for the components that are made of other streams' records.
package struct ParentStreamReader: StreamReading {
  package init() {}

  package func readRecords(
    of stream: StreamPlan, state: JSONObject?, run: RunServices, begun: (any ReadProgress) -> Void,
    _ body: (ReadRecord) async throws -> Void
  ) async throws -> JSONObject {
    let reader = try await StreamReader(stream, state: state, purpose: .parent, run: run)
    begun(reader.tracker)
    guard run.follows(.looksOnePartitionAhead) else {
      let walk = try await reader.forEachSlice {
        try await Self.read($0, reader, body)
        return .proceed
      }
      return try reader.tracker.finish(parentState: walk.parentState)
    }
    // The reference looks for the next slice before it reads one, so that of two the second is lost when the third cannot be found.
    var upcoming: StreamSlice?
    let walk = try await reader.forEachSlice { slice in
      let present = upcoming
      upcoming = slice
      if let present { try await Self.read(present, reader, body) }
      return .proceed
    }
    if let upcoming { try await Self.read(upcoming, reader, body) }
    return try reader.tracker.finish(parentState: walk.parentState)
  }

  package func initialState(of stream: StreamPlan, state: JSONObject?, run: RunServices) throws -> JSONObject {
    try StreamTracker(stream, state: StreamReader.migrated(state ?? [:], stream), cursorField: nil, run: run).state
  }

  private static func read(_ slice: StreamSlice, _ reader: StreamReader, _ body: (ReadRecord) async throws -> Void) async throws {
    var observation = try reader.tracker.observation(for: slice)
    var held: JSONRecord?
    // Only from its last record on is a slice part of the state, so one record is always held back.
    let before = reader.tracker.state
    try await reader.read(slice) { page in
      observation?.observe(page.records.array)
      for record in page.records {
        if let held { try await body(ReadRecord(record: held, slice: slice, state: before)) }
        held = record
      }
      return .proceed
    }
    _ = try reader.tracker.close(slice, observation)
    if let held { try await body(ReadRecord(record: held, slice: slice, state: reader.tracker.state)) }
  }

  package func firstRecord(of stream: StreamPlan, run: RunServices) async throws -> FirstRecord {
    var run = run
    run.options.mayPrefetch = false
    let reader = try await StreamReader(stream, state: nil, run: run)
    var result = FirstRecord.noSlices
    try await reader.forEachSlice { slice in
      result = .noRecords
      try await reader.read(slice) { page in
        guard let record = page.records.first else { return .proceed }
        result = .record(record)
        return .stop
      }
      return .stop
    }
    return result
  }
}
