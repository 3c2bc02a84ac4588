/// The streams of a connector for one config.
public struct PlannedStreams: Sendable {
  /// The streams that stand in the manifest, in its order.
  public var declared: [any StreamComponent]
  /// The streams that were made from templates, by the names of the templates.
  public var dynamic: [(name: String, streams: [any StreamComponent])]

  public init(declared: [any StreamComponent], dynamic: [(name: String, streams: [any StreamComponent])]) {
    self.declared = declared
    self.dynamic = dynamic
  }

  public var all: [any StreamComponent] { declared + dynamic.flatMap(\.streams) }
}

extension ConnectorPlan {
  /// The streams in the order of the manifest, then those that are made from templates. May send requests for the latter.
  ///
  /// - Throws: ``SyncError`` when streams cannot be made, two made from templates have one name, or a group cannot be.
  public func allStreams(run: RunServices) async throws -> [any StreamComponent] {
    let streams = try await plannedStreams(run: run).all
    try checkGroups(of: streams, run: run)
    return streams
  }

  /// The streams that stand in the manifest, in its order.
  public func declaredStreams(run: RunServices) async throws -> [any StreamComponent] {
    var all: [any StreamComponent] = []
    for source in streams { all += try await source.streams(run: run) }
    return all
  }

  /// All streams, without a look at their groups. May send requests.
  ///
  /// - Throws: ``SyncError`` when streams cannot be made, or two made from templates have one name.
  public func plannedStreams(run: RunServices) async throws -> PlannedStreams {
    var planned = PlannedStreams(declared: try await declaredStreams(run: run), dynamic: [])
    var names: Set<String> = []
    for (place, source) in dynamicStreams.enumerated() {
      let streams = try await source.streams(run: run)
      for stream in streams where !names.insert(stream.name).inserted {
        let remedy = source.takesNamesFromConfig ? "Give them different names in the settings." : "The API or the manifest names them so."
        throw SyncError(
          source.takesNamesFromConfig ? .config : .system, "Two dynamic streams have the name `\(stream.name)`. \(remedy)")
      }
      planned.dynamic.append((source.name.isEmpty ? "dynamic_stream_\(place)" : source.name, streams))
    }
    return planned
  }

  /// Makes sure that no incremental stream is in one group with a stream it is read from.
  ///
  /// - Throws: ``SyncError`` that names the two.
  public func checkGroups(of streams: [any StreamComponent], run: RunServices) throws {
    guard !groups.isEmpty else { return }
    let byName = Dictionary(streams.map { ($0.name, $0) }) { _, last in last }
    for stream in streams {
      guard let group = groups[stream.name] else { continue }
      for ancestor in try ancestors(of: stream, byName, run) where groups[ancestor] == group {
        throw SyncError(
          .system,
          "Stream `\(stream.name)` is made from stream `\(ancestor)`, but both are in the group `\(group)`, whose streams are not read "
            + "at the same time. Take one of them out of the group in the manifest.")
      }
    }
  }

  private func ancestors(
    of stream: any StreamComponent, _ byName: [String: any StreamComponent], _ run: RunServices, _ seen: Set<String> = []
  ) throws -> Set<String> {
    let plan = try stream.plan(state: nil, run: run)
    guard plan.incrementalSync != nil, !seen.contains(stream.name) else { return [] }
    var names: Set<String> = []
    for parent in plan.retriever.partitionRouter.parentStreams {
      names.insert(parent.name)
      guard let known = byName[parent.name] else { continue }
      names.formUnion(try ancestors(of: known, byName, run, seen.union([stream.name])))
    }
    return names
  }
}
