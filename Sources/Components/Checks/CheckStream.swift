internal import ConnectorKit
internal import JSON

/// Reads the first record of some streams.
struct CheckStream: ConnectionChecker {
  static let spec = ComponentSpec<any ConnectionChecker>(
    "CheckStream", "Checks a connection by reading the first record of some streams.",
    fields: Field<[String]>.strings("stream_names", doc: "The names of the streams to read from.")
      .default([], shown: []),
    Field<[DynamicStreamCheckConfig]>.components(
      "dynamic_streams_check_configs", ["DynamicStreamCheckConfig"],
      doc: "The dynamic streams to read from."
    ).default([], shown: []),
    Field<JSONObject>.object("config_overrides", doc: "Settings that replace the user's while a connection is checked.").default([:]),
    examples: [
      """
      type: CheckStream
      stream_names: [customers]
      """,
      """
      type: CheckStream
      dynamic_streams_check_configs:
        - type: DynamicStreamCheckConfig
          dynamic_stream_name: tables
          stream_count: 1
      """,
    ],
    make: CheckStream.init)

  /// The setting that names other streams to check.
  static let streamNamesSetting = "__airbyte_check_stream_names"

  let streamNames: [String]
  let dynamicStreams: [DynamicStreamCheckConfig]
  let overrides: JSONObject

  func configOverrides(_ config: JSONObject) throws -> JSONObject { overrides }

  func check(_ plan: ConnectorPlan, run: RunServices) async throws -> String? {
    let names = try names(run.config)
    let streams: PlannedStreams
    do {
      streams = try await self.streams(names, plan, run)
      try plan.checkGroups(of: streams.all, run: run)
    } catch {
      return "Cannot build the connector's streams: \(SyncError(wrapping: error).message)"
    }
    guard !streams.all.isEmpty else { return "The connector has no streams." }
    for name in names {
      guard let stream = streams.all.last(where: { $0.name == name }) else {
        let known = streams.all.map(\.name).joined(separator: ", ")
        let message = "Unknown stream `\(name)` in the check. Streams: \(known)."
        guard !run.follows(.failsCheckOfUnknownStream) else { throw SyncError(.system, message) }
        return message
      }
      if let problem = await StreamAvailability.problem(of: stream, run: run) { return problem }
    }
    for dynamic in dynamicStreams {
      if let problem = await dynamic.check(streams, run: run) { return problem }
    }
    return nil
  }

  /// Streams are only made from templates when that is needed.
  private func streams(_ names: [String], _ plan: ConnectorPlan, _ run: RunServices) async throws -> PlannedStreams {
    if dynamicStreams.isEmpty, !names.isEmpty {
      let declared = try await plan.declaredStreams(run: run)
      let known = Set(declared.map(\.name))
      if names.allSatisfy(known.contains) { return PlannedStreams(declared: declared, dynamic: []) }
    }
    return try await plan.plannedStreams(run: run)
  }

  private func names(_ config: JSONObject) throws -> [String] {
    guard let configured = config[Self.streamNamesSetting], configured != .array([]) else { return streamNames }
    let names = configured.arrayValue?.compactMap(\.stringValue)
    guard let names, names.count == configured.arrayValue?.count else {
      throw SyncError(.system, "The setting `\(Self.streamNamesSetting)` must be a list of stream names.")
    }
    return names
  }
}

/// Whether a stream can be read.
enum StreamAvailability {
  /// What keeps the stream's first record from being read; nil when nothing does. A stream without records is available.
  static func problem(of stream: any StreamComponent, run: RunServices) async -> String? {
    do {
      switch try await run.streams.firstRecord(of: stream.plan(state: nil, run: run), run: run) {
      case .record: return nil
      case .noRecords:
        run.log.write(.info, "Stream \(stream.name) was reached, but has no records.")
        return nil
      case .noSlices: return "Stream \(stream.name) is not available: it has no slices to read."
      }
    } catch {
      return "Stream \(stream.name) is not available: \(SyncError(wrapping: error).message)"
    }
  }
}
